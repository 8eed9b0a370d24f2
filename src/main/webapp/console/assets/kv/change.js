import { html } from '../shared/lit.js';
import { bytesFrom } from '../shared/value-text.js';

/** A change of a key as history and watch tell it. */

export const isPut = (change) => change.event === 'put';

/** The revision at which stands what a change left, or, where it took the key away, what it took. */
export const restorable = (change) => (isPut(change) ? change.revision : change.revision - 1);

/** The bytes that a change wrote, empty for one that took the key away. */
export const bytesOf = ({ value, base64 }) => bytesFrom(value, base64);

const SIGNS = { put: '●', delete: '✕', expire: '○' };

/** Who made a change; nobody makes a key expire. */
export const author = (change) => change.by ?? html`<span class="hint nowrap">time to live</span>`;

/** The kind of a change, as a word with a sign. */
export const eventView = (change) => html`<span class="event event-${change.event}"><span
  aria-hidden="true">${SIGNS[change.event]}</span> ${change.event}</span>`;
