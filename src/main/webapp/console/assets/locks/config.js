import { html } from '../shared/lit.js';
import { curl } from '../shared/curl.js';
import { dialogFrame, openDialog } from '../shared/dialog.js';
import { shortDuration } from '../shared/duration.js';
import { field } from '../shared/field.js';
import { problemView } from '../shared/notices.js';
import { configCall, configOf, configure } from './store.js';

const FIELDS = [
  { name: 'permits', label: 'Permits', number: true, hint: 'How many can hold it at once. 1: a plain lock; more: a semaphore.' },
  { name: 'delay', label: 'Delay after a lost holder', hint: html`How long nobody gets what a holder lost without
    giving it back, so that its last work can end. Such as <code>500ms</code> or <code>10s</code>; <code>0s</code>: not at all.` },
];

const wanted = ({ permits, delay }) => ({ permits: Number(permits), delay });

async function send(work, dialog) {
  Object.assign(work, { sending: true, problem: null });
  dialog.update();
  try {
    dialog.close(await configure(work.lock, wanted(work)));
  } catch (problem) {
    Object.assign(work, { sending: false, problem });
    dialog.update();
  }
}

const input = ({ name, label, hint, number }, work, dialog) => field({
  id: `lock-${name}`,
  label,
  hint,
  ...(number ? { type: 'number', min: 1, step: '1' } : {}),
  required: true,
  autofocus: number,
  wrong: work.problem?.errors?.some((error) => error.field === name),
}, work[name], (text) => {
  work[name] = text;
  dialog.update();
});

const form = (work, dialog) => html`
  <form @submit=${(event) => { event.preventDefault(); send(work, dialog); }}>
    ${dialogFrame(`Settings of ${work.lock}`, html`
      ${problemView(work.problem)}
      ${FIELDS.map((one) => input(one, work, dialog))}
      ${curl(configCall(work.lock, wanted(work)))}`, html`
      <button type="submit" class="primary" ?disabled=${work.sending}>${work.sending ? 'Saving…' : 'Save'}</button>
      <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
  </form>`;

/** Changes the settings of a lock in a dialog; resolves with what holds then, or undefined. */
export async function changeConfig(lock) {
  const { permits, delay } = await configOf(lock);
  const work = { lock, permits: String(permits), delay: shortDuration(delay), problem: null, sending: false };
  return openDialog((dialog) => form(work, dialog));
}
