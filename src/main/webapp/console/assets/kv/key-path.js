import { apiPath } from '../shared/api.js';

const PLAIN_SEGMENT = (segment) => segment !== '' && segment !== '.' && segment !== '..';

/** Keys that no browser can put into a path: it takes them for "this folder" and "the folder above", even encoded. */
export const unaddressable = (key) => key === '.' || key === '..';

/**
 * The path of a key. Slashes stay slashes where every segment is plain; otherwise the whole key becomes one encoded
 * segment, because empty and dotted segments would be folded away on the road.
 */
export function keyPath(bucket, key) {
  const segments = key.split('/');
  const encoded = segments.every(PLAIN_SEGMENT) ? segments.map(encodeURIComponent).join('/') : encodeURIComponent(key);
  return apiPath(`/kv/${encodeURIComponent(bucket)}/keys/${encoded}`);
}

export const bucketPath = (bucket, rest) => `/kv/${encodeURIComponent(bucket)}/${rest}`;
