import { html, nothing } from '../shared/lit.js';
import { bytes as size, count } from '../shared/format.js';

const NEARLY = 0.9;

function fullness(used, most) {
  if (used >= most) {
    return 'full: what would add is refused';
  }
  return used >= most * NEARLY ? 'nearly full' : nothing;
}

/** What is used of a bound: as text, and as a meter. */
function use(name, used, most, format) {
  if (!most) {
    return html`<div><dt>${name}</dt><dd>${format(used)} <small>without a bound</small></dd></div>`;
  }
  const percent = Math.round(used / most * 100);
  return html`<div><dt>${name}</dt>
    <dd>${format(used)} <small>of ${format(most)}, ${percent} %</small>
      <meter min="0" max=${most} high=${most * NEARLY} .value=${Math.min(used, most)} aria-label="${name}, share of the bound">${percent} %</meter>
      <small>${fullness(used, most)}</small></dd></div>`;
}

/** How much a bucket holds, against what it may. */
export const sizes = (totals, { maxKeys, maxBytes }) => html`
  <dl class="figures">
    ${use('Keys', totals.keys, maxKeys, count)}
    ${use('Size of values', totals.bytes, maxBytes, size)}
    <div><dt>Revision</dt><dd>${count(totals.revision)}</dd></div>
  </dl>`;
