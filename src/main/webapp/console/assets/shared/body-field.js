import { html, nothing } from './lit.js';
import { indentJson } from './indent-json.js';
import { remark } from './notices.js';
import { jsonOf } from './value-text.js';

const isJson = (contentType) => /\bjson\b/.test(contentType ?? '');

/** A text area for what is stored as it is; where it should be JSON it can be indented, and is said not to be. */
export function bodyField({ label, text, contentType, autofocus }, change) {
  const broken = isJson(contentType) && !jsonOf(text);
  return html`
    <div class="field"><label for="value">${label}</label>
      <textarea id="value" spellcheck="false" ?autofocus=${autofocus} .value=${text}
        @input=${(event) => change(event.target.value)}></textarea></div>
    ${broken && text ? remark('This is not valid JSON. It is taken all the same.', 'warn') : nothing}
    ${isJson(contentType) && !broken ? html`
      <button type="button" class="small" @click=${() => change(indentJson(text))}>Indent the JSON</button>` : nothing}`;
}

const TYPES = ['application/json', 'text/plain; charset=utf-8', 'application/xml', 'application/octet-stream'];

/** The field of its content type. */
export const typeField = (value, change, required) => html`
  <div class="field"><label for="type">Content type${required ? nothing : ' (optional)'}</label>
    <input id="type" class="mono" list="types" ?required=${required} .value=${value} autocomplete="off" spellcheck="false"
      @input=${(event) => change(event.target.value)}>
    <datalist id="types">${TYPES.map((type) => html`<option value=${type}></option>`)}</datalist></div>`;
