import { html, nothing } from './lit.js';
import { WrittenNumber } from './value-text.js';

const OPEN_DEPTH = 2;
const SHOWN = 500;

const label = (name) => (name === null ? nothing : html`<span class="json-name">${JSON.stringify(name)}: </span>`);

const leaf = (name, value) => html`${label(name)}<span class=${typeof value === 'string' ? 'json-string' : 'json-other'}>${
  value instanceof WrittenNumber ? value.source : JSON.stringify(value)}</span>`;

/** A JSON value that folds at every object and array; the outer two levels are open. Long ones show their beginning. */
export function jsonTree(value, name = null, depth = 0) {
  if (value === null || typeof value !== 'object' || value instanceof WrittenNumber) {
    return leaf(name, value);
  }
  const list = Array.isArray(value);
  const entries = Object.entries(value);
  const hint = `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`;
  if (entries.length === 0) {
    return html`${label(name)}${list ? '[]' : '{}'}`;
  }
  return html`<details ?open=${depth < OPEN_DEPTH}>
    <summary>${label(name)}${list ? '[…]' : '{…}'} <small>${hint}</small></summary>
    <ul>${entries.slice(0, SHOWN).map(([key, one]) => html`<li>${jsonTree(one, list ? null : key, depth + 1)}</li>`)}
      ${entries.length > SHOWN ? html`<li class="hint">${entries.length - SHOWN} more; see them as text.</li>` : nothing}</ul>
  </details>`;
}
