import { html, nothing } from '../shared/lit.js';
import { apiPath, request } from '../shared/api.js';
import { copyButton } from '../shared/copy.js';
import { curl } from '../shared/curl.js';
import { confirmed, dialogFrame, openDialog } from '../shared/dialog.js';
import { problemView, remark } from '../shared/notices.js';

const ROLES = {
  read: 'read: look at data and streams',
  write: 'write: also change data',
  admin: 'admin: also configuration, keys and the audit log',
};

/** What the form says, as the API wants it. */
function asked({ name, role, scopes, expires }) {
  return {
    name,
    role,
    scopes: scopes.split(/[,\s]+/).filter(Boolean),
    ...(expires ? { expiresAt: new Date(expires).toISOString() } : {}),
  };
}

async function send(work, dialog) {
  work.sending = true;
  dialog.update();
  try {
    const response = await request('POST', apiPath('/keys'), { json: asked(work) });
    work.created = await response.json();
  } catch (problem) {
    work.problem = problem;
  }
  work.sending = false;
  dialog.update();
}

function fields(work, dialog) {
  const set = (name) => (event) => {
    work[name] = event.target.value;
    dialog.update();
  };
  return html`
    <div class="field"><label for="key-name">Name</label>
      <input id="key-name" required maxlength="128" autocomplete="off" .value=${work.name} @input=${set('name')}
        aria-describedby="name-hint"><span class="hint" id="name-hint">Who or what uses it; the audit log shows it.</span></div>
    <div class="field"><label for="key-role">Role</label>
      <select id="key-role" @change=${set('role')}>${Object.entries(ROLES).map(([role, text]) => html`
        <option value=${role} ?selected=${role === work.role}>${text}</option>`)}</select></div>
    <div class="field"><label for="key-scopes">Scopes</label>
      <input id="key-scopes" class="mono" required autocomplete="off" spellcheck="false" .value=${work.scopes}
        @input=${set('scopes')} aria-describedby="scopes-hint">
      <span class="hint" id="scopes-hint">With commas between: <code>*</code> for everything, <code>kv:*</code> for a whole
        block, <code>kv:orders</code> for one bucket, <code>queue:mail</code> for one queue.</span></div>
    <div class="field"><label for="key-expires">Expires (optional, your local time)</label>
      <input id="key-expires" type="datetime-local" .value=${work.expires} @input=${set('expires')}></div>`;
}

const form = (work, dialog) => html`
  <form @submit=${(event) => { event.preventDefault(); send(work, dialog); }}>
    ${dialogFrame('New API key', html`
      ${problemView(work.problem)}
      ${fields(work, dialog)}
      ${curl({ method: 'POST', path: apiPath('/keys'), headers: { 'Content-Type': 'application/json' }, data: JSON.stringify(asked(work)) })}`,
  html`
      <button type="submit" class="primary" ?disabled=${work.sending}>${work.sending ? 'Creating…' : 'Create'}</button>
      <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
  </form>`;

const shownOnce = ({ created }, dialog) => dialogFrame(`The key “${created.name}”`, html`
  ${remark('This is the only time the key is shown. Copy it now and keep it where secrets are kept.', 'warn')}
  <div class="secret"><code id="new-secret">${created.key}</code>${copyButton(created.key, 'the key')}</div>
  ${created.expiresAt ? nothing : html`<p class="hint">It does not expire.</p>`}`, html`
  <button type="button" class="primary" @click=${() => dialog.close(created)}>I have copied it</button>`);

/** Creates an API key in a dialog, which shows the secret once. Resolves with the created key, or undefined. */
export async function createKey() {
  const work = { name: '', role: 'write', scopes: '*', expires: '', created: null, problem: null, sending: false };
  const mayClose = () => work.created === null
    || confirmed('Close without the key?', html`<p>It will not be shown again.</p>`, 'Close');
  await openDialog((dialog) => (work.created ? shownOnce(work, dialog) : form(work, dialog)), { mayClose });
  return work.created ?? undefined;
}
