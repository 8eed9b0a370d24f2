import { html } from '../shared/lit.js';
import { confirmedByName } from '../shared/dialog.js';
import { bytes as size, count } from '../shared/format.js';

/** Asks for the name of a bucket before it is dropped; resolves with true when it was typed. */
export const askToDrop = (bucket, totals) => confirmedByName(`Drop the bucket ${bucket}?`, html`
  <p>${totals ? html`${count(totals.keys)} ${totals.keys === 1 ? 'key' : 'keys'} with ${size(totals.bytes)},` : html`All keys,`}
    their history and the settings will be gone. This cannot be undone.</p>`, bucket, 'bucket', 'Drop');
