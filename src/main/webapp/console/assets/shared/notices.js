import { html, nothing, render } from './lit.js';
import { icon } from './icons.js';
import { topmost } from './topmost.js';

/** An error in words: what happened, which fields, and a way to try again where there is one. */
export const problemView = (problem, retry) => (!problem ? nothing : html`
  <div class="notice bad" role="alert">
    ${icon('bad')}
    <div>
      <p><strong>${problem.title ?? 'Something went wrong'}.</strong> ${problem.message}</p>
      ${problem.errors?.length ? html`
        <ul>${problem.errors.map((error) => html`<li><code>${error.field}</code>: ${error.detail}</li>`)}</ul>`
    : nothing}
      ${problem.code ? html`<p class="hint">Code <code>${problem.code}</code></p>` : nothing}
      ${retry ? html`<button type="button" @click=${retry}>Try again</button>` : nothing}
    </div>
  </div>`);

/** A remark the reader should know before going on. */
export const remark = (content, kind = 'info') => html`
  <div class="notice ${kind}">${icon(kind)}<div>${content}</div></div>`;

const STAYS_MILLIS = 7000;
const line = document.createElement('div');
line.className = 'announcement';
line.setAttribute('role', 'status');
document.body.append(line);
let timer = null;

/** Says what was just done, for eyes and screen readers, and goes away by itself. */
export function announce(text) {
  clearTimeout(timer);
  topmost().append(line);
  render(html`${icon('up')} ${text}`, line);
  line.dataset.shown = '';
  timer = setTimeout(() => {
    delete line.dataset.shown;
    render(nothing, line);
  }, STAYS_MILLIS);
}
