import '../shared/count-down.js';
import { html, nothing } from '../shared/lit.js';
import { curl } from '../shared/curl.js';
import { dialogFrame, openDialog } from '../shared/dialog.js';
import { moment } from '../shared/format.js';
import { problemView } from '../shared/notices.js';
import { keyPath } from './key-path.js';
import { prolongKey } from './store.js';

async function send(work, ttl, dialog) {
  Object.assign(work, { sending: true, problem: null });
  dialog.update();
  try {
    dialog.close(await prolongKey(work.entry.bucket, work.entry.key, ttl));
  } catch (problem) {
    Object.assign(work, { sending: false, problem });
    dialog.update();
  }
}

const now = ({ expiresAt }) => (expiresAt
  ? html`<p>It expires ${moment(expiresAt)}, <count-down .until=${expiresAt}></count-down>.</p>`
  : html`<p>It does not expire.</p>`);

const form = (work, dialog) => html`
  <form @submit=${(event) => { event.preventDefault(); send(work, work.ttl, dialog); }}>
    ${dialogFrame(`Time to live of ${work.entry.key}`, html`
      ${problemView(work.problem)}
      ${now(work.entry)}
      <div class="field"><label for="live-for">Expires from now in</label>
        <input id="live-for" class="mono" required autofocus autocomplete="off" spellcheck="false" .value=${work.ttl}
          aria-describedby="live-for-hint" @input=${(event) => { work.ttl = event.target.value.trim(); dialog.update(); }}>
        <span class="hint" id="live-for-hint">Such as <code>30s</code>, <code>5m</code>, <code>24h</code>, <code>7d</code>. The
          value stays as it is.</span></div>
      ${curl({ method: 'PATCH', path: keyPath(work.entry.bucket, work.entry.key), headers: { 'Content-Type': 'application/json' },
    data: JSON.stringify({ ttl: work.ttl }) }, 'curl to prolong it')}
      ${curl({ method: 'PATCH', path: keyPath(work.entry.bucket, work.entry.key), headers: { 'Content-Type': 'application/json' },
    data: '{"ttl":null}' }, 'curl to let it stay')}`, html`
      <button type="submit" class="primary" ?disabled=${work.sending}>${work.entry.expiresAt ? 'Prolong' : 'Set'}</button>
      ${work.entry.expiresAt ? html`<button type="button" ?disabled=${work.sending} @click=${() => send(work, null, dialog)}>
        Never expire</button>` : nothing}
      <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
  </form>`;

/** Changes when a key expires, in a dialog; resolves with the stored entry, or undefined. */
export function changeExpiry(entry) {
  const work = { entry, ttl: '1h', problem: null, sending: false };
  return openDialog((dialog) => form(work, dialog));
}
