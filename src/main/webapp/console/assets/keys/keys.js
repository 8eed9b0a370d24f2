import { html } from '../shared/lit.js';
import { apiPath, getJson, query, request } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { confirmed } from '../shared/dialog.js';
import { moment } from '../shared/format.js';
import { announce, problemView } from '../shared/notices.js';
import { openPage, show } from '../shared/page.js';
import { pager, table } from '../shared/table.js';
import { hrefFor, onUrlState, urlState } from '../shared/url-state.js';
import { createKey } from './create-key.js';

let list = null;
let problem = null;

async function load() {
  try {
    list = await getJson(`/keys${query(urlState())}`);
    problem = null;
  } catch (failure) {
    problem = failure;
  }
  update();
}

async function create() {
  const created = await createKey();
  if (created) {
    announce(`Created the key ${created.name}.`);
    await load();
  }
}

async function remove(key) {
  const question = html`<p>Programs that use the key <strong>${key.name}</strong> will be refused on every node within a
    second. This cannot be undone.</p>`;
  if (!await confirmed('Delete this API key?', question, 'Delete')) {
    return;
  }
  try {
    await request('DELETE', apiPath(`/keys/${encodeURIComponent(key.id)}`));
    announce(`Deleted the key ${key.name}.`);
    await load();
  } catch (failure) {
    problem = failure;
    update();
  }
}

const expired = (key) => key.expiresAt && Date.parse(key.expiresAt) <= Date.now();

const row = (key) => html`
  <tr>
    <th scope="row" class="name">${key.name}</th>
    <td>${key.role}</td>
    <td>${key.scopes.map((scope, i) => html`${i ? ', ' : ''}<code>${scope}</code>`)}</td>
    <td>${moment(key.createdAt)}</td>
    <td>${moment(key.expiresAt, 'never')}${expired(key) ? html` <small>expired</small>` : ''}</td>
    <td>${moment(key.lastUsedAt, 'never')}</td>
    <td><button type="button" class="small danger" aria-label="Delete ${key.name}" @click=${() => remove(key)}>Delete</button></td>
  </tr>`;

function update() {
  const { after } = urlState();
  show(html`
    <div class="title-row"><h1>API keys</h1>
      <button type="button" class="primary" @click=${create}>New API key</button></div>
    ${problemView(problem, load)}
    ${list ? html`
      ${table('API keys', ['Name', 'Role', 'Scopes', 'Created', 'Expires', 'Last used', 'Action'], list.items.map(row), {
    empty: 'No API keys yet. Programs should each have their own, with the least role that does.',
  })}
      ${pager(after, list.next, (next) => hrefFor({ after: next }))}` : html`<p role="status">Loading…</p>`}
    ${curl({ path: apiPath(`/keys${query({ after })}`) }, 'curl for this list')}
    ${curl({ method: 'DELETE', path: apiPath('/keys/ID') }, 'curl to delete a key')}`);
}

openPage({ file: 'keys.html', title: 'API keys', role: 'admin' }, () => {
  onUrlState(load);
  update();
  return load();
});
