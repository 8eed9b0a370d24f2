import { html } from '../shared/lit.js';
import { dialogFrame, openDialog } from '../shared/dialog.js';
import { bytes as size, count } from '../shared/format.js';

/** Asks for the name of a bucket before it is dropped; resolves with true when it was typed. */
export function askToDrop(bucket, totals) {
  let typed = '';
  return openDialog((dialog) => html`
    <form @submit=${(event) => { event.preventDefault(); dialog.close(true); }}>
      ${dialogFrame(`Drop the bucket ${bucket}?`, html`
        <p>${totals ? html`${count(totals.keys)} ${totals.keys === 1 ? 'key' : 'keys'} with ${size(totals.bytes)},` : html`All keys,`}
          their history and the settings will be gone. This cannot be undone.</p>
        <div class="field"><label for="drop-name">Type the name of the bucket</label>
          <input id="drop-name" class="mono" required autofocus autocomplete="off" spellcheck="false"
            @input=${(event) => { typed = event.target.value; dialog.update(); }}></div>`, html`
        <button type="submit" class="danger" ?disabled=${typed !== bucket}>Drop</button>
        <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
    </form>`);
}
