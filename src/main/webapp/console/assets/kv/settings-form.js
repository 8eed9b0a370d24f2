import { html } from '../shared/lit.js';
import { shortDuration } from '../shared/duration.js';
import { field } from '../shared/field.js';
import { bytes as size } from '../shared/format.js';

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

const input = ({ name, label, hint, duration, more }, draft, locked, wrong, change) => field({
  id: name,
  label,
  hint: html`${more?.(draft[name])}${hint}`,
  ...(duration ? {} : { type: 'number', min: 1, step: '1' }),
  locked,
  wrong: wrong.has(name),
}, draft[name], (text) => {
  draft[name] = text;
  change();
});

/** The fields; those that the server found wrong, by their names, are marked. */
export const fields = (draft, locked, wrong, change) => html`
  <div class="settings">${FIELDS.map((one) => input(one, draft, locked, wrong, change))}</div>`;
