import { hrefFor } from '../shared/url-state.js';
import * as where from '../shared/where.js';

/** What the page has: locks, and elections, which are locks that say who leads. */
const VIEWS = [['', 'Locks'], ['elections', 'Elections']];

export const views = ({ view }) => where.views(VIEWS, view, (name) => hrefFor({ view: name }));
