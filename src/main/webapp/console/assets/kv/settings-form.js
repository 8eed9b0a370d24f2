import { html, nothing } from '../shared/lit.js';
import { bytes as size } from '../shared/format.js';
import { shortDuration } from '../shared/duration.js';

const asBytes = (text) => (Number(text) >= 1024 ? `That is ${size(Number(text))}. ` : '');

/** The settings of a bucket in the order of the form; a hint may say more about what is typed. */
const FIELDS = [
  { name: 'historyCount', label: 'Changes kept', hint: 'How many changes can be looked back on. Empty: all within the age.' },
  { name: 'historyAge', label: 'History goes back', hint: 'Such as 1h or 7d. Empty: a day.', duration: true },
  { name: 'defaultTtl', label: 'Keys expire after', hint: 'Where a write does not say so. Empty: they stay.', duration: true },
  { name: 'maxValueBytes', label: 'Largest value in bytes', hint: 'Empty: what the server allows.', more: asBytes },
  { name: 'maxKeys', label: 'Most keys', hint: 'Empty: no bound.' },
  { name: 'maxBytes', label: 'Most bytes of all values', hint: 'Empty: no bound.', more: asBytes },
];

/** The settings as the form has them: texts, empty where nothing is set. */
export const draftOf = (settings) => Object.fromEntries(FIELDS.map(({ name, duration }) => {
  const value = settings[name] ?? '';
  return [name, duration && value ? shortDuration(value) : String(value)];
}));

/** The form's texts as the API has them. */
export const settingsFrom = (draft) => Object.fromEntries(FIELDS.filter(({ name }) => draft[name] !== '')
  .map(({ name, duration }) => [name, duration ? draft[name] : Number(draft[name])]));

function field({ name, label, hint, duration, more }, draft, locked, wrong, change) {
  const input = (event) => {
    draft[name] = event.target.value.trim();
    change();
  };
  return html`
    <div class="field"><label for=${name}>${label}</label>
      ${duration
    ? html`<input id=${name} class="mono" autocomplete="off" spellcheck="false" .value=${draft[name]} ?readonly=${locked}
        aria-describedby="${name}-hint" aria-invalid=${wrong.has(name) ? 'true' : nothing} @input=${input}>`
    : html`<input id=${name} class="mono" type="number" min="1" step="1" .value=${draft[name]} ?readonly=${locked}
        aria-describedby="${name}-hint" aria-invalid=${wrong.has(name) ? 'true' : nothing} @input=${input}>`}
      <span class="hint" id="${name}-hint">${more?.(draft[name])}${hint}</span></div>`;
}

/** The fields; those that the server found wrong, by their names, are marked. */
export const fields = (draft, locked, wrong, change) => html`
  <div class="settings">${FIELDS.map((one) => field(one, draft, locked, wrong, change))}</div>`;
