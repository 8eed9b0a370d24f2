import { html, nothing } from './lit.js';

/** The main figures of a page in large: each a name, a value, and what may be said beside it. */
export const figures = (all) => html`
  <dl class="figures">${all.map(([name, value, remark]) => html`
    <div><dt>${name}</dt><dd>${value} <small>${remark ?? nothing}</small></dd></div>`)}</dl>`;
