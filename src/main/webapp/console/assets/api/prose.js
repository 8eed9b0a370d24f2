import { html } from '../shared/lit.js';

/** A description in which `code` between backquotes is set as code; no other markup. */
export const prose = (text = '') => text.split('`').map((part, i) => (i % 2 ? html`<code>${part}</code>` : part));
