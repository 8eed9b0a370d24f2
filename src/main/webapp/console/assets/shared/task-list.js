import { html } from './lit.js';
import { bytes, count, since } from './format.js';

const amount = (n, unit) => (unit === 'bytes' ? bytes(n) : `${count(n)} ${unit}`);

/** How far a running task is: a bar where its end is known, a count always. */
export const taskView = (task) => html`
  <div class="work">
    <p><strong>${task.name}</strong>: ${amount(task.done, task.unit)}${task.total ? ` of ${amount(task.total, task.unit)}` : ''},
      running for ${since(task.startedAt)}</p>
    ${task.total
    ? html`<progress max=${task.total} .value=${task.done} aria-label=${task.name}></progress>`
    : html`<progress aria-label=${task.name}></progress>`}
  </div>`;
