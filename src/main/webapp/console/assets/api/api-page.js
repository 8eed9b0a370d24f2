import { html, nothing } from '../shared/lit.js';
import { request } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { openPage, show } from '../shared/page.js';
import { remark } from '../shared/notices.js';
import { go, onUrlState, urlState } from '../shared/url-state.js';
import { ApiDocument } from './document.js';
import { operationView } from './operation.js';
import { prose } from './prose.js';

const DOCUMENT = '/openapi?format=JSON';
const opened = new Set();
let api = null;

const hashId = () => decodeURIComponent(location.hash.slice(1));

/** Opens the operation that the address names, and brings it into view. */
function followHash() {
  const id = hashId();
  if (id && api.operations.some((one) => one.id === id)) {
    opened.add(id);
    update();
    const element = document.getElementById(id);
    element.scrollIntoView();
    element.querySelector('summary').focus({ preventScroll: true });
  }
}

const toggle = (id) => (event) => {
  if (event.target.id === id && event.target.open !== opened.has(id)) {
    opened[event.target.open ? 'add' : 'delete'](id);
    update();
  }
};

const group = ([tag, operations]) => html`
  <section aria-labelledby="tag-${tag}">
    <h2 id="tag-${tag}">${tag}</h2>
    ${api.tagText(tag) ? html`<p>${prose(api.tagText(tag))}</p>` : nothing}
    ${operations.map((one) => operationView(api, one, opened.has(one.id), toggle(one.id)))}
  </section>`;

const filter = (text) => html`
  <form class="toolbar" role="search" @submit=${(event) => event.preventDefault()}>
    <div class="field grow"><label for="filter">Filter by path, method or words</label>
      <input id="filter" type="search" autocomplete="off" .value=${text}
        @input=${(event) => go({ filter: event.target.value }, { replace: true })}></div>
  </form>`;

function update() {
  const text = urlState().filter ?? '';
  const groups = [...api.byTag(text)];
  const { info = {} } = api.json;
  show(html`
    <h1>API</h1>
    <p>${prose(info.description)} ${info.version ? html`Version ${info.version}.` : nothing}
      Every request carries <code>Authorization: Bearer $ASHLAR_KEY</code>. Refusals are
      <code>application/problem+json</code> with a stable <code>code</code>.</p>
    ${filter(text)}
    ${groups.length === 0 ? remark(html`No operation matches <code>${text}</code>.`) : groups.map(group)}
    ${curl({ path: DOCUMENT, headers: { Accept: 'application/json' } }, 'curl for the whole description')}`);
}

openPage({ file: 'api.html', title: 'API' }, async () => {
  show(html`<h1>API</h1><p role="status">Loading the description…</p>`);
  const response = await request('GET', DOCUMENT, { headers: { Accept: 'application/json' } });
  api = new ApiDocument(await response.json());
  onUrlState(update);
  addEventListener('hashchange', followHash);
  update();
  followHash();
});
