import { svg, html } from './lit.js';

/** Squared-off signs, each 16 by 16; a text always stands beside them. */
const SHAPES = {
  up: svg`<path d="M2 2h12v12H2z"/><path class="cut" d="m4.5 8 2.5 2.5 4.5-5"/>`,
  left: svg`<path class="line" d="M2.75 2.75h10.5v10.5H2.75z"/><path class="line" d="M5 8h6"/>`,
  bad: svg`<path d="M2 2h12v12H2z"/><path class="cut" d="m5 5 6 6m0-6-6 6"/>`,
  warn: svg`<path d="M8 1 15.5 15H.5z"/><path class="cut" d="M8 6v4m0 1.5V13"/>`,
  info: svg`<path d="M2 2h12v12H2z"/><path class="cut" d="M8 7v5m0-8v1.5"/>`,
  menu: svg`<path class="line" d="M2 4h12M2 8h12M2 12h12"/>`,
  copy: svg`<path class="line" d="M5.5 5.5h8v8h-8z M3.5 10.5h-1v-8h8v1"/>`,
  open: svg`<path class="line" d="m3.5 6 4.5 4.5L12.5 6"/>`,
  closed: svg`<path class="line" d="m6 3.5 4.5 4.5L6 12.5"/>`,
};

/** @param {keyof SHAPES} name */
export const icon = (name) => html`<svg class="icon icon-${name}" viewBox="0 0 16 16" width="16" height="16"
  aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
