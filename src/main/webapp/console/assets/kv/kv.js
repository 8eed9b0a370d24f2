import { html, nothing } from '../shared/lit.js';
import { apiPath, query } from '../shared/api.js';
import { announce, problemView, remark } from '../shared/notices.js';
import { openPage, show } from '../shared/page.js';
import { may, whyNot } from '../shared/session.js';
import { go, onUrlState, urlState } from '../shared/url-state.js';
import { bucketList } from './bucket-list.js';
import { editKey } from './edit.js';
import { KeyHistory } from './history.js';
import { importKeys } from './import.js';
import { keyList } from './key-list.js';
import { bucketPath } from './key-path.js';
import { KeyView } from './key-view.js';
import { LiveKeys } from './live-keys.js';
import { BucketSettings } from './settings.js';
import { PrefixTree } from './tree.js';
import { crumbs, views } from './where.js';

const page = { session: null, state: {}, tree: null, content: null, problem: null };
let turn = 0;
const live = new LiveKeys(() => update(), () => load());

/** The view of a bucket or of a key that the address names; null for the list of keys. */
function viewFor(state) {
  if (state.key === undefined) {
    return state.view === 'settings' ? new BucketSettings(state, page.session, update) : null;
  }
  const View = state.view === 'history' ? KeyHistory : KeyView;
  return new View(state, may(page.session, 'write', `kv:${state.bucket}`), update);
}

/** Buckets, one bucket's keys, or one key: what the address names. */
async function contentFor(state) {
  if (!state.bucket) {
    return bucketList(state);
  }
  const view = viewFor(state);
  if (!view) {
    return keyList(state);
  }
  await view.load();
  return () => view.view();
}

/** Loads what the address names; an answer that comes after the reader has gone on is dropped. */
async function load() {
  turn += 1;
  const mine = turn;
  const state = urlState();
  const moved = page.state.bucket !== state.bucket || page.state.key !== state.key;
  try {
    const content = await contentFor(state);
    if (mine !== turn) {
      return;
    }
    Object.assign(page, { state, content, problem: null });
  } catch (problem) {
    if (mine !== turn) {
      return;
    }
    Object.assign(page, { state, content: null, problem });
  }
  plantTree();
  live.follow(state, page.problem !== null);
  update();
  if (moved && mine > 1) {
    document.querySelector('main h1').focus();
  }
}

function plantTree() {
  const { bucket, by = '/' } = page.state;
  if (!bucket || page.problem) {
    page.tree = null;
  } else if (page.tree?.bucket !== bucket || page.tree.separator !== by) {
    page.tree = new PrefixTree(bucket, by, update);
  }
}

async function create() {
  const { bucket = '', prefix = '' } = page.state;
  const entry = { bucket, key: prefix, revision: 0, contentType: 'application/json', bytes: new Uint8Array() };
  const saved = await editKey(entry);
  if (saved) {
    announce(`Created ${saved.key}, revision ${saved.revision}.`);
    page.tree = null;
    go({ bucket: saved.bucket, key: saved.key });
  }
}

async function importFile() {
  const bucket = await importKeys(page.state.bucket);
  if (bucket) {
    page.tree = null;
    go({ ...page.state, bucket, after: '' }, { replace: page.state.bucket === bucket });
  }
}

function actions() {
  const { bucket, key, prefix, view } = page.state;
  const scope = bucket ? `kv:${bucket}` : undefined;
  const allowed = may(page.session, 'write', scope);
  const buttons = html`
    <div class="toolbar">
      <button type="button" ?disabled=${!allowed} @click=${create}>New key</button>
      <button type="button" ?disabled=${!allowed} @click=${importFile}>Import</button>
      ${bucket ? html`<a class="button" href=${apiPath(bucketPath(bucket, `export${query({ prefix })}`))}
        download="${bucket}.ndjson">Export${prefix ? ' this prefix' : nothing}</a>`
    : nothing}
    </div>`;
  return html`${key === undefined && !view ? buttons : nothing}
    ${allowed || view === 'settings' ? nothing : remark(`You can look but not change. ${whyNot(page.session, 'write', scope)}`, 'warn')}`;
}

const separatorChoice = (state) => html`
  <div class="field"><label for="separator">Split keys at</label>
    <select id="separator" @change=${(event) => go({ ...state, after: '', prefix: '', by: event.target.value === '/' ? '' : event.target.value })}>
      ${['/', ':'].map((sign) => html`<option value=${sign} ?selected=${sign === (state.by ?? '/')}>${sign}</option>`)}
    </select></div>`;

const withTree = (content) => html`
  <div class="browser">
    <details class="tree-pane" ?open=${innerWidth > 1120}>
      <summary>Prefixes</summary>
      ${separatorChoice(page.state)}
      ${page.tree.view(page.state.prefix ?? '')}
    </details>
    <div>${content}</div>
  </div>`;

function update() {
  const { bucket, key } = page.state;
  const content = html`${problemView(page.problem, load)}${page.content?.(live.watch) ?? nothing}`;
  show(html`
    ${bucket ? crumbs(page.state) : nothing}
    <div class="title-row"><h1 tabindex="-1">${key ?? bucket ?? 'Key-value'}</h1></div>
    ${bucket ? views(page.state) : nothing}
    ${page.content || page.problem ? actions() : html`<p role="status">Loading…</p>`}
    ${page.tree ? withTree(content) : content}`);
}

openPage({ file: 'kv.html', title: 'Key-value' }, (session) => {
  page.session = session;
  onUrlState(load);
  update();
  return load();
});
