import { html, nothing } from './lit.js';
import { bytes as size } from './format.js';
import { remark } from './notices.js';
import { hexDump } from './hex.js';
import { jsonTree } from './json-tree.js';
import { jsonOf, textOf } from './value-text.js';

const SHOWN_BYTES = 256 * 1024;
const KINDS = { json: 'JSON', text: 'Text', hex: 'Hex' };

/** The ways a value can be shown, the most telling one first. */
function kindsOf(text, parsed) {
  if (text === null) {
    return ['hex'];
  }
  return parsed && typeof parsed.json === 'object' ? ['json', 'text', 'hex'] : ['text', 'hex'];
}

function body(kind, bytes, text, parsed) {
  if (kind === 'json') {
    return html`<div class="json mono">${jsonTree(parsed.json)}</div>`;
  }
  return kind === 'text' ? html`<pre>${text}</pre>` : html`<pre class="hex">${hexDump(bytes)}</pre>`;
}

/**
 * A value as JSON, text or hex. What is very long is cut, and says so.
 * @param {Uint8Array} bytes
 * @param {string | null} wanted the kind chosen by the reader
 */
export function valueView(bytes, wanted, choose) {
  const cut = bytes.length > SHOWN_BYTES;
  const whole = textOf(bytes);
  const parsed = whole === null || cut ? null : jsonOf(whole);
  const kinds = kindsOf(whole, parsed);
  const kind = kinds.includes(wanted) ? wanted : kinds[0];
  const shown = cut ? bytes.subarray(0, SHOWN_BYTES) : bytes;
  return html`
    <div class="value">
      <fieldset class="value-bar"><legend class="off-screen">Show the value as</legend>
        ${kinds.map((one) => html`<label><input type="radio" name="kind" value=${one} .checked=${one === kind}
          @change=${() => choose(one)}>${KINDS[one]}</label>`)}
        <span class="hint">${size(bytes.length)}${whole === null ? ', not UTF-8 text' : nothing}</span>
      </fieldset>
      ${cut ? remark(`Only the first ${size(SHOWN_BYTES)} are shown.`) : nothing}
      <div class="value-body" tabindex="0" role="region" aria-label="Stored value">
        ${bytes.length === 0 ? html`<span class="hint">The value is empty.</span>`
    : body(kind, shown, cut ? whole?.slice(0, SHOWN_BYTES) : whole, parsed)}
      </div>
    </div>`;
}
