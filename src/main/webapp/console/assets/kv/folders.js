import { listKeys } from './store.js';

const PAGE = 200;
const REQUESTS = 8;
/** No key holds a character above this one, so that it stands behind everything a folder holds. */
const LAST_CHARACTER = '\u{10FFFF}';

/** The folder right under a prefix that a key lies in, or null for a key that lies under the prefix itself. */
export function folderOf(key, prefix, separator) {
  const end = key.indexOf(separator, prefix.length);
  return end < 0 ? null : key.slice(0, end + separator.length);
}

/**
 * Finds the folders right under a prefix, from a position on. The API lists keys only, so this skips: a page that ends
 * inside a folder is followed by the page behind that folder, however many keys the folder holds.
 * @returns {Promise<{folders: string[], after: string | undefined}>} `after` is where more may follow
 */
export async function foldersUnder(bucket, prefix, separator, after) {
  const found = new Set();
  let position = after;
  for (let i = 0; i < REQUESTS; i += 1) {
    const { items, next } = await listKeys(bucket, { prefix, after: position, limit: PAGE });
    items.forEach((item) => found.add(folderOf(item.key, prefix, separator)));
    if (!next) {
      position = undefined;
      break;
    }
    const last = folderOf(items.at(-1).key, prefix, separator);
    position = last === null || items.at(-1).key > last + LAST_CHARACTER ? next : last + LAST_CHARACTER;
  }
  found.delete(null);
  return { folders: [...found], after: position };
}
