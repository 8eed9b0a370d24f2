import { html } from '../shared/lit.js';
import { bodyField } from '../shared/body-field.js';
import { remark } from '../shared/notices.js';

const HEADER = /^([^:]+):\s*(.*)$/;

/** Headers as lines of text, as people write them. */
export const linesOf = (headers = {}) => Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join('\n');

/** Lines of text as headers; null when one of them is none. */
export function headersOf(lines) {
  const found = lines.split('\n').filter((line) => line.trim() !== '').map((line) => HEADER.exec(line));
  return found.includes(null) ? null : Object.fromEntries(found.map(([, name, value]) => [name.trim(), value]));
}

function headersField(headers, change) {
  const broken = headersOf(headers) === null;
  return html`
    <div class="field"><label for="headers">Headers (optional)</label>
      <textarea id="headers" class="short" spellcheck="false" .value=${headers} aria-describedby="headers-hint"
        aria-invalid=${broken ? 'true' : 'false'} @input=${(event) => change(event.target.value)}></textarea>
      <span class="hint" id="headers-hint">${broken ? html`<strong>A line is no header.</strong> ` : ''}One a line, as
        <code>name: value</code>.</span></div>`;
}

/** The body of a message, if it can be edited as text, and its headers; `work` has them as texts. */
export function bodyAndHeaders(work, dialog) {
  const set = (name) => (value) => {
    work[name] = value;
    dialog.update();
  };
  return html`
    ${work.asText ? bodyField({ label: 'Body', text: work.text, contentType: work.contentType, autofocus: true }, set('text'))
    : remark('The body is not text that can be edited here without changing it; it stays as it is.')}
    ${headersField(work.headers, set('headers'))}`;
}
