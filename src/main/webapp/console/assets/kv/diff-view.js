import { html, nothing } from '../shared/lit.js';
import { count } from '../shared/format.js';
import { lineDiff, onlyNear } from './line-diff.js';

const MOST_LINES = 2_000;
const WORDS = { '+': 'added', '−': 'removed' };
const CLASSES = { '+': 'added', '−': 'removed' };

const lines = (n) => `${count(n)} ${n === 1 ? 'line' : 'lines'}`;

/** A carriage return at the end would else not be seen. */
const shownText = (text) => (text.endsWith('\r') ? `${text.slice(0, -1)}␍` : text);

const row = (line) => (line.skipped
  ? html`<tr class="skipped"><td colspan="4">${lines(line.skipped)} the same</td></tr>`
  : html`<tr class=${CLASSES[line.sign] ?? nothing}>
      <td class="number">${line.left ?? nothing}</td><td class="number">${line.right ?? nothing}</td>
      <td class="sign">${line.sign === ' ' ? nothing : html`<span aria-hidden="true">${line.sign}</span><span
        class="off-screen">${WORDS[line.sign]}</span>`}</td><td class="line">${shownText(line.text)}</td></tr>`);

const summary = (rows, sign) => rows.filter((one) => one.sign === sign).length;

/** Two texts as a table of lines that were removed, added, or stayed. Very long ones are cut, and say so. */
export function diffView(left, right, caption) {
  const rows = lineDiff(left, right);
  const shown = onlyNear(rows);
  return html`
    <p role="status">${lines(summary(rows, '+'))} added (<span class="mono">+</span>), ${lines(summary(rows, '−'))} removed
      (<span class="mono">−</span>).</p>
    <div class="table-frame diff-frame" role="region" aria-label=${caption} tabindex="0">
      <table class="diff mono">
        <caption class="off-screen">${caption}</caption>
        <thead class="off-screen"><tr><th scope="col">Line before</th><th scope="col">Line after</th><th scope="col">Sign</th>
          <th scope="col">Text</th></tr></thead>
        <tbody>${shown.slice(0, MOST_LINES).map(row)}</tbody>
      </table>
    </div>
    ${shown.length > MOST_LINES ? html`<p class="hint">The first ${lines(MOST_LINES)} are shown.</p>` : nothing}`;
}
