import '../shared/count-down.js';
import { html, nothing } from '../shared/lit.js';
import { curl } from '../shared/curl.js';
import { confirmed } from '../shared/dialog.js';
import { facts } from '../shared/facts.js';
import { bytes as size, count, moment } from '../shared/format.js';
import { announce, problemView, remark } from '../shared/notices.js';
import { go } from '../shared/url-state.js';
import { valueView } from '../shared/value-view.js';
import { editKey } from './edit.js';
import { changeExpiry } from './expiry.js';
import { keyPath, unaddressable } from './key-path.js';
import { deleteKey, entryOf, valueOf } from './store.js';

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

  #expiry = () => this.#act(async () => {
    const stored = await changeExpiry(this.entry);
    if (stored) {
      announce(stored.expiresAt ? `${stored.key} has a new time to live.` : `${stored.key} does not expire.`);
      await this.load();
    }
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
    const all = [['Revision', count(this.entry.revision)], ['Version', count(this.entry.version)],
      ['Size', size(this.entry.size)], ['Type', this.entry.contentType], ['Created', moment(this.entry.createdAt)],
      ['Updated', moment(this.entry.updatedAt)], ['Expires', this.#end()]];
    return facts(all);
  }

  /** When it expires, and how soon; when that time has come, the key is looked up again. */
  #end() {
    const { expiresAt } = this.entry;
    const again = () => this.load().then(this.update, () => {});
    return expiresAt ? html`${moment(expiresAt)} <count-down .until=${expiresAt} @elapsed=${again}></count-down>` : 'never';
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
        <button type="button" ?disabled=${locked} @click=${this.#expiry}>Time to live</button>
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
      ${curl({ method: 'PATCH', path, headers: { 'Content-Type': 'application/json' }, data: '{"ttl":"1h"}' }, 'curl to prolong it')}
      ${curl({ method: 'DELETE', path, headers: { 'If-Match': `"${this.entry.revision}"` } }, 'curl to delete this revision')}`;
  }
}
