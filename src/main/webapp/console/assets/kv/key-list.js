import { html, nothing } from '../shared/lit.js';
import { apiPath, query } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { bytes, count, moment } from '../shared/format.js';
import { pager, table } from '../shared/table.js';
import { go, hrefFor } from '../shared/url-state.js';
import { bucketPath } from './key-path.js';
import { listKeys } from './store.js';

const row = (entry, state) => html`
  <tr>
    <th scope="row" class="name"><a class="mono" href=${hrefFor({ ...state, after: '', key: entry.key })}>${entry.key}</a></th>
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

const empty = (state) => (state.prefix
  ? html`No key begins with <code>${state.prefix}</code>.`
  : 'This bucket holds no keys.');

/** One page of a bucket's keys; resolves with a template. */
export async function keyList(state) {
  const { items, next } = await listKeys(state.bucket, state);
  return () => html`
    ${prefixFilter(state)}
    ${table(`Keys of ${state.bucket}`, ['Key', { text: 'Revision', number: true }, { text: 'Version', number: true },
    { text: 'Size', number: true }, 'Type', 'Updated'], items.map((entry) => row(entry, state)), { empty: empty(state) })}
    ${pager(state.after, next, (after) => hrefFor({ ...state, after }))}
    ${curl({ path: apiPath(bucketPath(state.bucket, `keys${query({ prefix: state.prefix, after: state.after })}`)) },
    'curl for this list')}
    ${curl({ path: apiPath(bucketPath(state.bucket, `export${query({ prefix: state.prefix })}`)), output: `${state.bucket}.ndjson` },
    'curl to export')}`;
}
