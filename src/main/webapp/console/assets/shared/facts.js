import { html } from './lit.js';

/** A row of boxes, each a name with what is true of it. */
export const facts = (all) => html`
  <dl class="facts">${all.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
