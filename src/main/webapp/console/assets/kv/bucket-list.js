import { html } from '../shared/lit.js';
import { apiPath, query } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { bytes, count } from '../shared/format.js';
import { pager, table } from '../shared/table.js';
import { hrefFor } from '../shared/url-state.js';
import { buckets } from './store.js';

const row = (bucket) => html`
  <tr>
    <th scope="row" class="name"><a href=${hrefFor({ bucket: bucket.bucket })}>${bucket.bucket}</a></th>
    <td class="number">${count(bucket.keys)}</td>
    <td class="number">${bytes(bucket.bytes)}</td>
    <td class="number">${count(bucket.revision)}</td>
  </tr>`;

const EMPTY = html`No bucket yet. A bucket comes into being with its first key: create one here, import a file, or use
  the curl below.`;

/** The list of buckets; resolves with a template. */
export async function bucketList(state) {
  const { items, next } = await buckets(state.after);
  return () => html`
    ${table('Buckets', ['Bucket', { text: 'Keys', number: true }, { text: 'Size of values', number: true },
    { text: 'Revision', number: true }], items.map(row), { empty: EMPTY })}
    ${pager(state.after, next, (after) => hrefFor({ after }))}
    ${curl({ path: apiPath(`/kv${query({ after: state.after })}`) }, 'curl for the buckets')}
    ${curl({ method: 'PUT', path: apiPath('/kv/greetings/keys/hello'), headers: { 'Content-Type': 'text/plain' }, data: 'Hello' },
    'curl for a first key')}`;
}
