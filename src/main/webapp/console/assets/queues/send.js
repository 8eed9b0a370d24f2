import { html } from '../shared/lit.js';
import { typeField } from '../shared/body-field.js';
import { curl } from '../shared/curl.js';
import { confirmed, dialogFrame, openDialog } from '../shared/dialog.js';
import { field } from '../shared/field.js';
import { announce, problemView } from '../shared/notices.js';
import { bodyAndHeaders, headersOf } from './message-form.js';
import { make, sendCall } from './store.js';

const FIELDS = [
  { name: 'group', label: 'Group (optional)', hint: 'In a fifo queue its messages are given in order.' },
  { name: 'priority', label: 'Priority', hint: 'From 0 to 9; the highest comes first.', number: { min: 0, max: 9, step: '1' } },
  { name: 'delay', label: 'Delay (optional)', hint: 'Such as 30s or 5m. Empty: that of the queue.' },
  { name: 'dedupId', label: 'Deduplication id (optional)', hint: 'A second message with it is not stored.' },
];

/** What the form says, as the API wants it. */
function messageOf({ text, contentType, headers, priority, ...more }) {
  const named = headersOf(headers) ?? {};
  return {
    body: text,
    ...(contentType ? { contentType } : {}),
    ...(Object.keys(named).length ? { headers: named } : {}),
    ...(Number(priority) ? { priority: Number(priority) } : {}),
    ...Object.fromEntries(['group', 'delay', 'dedupId'].filter((name) => more[name]).map((name) => [name, more[name]])),
  };
}

async function send(work, dialog) {
  Object.assign(work, { sending: true, problem: null });
  dialog.update();
  try {
    dialog.close(await make(sendCall(work.queue, messageOf(work))));
  } catch (problem) {
    Object.assign(work, { sending: false, problem });
    dialog.update();
  }
}

const input = ({ name, label, hint, number }, work, dialog) => field({
  id: `message-${name}`,
  label,
  hint,
  ...(number ? { type: 'number', ...number } : {}),
  wrong: work.problem?.errors?.some((error) => error.field === name),
}, work[name], (text) => {
  work[name] = text;
  dialog.update();
});

const form = (work, dialog) => html`
  <form @submit=${(event) => { event.preventDefault(); send(work, dialog); }}>
    ${dialogFrame(`Send to ${work.queue}`, html`
      ${problemView(work.problem)}
      ${bodyAndHeaders(work, dialog)}
      <div class="settings">${typeField(work.contentType, (type) => { work.contentType = type; dialog.update(); }, false)}
        ${FIELDS.map((one) => input(one, work, dialog))}</div>
      ${curl(sendCall(work.queue, messageOf(work)))}`, html`
      <button type="submit" class="primary" ?disabled=${work.sending || headersOf(work.headers) === null}>
        ${work.sending ? 'Sending…' : 'Send'}</button>
      <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
  </form>`;

/** Sends a message in a dialog, and says what became of it. */
export async function sendMessage(queue) {
  const work = {
    queue, asText: true, text: '', contentType: '', headers: '', group: '', priority: '0', delay: '', dedupId: '', problem: null, sending: false,
  };
  const mayClose = () => work.text === '' || confirmed('Discard the message?', html`<p>It is not sent.</p>`, 'Discard');
  const sent = await openDialog((dialog) => form(work, dialog), { wide: true, mayClose });
  if (sent) {
    announce(sent.duplicate ? `Nothing was stored: ${sent.id} had the same deduplication id.` : `Sent ${sent.id}.`);
  }
}
