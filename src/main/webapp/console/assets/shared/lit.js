/** Everything the console uses of lit-html, so that its place is named once. */
export { html, nothing, render, svg } from '../../vendor/lit-html/lit-html.js';
export { live } from '../../vendor/lit-html/directives/live.js';
export { ref } from '../../vendor/lit-html/directives/ref.js';
export { repeat } from '../../vendor/lit-html/directives/repeat.js';
