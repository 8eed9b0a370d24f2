import { html, nothing } from './lit.js';

/**
 * A labelled input with a hint; `change` is called with what was typed.
 * @param {{id: string, label: string, hint?: unknown, type?: string, min?: number, max?: number, step?: string, list?: string[],
 *   pattern?: string, required?: boolean, autofocus?: boolean, wrong?: boolean, locked?: boolean}} field `wrong`: the server said so
 */
export const field = ({ id, label, hint, type = 'text', list, ...more }, value, change) => html`
  <div class="field"><label for=${id}>${label}</label>
    <input id=${id} class="mono" type=${type} min=${more.min ?? nothing} max=${more.max ?? nothing} step=${more.step ?? nothing}
      pattern=${more.pattern ?? nothing} list=${list ? `${id}-list` : nothing} ?required=${more.required} ?autofocus=${more.autofocus}
      ?readonly=${more.locked} autocomplete="off" spellcheck="false" .value=${value}
      aria-describedby=${hint ? `${id}-hint` : nothing} aria-invalid=${more.wrong ? 'true' : nothing}
      @input=${(event) => change(event.target.value.trim())}>
    ${list ? html`<datalist id="${id}-list">${list.map((one) => html`<option value=${one}></option>`)}</datalist>` : nothing}
    ${hint ? html`<span class="hint" id="${id}-hint">${hint}</span>` : nothing}</div>`;
