import { html, nothing } from '../shared/lit.js';
import { apiPath, getJson, query } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { moment } from '../shared/format.js';
import { problemView } from '../shared/notices.js';
import { openPage, show } from '../shared/page.js';
import { pager, table } from '../shared/table.js';
import { go, hrefFor, onUrlState, urlState } from '../shared/url-state.js';

const PAGE = 100;
/** How many pages of the log one filtered page may read before it asks whether to go on. */
const PAGES_READ = 10;

let list = null;
let problem = null;
let turn = 0;

const matches = (entry, { actor = '', action = '' }) => entry.actor.toLowerCase().includes(actor.toLowerCase())
  && entry.action.toLowerCase().includes(action.toLowerCase());

/** One page of entries that match the filter; the log itself is not filtered by the server. */
async function entries(state) {
  const items = [];
  let next = state.after;
  for (let i = 0; i < PAGES_READ; i += 1) {
    const page = await getJson(`/audit${query({ limit: PAGE, after: next })}`);
    items.push(...page.items.filter((entry) => matches(entry, state)));
    next = page.next;
    if (!next || items.length >= PAGE || !(state.actor || state.action)) {
      break;
    }
  }
  return { items, next };
}

async function load() {
  turn += 1;
  const mine = turn;
  const found = await entries(urlState()).then((value) => ({ value }), (failure) => ({ failure }));
  if (mine === turn) {
    list = found.value ?? list;
    problem = found.failure ?? null;
    update();
  }
}

const row = (entry) => html`
  <tr>
    <th scope="row" class="nowrap">${moment(entry.at)}</th>
    <td class="nowrap">${entry.actor}</td>
    <td><code>${entry.action}</code></td>
    <td class="name">${entry.target}</td>
    <td class="nowrap">${entry.from}</td>
  </tr>`;

function filter(state) {
  const submit = (event) => {
    event.preventDefault();
    go(Object.fromEntries(new FormData(event.target)));
  };
  return html`
    <form class="toolbar" role="search" @submit=${submit}>
      <div class="field grow"><label for="actor">Actor contains</label>
        <input id="actor" name="actor" autocomplete="off" .value=${state.actor ?? ''}></div>
      <div class="field grow"><label for="action">Action contains</label>
        <input id="action" name="action" autocomplete="off" .value=${state.action ?? ''}></div>
      <button type="submit">Filter</button>
      ${state.actor || state.action ? html`<a class="button" href=${hrefFor({})}>Show all</a>` : nothing}
    </form>`;
}

function update() {
  const state = urlState();
  const filtered = Boolean(state.actor || state.action);
  show(html`
    <div class="title-row"><h1>Audit log</h1><button type="button" @click=${load}>Refresh</button></div>
    ${filter(state)}
    ${problemView(problem, load)}
    ${list ? html`
      ${table('Audit log, newest first', ['When', 'Actor', 'Action', 'Target', 'From'], list.items.map(row), {
    empty: filtered ? 'No entry matches in the part that was read.' : 'Nothing yet. Every administrative change is written here.',
  })}
      ${filtered && list.next ? html`<p class="hint">The filter has read the newest part only; the next page reads on.</p>` : nothing}
      ${pager(state.after, list.next, (after) => hrefFor({ ...state, after }))}` : html`<p role="status">Loading…</p>`}
    ${curl({ path: apiPath(`/audit${query({ limit: PAGE, after: state.after })}`) })}`);
}

openPage({ file: 'audit.html', title: 'Audit log', role: 'admin' }, () => {
  onUrlState(load);
  update();
  return load();
});
