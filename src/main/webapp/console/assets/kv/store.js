import { apiPath, getJson, Problem, query, request } from '../shared/api.js';
import { bucketPath, keyPath, unaddressable } from './key-path.js';

/** The key-value API as the pages use it. */

export const buckets = (after) => getJson(`/kv${query({ limit: 200, after })}`);

export const listKeys = (bucket, { prefix, after, limit = 100, values }) => getJson(
  bucketPath(bucket, `keys${query({ prefix, after, limit, values })}`));

/** All that is known of a key without its value: an exact key is the first with itself as prefix. Null when absent. */
export async function entryOf(bucket, key) {
  const { items } = await listKeys(bucket, { prefix: key, limit: 1 });
  return items[0]?.key === key ? items[0] : null;
}

function mustBeAddressable(key) {
  if (unaddressable(key)) {
    throw new Problem({
      title: 'Not possible from a browser',
      detail: `A browser cannot send the key “${key}” in a path. Use curl with --path-as-is, or an import.`,
      code: 'key-not-addressable',
    });
  }
}

/** @returns {Promise<{bytes: Uint8Array, contentType: string, revision: number, expiresAt: string | null}>} */
export async function valueOf(bucket, key) {
  mustBeAddressable(key);
  const response = await request('GET', keyPath(bucket, key), { headers: { Accept: '*/*' } });
  return {
    bytes: new Uint8Array(await response.arrayBuffer()),
    contentType: response.headers.get('Content-Type') ?? '',
    revision: Number(response.headers.get('Ashlar-Revision')),
    expiresAt: response.headers.get('Ashlar-Expires-At'),
  };
}

/** A put that holds only on this revision; revision 0 means that the key must not exist. Without a ttl it does not expire. */
export async function putKey(bucket, key, { body, contentType, revision, ttl }) {
  mustBeAddressable(key);
  const condition = revision === 0 ? { 'If-None-Match': '*' } : { 'If-Match': `"${revision}"` };
  const response = await request('PUT', keyPath(bucket, key) + query({ ttl }), {
    body, headers: { 'Content-Type': contentType, ...condition },
  });
  return response.json();
}

export async function deleteKey(bucket, key, revision) {
  mustBeAddressable(key);
  await request('DELETE', keyPath(bucket, key), { headers: { 'If-Match': `"${revision}"` } });
}

/** Gives a key another time to live from now on, or none with null. */
export async function prolongKey(bucket, key, ttl) {
  mustBeAddressable(key);
  return (await request('PATCH', keyPath(bucket, key), { json: { ttl } })).json();
}

/** A page of a key's changes with their values, newest first; `after` is the revision before which to begin. */
export const changesOf = (bucket, key, { after, limit = 50 } = {}) => getJson(
  bucketPath(bucket, `history${query({ key, after, limit, reverse: true })}`));

/** Writes anew what stood at a revision; only while the key is at `current`, where it is there at all. */
export async function restoreKey(bucket, key, revision, current) {
  mustBeAddressable(key);
  const headers = current ? { 'If-Match': `"${current}"` } : {};
  return (await request('POST', `${keyPath(bucket, key)}/restore`, { json: { revision }, headers })).json();
}

const JUST_BEFORE = '~'; // Behind every character that a bucket's name can have.

/** Keys, bytes and revision of one bucket: the first in the list behind the name that would stand just before it. */
export async function totalsOf(bucket) {
  const last = bucket.charCodeAt(bucket.length - 1);
  const after = bucket.slice(0, -1) + String.fromCharCode(last - 1) + JUST_BEFORE;
  const { items } = await getJson(`/kv${query({ limit: 1, after })}`);
  return items.find((item) => item.bucket === bucket) ?? null;
}

export const settingsOf = (bucket) => getJson(bucketPath(bucket, 'config'));

export const configure = async (bucket, settings) => (
  await request('PUT', apiPath(bucketPath(bucket, 'config')), { json: settings })).json();

export const resetSettings = (bucket) => request('DELETE', apiPath(bucketPath(bucket, 'config')));

export const dropBucket = (bucket) => request('DELETE', apiPath(`/kv/${encodeURIComponent(bucket)}`));
