import { html } from '../shared/lit.js';
import { dialogFrame, openDialog } from '../shared/dialog.js';
import { bytes as size } from '../shared/format.js';
import { textOf } from '../shared/value-text.js';
import { differingLines } from './difference.js';
import { entryOf, valueOf } from './store.js';

const GONE = { bytes: new Uint8Array(), contentType: 'text/plain; charset=utf-8', revision: 0 };

async function storedVersion({ bucket, key }) {
  return await entryOf(bucket, key) ? valueOf(bucket, key) : GONE;
}

const marked = (lines, differing) => lines.map((line, i) => (differing.has(i)
  ? html`<mark>${line || ' '}</mark>` : html`${line}\n`));

function bothTexts(yours, theirs) {
  const [left, right] = [yours.split('\n'), theirs.split('\n')];
  const { inLeft, inRight } = differingLines(left, right);
  return [html`<pre tabindex="0">${marked(left, inLeft)}</pre>`, html`<pre tabindex="0">${marked(right, inRight)}</pre>`];
}

function versions(body, theirs) {
  const text = textOf(theirs.bytes);
  const [left, right] = typeof body === 'string' && text !== null
    ? bothTexts(body, text)
    : [html`<p>${typeof body === 'string' ? 'Text' : `File, ${size(body.size)}`}</p>`, html`<p>${size(theirs.bytes.length)}, not text</p>`];
  return html`<div class="versions">
    <section><h3>Yours, not saved</h3>${left}</section>
    <section><h3>${theirs.revision === 0 ? 'Theirs: deleted' : `Theirs, revision ${theirs.revision}`}</h3>
      ${theirs.revision === 0 ? html`<p>The key does not exist any more.</p>` : right}</section></div>`;
}

/**
 * Shows what the reader wrote beside what somebody else stored meanwhile, and lets them decide.
 * @returns {Promise<{choice: 'continue'|'overwrite'|'discard'|undefined, theirs: {bytes: Uint8Array, contentType: string, revision: number}}>}
 */
export async function settleConflict(entry, body) {
  const theirs = await storedVersion(entry);
  const choice = await openDialog((dialog) => dialogFrame(`${entry.key} was changed meanwhile`, html`
    <p>Somebody else stored another version after you began. Nothing is lost yet: choose what shall happen.</p>
    ${versions(body, theirs)}`, html`
    <button type="button" class="primary" @click=${() => dialog.close('continue')}>Keep editing on top of theirs</button>
    <button type="button" class="danger" @click=${() => dialog.close('overwrite')}>Overwrite theirs with mine</button>
    <button type="button" @click=${() => dialog.close('discard')}>Discard mine</button>`), { wide: true });
  return { choice, theirs };
}
