import { html } from '../shared/lit.js';
import { shortDuration } from '../shared/duration.js';
import { field } from '../shared/field.js';
import { bytes as size } from '../shared/format.js';

const asBytes = (text) => (Number(text) >= 1024 ? `That is ${size(Number(text))}. ` : '');

/** The settings of a queue in the order of the form, but for its type; the name is the way to it in the API. */
const FIELDS = [
  { name: 'visibilityTimeout', label: 'Hidden after a receive for', hint: 'Until then it has to be acknowledged. Empty: 30s.', duration: true },
  { name: 'maxReceives', label: 'Dead after deliveries', hint: 'That were not acknowledged. Empty: 5.' },
  { name: 'deadLetterQueue', label: 'Dead letters go to', hint: 'A queue of the same type. Empty: they stay here, as dead.', queue: true },
  { name: 'retention', label: 'Kept for', hint: 'From 1m to 365d. Empty: 14d.', duration: true },
  { name: 'delay', label: 'Delay at first', hint: 'Where a sender does not say so. Empty: none.', duration: true },
  { name: 'maxMessageBytes', label: 'Largest message in bytes', hint: 'Empty: 262,144.', more: asBytes },
  { name: 'dedupWindow', label: 'Deduplication ids hold for', hint: 'At most 1h. Empty: 5m.', duration: true },
  { name: 'maxInFlight', label: 'Most in flight', hint: 'Empty: 120,000.' },
  { name: 'perGroup.concurrency', label: 'Most in flight of a group', hint: 'Empty: no bound; in a fifo queue always 1.' },
  { name: 'perGroup.ratePerSecond', label: 'Most a second of a group', hint: 'That are given out. Empty: no bound.' },
  { name: 'backoff.initial', label: 'First pause after a failure', hint: 'Empty: 1s.', duration: true },
  { name: 'backoff.multiplier', label: 'Each pause longer by', hint: 'A factor from 1 to 10. Empty: 2.', step: 'any' },
  { name: 'backoff.max', label: 'Longest pause', hint: 'Empty: 10m.', duration: true },
  { name: 'backoff.jitter', label: 'Spread of the pauses', hint: 'From 0 to 1. Empty: 0.2.', step: 'any', min: 0 },
];

const isText = ({ duration, queue }) => duration || queue;

const valueAt = (settings, name) => name.split('.').reduce((value, part) => value?.[part], settings);

const inForm = (value, duration) => (duration && value ? shortDuration(value) : String(value ?? ''));

/** The settings as the form has them: texts, empty where nothing is set. */
export const draftOf = (settings) => ({
  type: settings.type ?? 'standard',
  ...Object.fromEntries(FIELDS.map(({ name, duration }) => [name, inForm(valueAt(settings, name), duration)])),
});

/** The form's texts as the API has them. */
export function settingsFrom(draft) {
  const settings = { type: draft.type };
  FIELDS.filter(({ name }) => draft[name] !== '').forEach((one) => {
    const [outer, inner] = one.name.split('.');
    const value = isText(one) ? draft[one.name] : Number(draft[one.name]);
    settings[outer] = inner ? { ...settings[outer], [inner]: value } : value;
  });
  return settings;
}

const typeField = (draft, fixed, change) => html`
  <div class="field"><label for="queue-type">Type</label>
    <select id="queue-type" ?disabled=${fixed} aria-describedby="queue-type-hint" @change=${(event) => change('type', event.target.value)}>
      ${['standard', 'fifo'].map((type) => html`<option value=${type} ?selected=${type === draft.type}>${type}</option>`)}</select>
    <span class="hint" id="queue-type-hint">${fixed ? 'It cannot be changed.'
    : 'standard: by priority and age; fifo: in order inside each group.'}</span></div>`;

const input = (one, draft, names, wrong, change) => field({
  id: `queue-${one.name.replace('.', '-')}`,
  label: one.label,
  hint: html`${one.more?.(draft[one.name])}${one.hint}`,
  ...(isText(one) ? {} : { type: 'number', min: one.min ?? 1, step: one.step ?? '1' }),
  ...(one.queue ? { list: names } : {}),
  wrong: wrong.has(one.name),
}, draft[one.name], (text) => change(one.name, text));

/** The fields; those that the server found wrong, by their names, are marked. `names` are queues to choose from. */
export function fields({ draft, names, fixed, problem }, change) {
  const wrong = new Set(problem?.errors?.map((error) => error.field));
  return html`
    <div class="settings">${typeField(draft, fixed, change)}
      ${FIELDS.map((one) => input(one, draft, names, wrong, change))}</div>`;
}
