import { html } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { dialogFrame, openDialog } from '../shared/dialog.js';
import { problemView } from '../shared/notices.js';
import { breakHold, holderPath } from './store.js';

async function send(work, dialog) {
  Object.assign(work, { sending: true, problem: null });
  dialog.update();
  try {
    await breakHold(work.lock, work.holder.lease, work.reason.trim());
    dialog.close(true);
  } catch (problem) {
    Object.assign(work, { sending: false, problem });
    dialog.update();
  }
}

const form = (work, dialog) => html`
  <form @submit=${(event) => { event.preventDefault(); send(work, dialog); }}>
    ${dialogFrame(`Break the hold of ${work.holder.owner}?`, html`
      ${problemView(work.problem)}
      <p><strong>${work.holder.owner}</strong> loses <code>${work.lock}</code>, and whoever waits first gets
        it${work.delay === '0s' ? '' : `, ${work.delay} later`}. Its program is not stopped: until it asks, it believes that it holds.
        Only what checks the token (${work.holder.token}) refuses it.</p>
      <div class="field"><label for="break-reason">Reason</label>
        <input id="break-reason" required autofocus autocomplete="off" maxlength="500" .value=${work.reason}
          aria-describedby="break-hint" @input=${(event) => { work.reason = event.target.value; dialog.update(); }}>
        <span class="hint" id="break-hint">Kept with the history, and told to ${work.holder.owner} when it next asks.</span></div>
      ${curl({ method: 'DELETE', path: apiPath(holderPath(work.lock, work.holder.lease, work.reason.trim())) })}`, html`
      <button type="submit" class="danger" ?disabled=${work.sending || work.reason.trim() === ''}>${work.sending ? 'Breaking…' : 'Break'}</button>
      <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
  </form>`;

/** Asks for a reason, then takes the lock from a holder; resolves with true when that is done. */
export function askToBreak(lock, delay, holder) {
  const work = { lock, delay, holder, reason: '', problem: null, sending: false };
  return openDialog((dialog) => form(work, dialog));
}
