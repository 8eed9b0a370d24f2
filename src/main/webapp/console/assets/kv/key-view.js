import { html, nothing } from '../shared/lit.js';
import { curl } from '../shared/curl.js';
import { confirmed } from '../shared/dialog.js';
import { bytes as size, count, moment } from '../shared/format.js';
import { announce, problemView, remark } from '../shared/notices.js';
import { go } from '../shared/url-state.js';
import { editKey } from './edit.js';
import { keyPath, unaddressable } from './key-path.js';
import { deleteKey, entryOf, valueOf } from './store.js';
import { valueView } from './value-view.js';

const ASKED_BYTES = 256 * 1024;

/** One key: its facts, its value, and what can be done with it. */
export class KeyView {
  kind = null;
  bytes = null;
  problem = null;

  constructor(state, allowed, update) {
    Object.assign(this, { state, allowed, update });
  }

  async load() {
    const { bucket, key } = this.state;
    this.entry = await entryOf(bucket, key);
    this.bytes = null;
    if (this.entry && this.entry.size <= ASKED_BYTES) {
      await this.#fetchValue();
    }
    return this;
  }

  async #fetchValue() {
    try {
      this.bytes = (await valueOf(this.state.bucket, this.state.key)).bytes;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  #act = async (action) => {
    try {
      await action();
    } catch (problem) {
      this.problem = problem;
    }
    this.update();
  };

  #edit = () => this.#act(async () => {
    await this.#fetchMissing();
    const saved = await editKey({ ...this.entry, bytes: this.bytes });
    if (saved) {
      announce(`Saved ${saved.key}, now at revision ${saved.revision}.`);
    }
    await this.load();
  });

  #fetchMissing = async () => {
    if (this.bytes === null) {
      await this.#fetchValue();
    }
  };

  #delete = () => this.#act(async () => {
    const { bucket, key, revision } = this.entry;
    const question = html`<p>The key <code>${key}</code> of bucket <code>${bucket}</code> and its value
      (${size(this.entry.size)}, revision ${revision}) will be gone.</p>`;
    if (await confirmed('Delete this key?', question, 'Delete')) {
      await deleteKey(bucket, key, revision);
      announce(`Deleted ${key}.`);
      go({ ...this.state, key: '' });
    }
  });

  #facts() {
    const facts = [['Revision', count(this.entry.revision)], ['Version', count(this.entry.version)],
      ['Size', size(this.entry.size)], ['Type', this.entry.contentType], ['Created', moment(this.entry.createdAt)],
      ['Updated', moment(this.entry.updatedAt)], ['Expires', moment(this.entry.expiresAt, 'never')]];
    return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  }

  #value() {
    if (this.bytes !== null) {
      return valueView(this.bytes, this.kind, (kind) => { this.kind = kind; this.update(); });
    }
    return this.problem ? nothing : remark(html`
      <p>The value has ${size(this.entry.size)}; it was not fetched.</p>
      <button type="button" @click=${() => this.#act(this.#fetchMissing)}>Fetch and show it</button>`);
  }

  view() {
    const { bucket, key } = this.state;
    if (!this.entry) {
      return remark(html`The bucket <code>${bucket}</code> holds no key <code>${key}</code> (any more).`, 'warn');
    }
    const path = keyPath(bucket, key);
    const locked = !this.allowed || unaddressable(key);
    return html`
      <div class="toolbar">
        <button type="button" class="primary" ?disabled=${locked} @click=${this.#edit}>Edit</button>
        <button type="button" class="danger" ?disabled=${locked} @click=${this.#delete}>Delete</button>
        ${unaddressable(key) ? nothing : html`
          <a class="button" href=${path} download=${key.split('/').at(-1) || 'value'}>Download</a>`}
      </div>
      ${problemView(this.problem)}
      ${this.#facts()}
      ${this.#value()}
      ${curl({ path }, 'curl to read it')}
      ${curl({ method: 'PUT', path, file: 'value', headers: { 'Content-Type': this.entry.contentType, 'If-Match': `"${this.entry.revision}"` } },
    'curl to replace this revision')}
      ${curl({ method: 'DELETE', path, headers: { 'If-Match': `"${this.entry.revision}"` } }, 'curl to delete this revision')}`;
  }
}
