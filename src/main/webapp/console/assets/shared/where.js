import { html, nothing } from './lit.js';

/** The way to what is shown: each step has a text, and an address unless the reader is there; the name of a key is `mono`. */
export const crumbs = (steps) => html`
  <nav aria-label="Where you are"><ol class="crumbs">
    ${steps.map(({ text, href, mono }) => (href
    ? html`<li><a class=${mono ? 'mono' : nothing} href=${href}>${text}</a></li>`
    : html`<li aria-current="page" class=${mono ? 'mono' : nothing}>${text}</li>`))}
  </ol></nav>`;

/** The ways to look at something, each a name and a text; `href` makes an address of a name, and the first has none. */
export const views = (all, current, href) => html`
  <nav class="views" aria-label="Views"><ul>
    ${all.map(([name, text]) => html`<li>
      <a href=${href(name)} aria-current=${name === (current ?? '') ? 'page' : nothing}>${text}</a></li>`)}
  </ul></nav>`;
