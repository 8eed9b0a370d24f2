import { html, live, nothing, repeat } from '../shared/lit.js';
import { apiPath, query } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { bytes, count, moment } from '../shared/format.js';
import { pager, table } from '../shared/table.js';
import { go, hrefFor } from '../shared/url-state.js';
import { bucketPath } from './key-path.js';
import { listKeys } from './store.js';

const row = (entry, state, watch) => html`
  <tr class=${watch?.eventOf(entry.key) ? 'changed' : nothing}>
    <th scope="row" class="name"><a class="mono" href=${hrefFor({ ...state, after: '', live: '', key: entry.key })}>${entry.key}</a>
      ${watch?.eventOf(entry.key) ? html`<small>changed</small>` : nothing}</th>
    <td class="number">${count(entry.revision)}</td>
    <td class="number">${count(entry.version)}</td>
    <td class="number">${bytes(entry.size)}</td>
    <td>${entry.contentType}</td>
    <td>${moment(entry.updatedAt)}</td>
  </tr>`;

function prefixFilter(state) {
  const submit = (event) => {
    event.preventDefault();
    go({ ...state, after: '', prefix: new FormData(event.target).get('prefix') });
  };
  return html`
    <form class="toolbar" role="search" @submit=${submit}>
      <div class="field grow">
        <label for="prefix">Keys beginning with</label>
        <input id="prefix" name="prefix" class="mono" autocomplete="off" spellcheck="false" .value=${state.prefix ?? ''}>
      </div>
      <button type="submit">Show</button>
      ${state.prefix ? html`<a class="button" href=${hrefFor({ ...state, after: '', prefix: '' })}>Show all</a>` : nothing}
    </form>`;
}

function liveSwitch(state) {
  const toggle = (event) => go({ ...state, live: event.target.checked ? 'on' : '' }, { replace: true });
  return html`<label class="check"><input type="checkbox" role="switch" .checked=${live(state.live === 'on')} @change=${toggle}>
    <span>Watch ${state.prefix ? 'this prefix' : 'the bucket'} live</span></label>`;
}

/** By their keys, so that the focus stays with its row when the list is fetched anew. */
const rows = (items, state, watch) => (items.length === 0 ? []
  : repeat(items, (entry) => entry.key, (entry) => row(entry, state, watch)));

const empty = (state) => (state.prefix
  ? html`No key begins with <code>${state.prefix}</code>.`
  : 'This bucket holds no keys.');

/** One page of a bucket's keys; resolves with a template, which marks what a watch has seen change. */
export async function keyList(state) {
  const { items, next } = await listKeys(state.bucket, state);
  return (watch) => html`
    ${prefixFilter(state)}
    ${liveSwitch(state)}
    ${watch?.view() ?? nothing}
    ${watch ? html`<h2>Keys</h2>` : nothing}
    ${table(`Keys of ${state.bucket}`, ['Key', { text: 'Revision', number: true }, { text: 'Version', number: true },
    { text: 'Size', number: true }, 'Type', 'Updated'], rows(items, state, watch), { empty: empty(state) })}
    ${pager(state.after, next, (after) => hrefFor({ ...state, after }))}
    ${curl({ path: apiPath(bucketPath(state.bucket, `keys${query({ prefix: state.prefix, after: state.after })}`)) },
    'curl for this list')}
    ${curl({ path: apiPath(bucketPath(state.bucket, `export${query({ prefix: state.prefix })}`)), output: `${state.bucket}.ndjson` },
    'curl to export')}`;
}
