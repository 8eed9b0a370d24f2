import { hrefFor } from '../shared/url-state.js';
import * as where from '../shared/where.js';
import { STATES } from './store.js';

const VIEWS = [['', 'Now'], ['messages', 'Messages']];

/** The ways to look at a queue. */
export const views = ({ queue, view }) => where.views(VIEWS, view, (name) => hrefFor({ queue, view: name }));

/** The way from the queues to what is shown. */
export const crumbs = ({ queue, state = 'ready' }, last) => where.crumbs([
  { text: 'All queues', href: hrefFor({}) },
  last ? { text: queue, href: hrefFor({ queue }) } : { text: queue },
  last && { text: `${STATES[state] ?? state} messages`, href: hrefFor({ queue, view: 'messages', state }) },
  last && { text: last },
].filter(Boolean));
