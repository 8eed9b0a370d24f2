import { html, nothing } from '../shared/lit.js';
import { bodyField, typeField } from '../shared/body-field.js';
import { confirmed, dialogFrame, openDialog } from '../shared/dialog.js';
import { problemView, remark } from '../shared/notices.js';
import { editable, textOf, withLineEnds } from '../shared/value-text.js';
import { bucketField } from './bucket-field.js';
import { settleConflict } from './conflict.js';
import { putKey } from './store.js';

/** What is left of a key's time, as the API writes durations; empty for one that does not expire. */
const remaining = (expiresAt) => (expiresAt ? `${Math.max(1, Math.round((Date.parse(expiresAt) - Date.now()) / 1000))}s` : '');

/** The state of one editing: what it started from, and what the form says now. */
class Editing {
  problem = null;
  theirs = null;
  yours = null;
  saving = false;

  constructor(entry) {
    this.isNew = entry.revision === 0;
    this.entry = entry;
    this.startFrom(entry);
  }

  /** Begins (anew) from a stored value; its revision is what the save will hold on. */
  startFrom({ bytes, contentType, revision, expiresAt }) {
    this.revision = revision;
    this.before = textOf(bytes);
    this.text = this.before;
    this.contentType = contentType;
    this.ttl = remaining(expiresAt);
    this.file = null;
    this.asText = editable(this.before);
  }

  get dirty() {
    return this.file !== null || (this.text ?? '') !== (this.before ?? '');
  }

  get body() {
    return this.file ?? withLineEnds(this.text, this.before);
  }
}

async function save(editing, dialog) {
  Object.assign(editing, { saving: true, problem: null });
  dialog.update();
  try {
    await store(editing, dialog);
  } catch (problem) {
    editing.problem = problem;
  }
  editing.saving = false;
  dialog.update();
}

async function store(editing, dialog) {
  const { bucket, key } = editing.entry;
  try {
    dialog.close(await putKey(bucket, key, editing));
  } catch (problem) {
    if (problem.status !== 412) {
      throw problem;
    }
    await settle(editing, dialog);
  }
}

/** Somebody else was faster: their version is fetched and the reader decides. */
async function settle(editing, dialog) {
  const { choice, theirs } = await settleConflict(editing.entry, editing.body);
  if (choice === 'overwrite') {
    editing.revision = theirs.revision;
    await store(editing, dialog);
  } else if (choice === 'continue') {
    editing.yours = editing.text;
    editing.isNew = false;
    editing.startFrom(theirs);
  } else if (choice === 'discard') {
    dialog.close();
  }
}

const nameFields = (editing) => html`
  ${bucketField(editing.entry.bucket, (bucket) => { editing.entry.bucket = bucket; })}
  <div class="field"><label for="new-key">Key</label>
    <input id="new-key" class="mono" required .value=${editing.entry.key} autocomplete="off" spellcheck="false"
      @input=${(event) => { editing.entry.key = event.target.value; }}></div>`;

function valueField(editing, dialog) {
  const change = (text) => {
    Object.assign(editing, { text, file: null });
    dialog.update();
  };
  return bodyField({ label: 'Value', text: editing.text, contentType: editing.contentType, autofocus: !editing.isNew }, change);
}

const fileField = (editing, dialog) => html`
  <div class="field"><label for="file">${editing.asText ? 'Or a file as the value' : 'New value from a file'}</label>
    <input id="file" type="file" @change=${(event) => { editing.file = event.target.files[0] ?? null; dialog.update(); }}></div>
  ${editing.asText ? nothing : remark('The value is not text that can be edited here without changing it; a file can replace it.')}`;

const form = (editing, dialog) => html`
  <form @submit=${(event) => { event.preventDefault(); save(editing, dialog); }}>
    ${dialogFrame(editing.isNew ? 'New key' : `Edit ${editing.entry.key}`, html`
      ${problemView(editing.problem)}
      ${editing.isNew ? nameFields(editing) : html`<p class="hint">Bucket <code>${editing.entry.bucket}</code>; the save holds
        only while the key is at revision ${editing.revision}.</p>`}
      ${typeField(editing.contentType, (type) => { editing.contentType = type; dialog.update(); }, true)}
      <div class="field"><label for="ttl">Expires after (optional)</label>
        <input id="ttl" class="mono" .value=${editing.ttl} autocomplete="off" aria-describedby="ttl-hint"
          @input=${(event) => { editing.ttl = event.target.value.trim(); }}>
        <span class="hint" id="ttl-hint">Such as <code>30s</code>, <code>5m</code>, <code>24h</code>, <code>7d</code>; empty: it
          stays until deleted.</span></div>
      ${editing.asText && !editing.file ? valueField(editing, dialog) : nothing}
      ${fileField(editing, dialog)}
      ${editing.yours === null ? nothing : html`<details open><summary>Your version, to copy from</summary>
        <pre class="schema" tabindex="0">${editing.yours}</pre></details>`}`, html`
      <button type="submit" class="primary" ?disabled=${editing.saving || (!editing.asText && !editing.file)}>
        ${editing.saving ? 'Saving…' : 'Save'}</button>
      <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
  </form>`;

/**
 * Edits a key in a dialog. An entry with revision 0 is a new key.
 * @returns the stored entry, or undefined when nothing was saved
 */
export function editKey(entry) {
  const editing = new Editing(entry);
  const mayClose = () => !editing.dirty
    || confirmed('Discard your changes?', html`<p>What you typed is not saved.</p>`, 'Discard');
  return openDialog((dialog) => form(editing, dialog), { wide: true, mayClose });
}
