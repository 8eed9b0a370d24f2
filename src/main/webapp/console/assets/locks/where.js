import { html, nothing } from '../shared/lit.js';
import { hrefFor } from '../shared/url-state.js';

/** What the page has: locks, and elections, which are locks that say who leads. */
const VIEWS = [['', 'Locks'], ['elections', 'Elections']];

export const views = ({ view = '' }) => html`
  <nav class="views" aria-label="Views"><ul>
    ${VIEWS.map(([name, text]) => html`<li>
      <a href=${hrefFor({ view: name })} aria-current=${name === view ? 'page' : nothing}>${text}</a></li>`)}
  </ul></nav>`;

/** The way from a list to what is shown. */
export const crumbs = (list, href, name) => html`
  <nav aria-label="Where you are"><ol class="crumbs">
    <li><a href=${href}>${list}</a></li>
    <li aria-current="page">${name}</li>
  </ol></nav>`;
