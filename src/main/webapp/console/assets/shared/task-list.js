import { html } from './lit.js';
import { count, since } from './format.js';

/** How far a running task is: a bar where its end is known, a count always. */
export const taskView = (task) => html`
  <div class="work">
    <p><strong>${task.name}</strong>: ${count(task.done)}${task.total ? html` of ${count(task.total)}` : ''} ${task.unit},
      running for ${since(task.startedAt)}</p>
    ${task.total
    ? html`<progress max=${task.total} .value=${task.done} aria-label=${task.name}></progress>`
    : html`<progress aria-label=${task.name}></progress>`}
  </div>`;
