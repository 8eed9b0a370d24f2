import { html, nothing } from '../shared/lit.js';
import { apiPath, query } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { confirmed } from '../shared/dialog.js';
import { bytes as size, count, moment } from '../shared/format.js';
import { announce, problemView, remark } from '../shared/notices.js';
import { pager, table } from '../shared/table.js';
import { go, hrefFor } from '../shared/url-state.js';
import { author, eventView, isPut, restorable } from './change.js';
import { comparison } from './comparison.js';
import { bucketPath, keyPath, unaddressable } from './key-path.js';
import { showOldValue } from './old-value.js';
import { changesOf, restoreKey } from './store.js';

const COLUMNS = [{ text: 'Revision', number: true }, 'Event', 'When', 'By',
  { text: 'Size', number: true }, 'Action'];
const EMPTY = 'No change of this key is kept. What is older than the history of the bucket cannot be looked at any more.';

/** What a key was: its changes, what they wrote, how they differ, and the way back. */
export class KeyHistory {
  problem = null;

  constructor(state, allowed, update) {
    Object.assign(this, { state, update, locked: !allowed || unaddressable(state.key) });
  }

  async load() {
    const { bucket, key, after, left, right } = this.state;
    const { items, next } = await changesOf(bucket, key, { after });
    const [standing] = after ? (await changesOf(bucket, key, { limit: 1 })).items : items;
    Object.assign(this, { items, next, standing });
    this.left = left ? await this.#change(left) : this.#formerly();
    this.right = right ? await this.#change(right) : standing;
    return this;
  }

  /** What stood before what stands, else the change before. */
  #formerly() {
    const former = this.items.filter((change) => change.revision < this.standing?.revision);
    return former.find(isPut) ?? former[0];
  }

  /** A change that the address names; it need not be on this page, nor kept any more. */
  async #change(revision) {
    const here = this.items.find((change) => String(change.revision) === revision);
    const { bucket, key } = this.state;
    const { items } = here ? { items: [here] } : await changesOf(bucket, key, { after: Number(revision) + 1, limit: 1 });
    return items.find((change) => String(change.revision) === revision);
  }

  #act = async (action) => {
    try {
      this.problem = null;
      await action();
    } catch (problem) {
      this.problem = problem;
    }
    this.update();
  };

  #show = (change) => this.#act(async () => {
    if (await showOldValue(this.state.bucket, change, !this.locked) === 'restore') {
      await this.#restore(change);
    }
  });

  async #restore(change) {
    const { bucket, key } = this.state;
    const question = html`<p>What ${isPut(change) ? html`revision ${change.revision} wrote` : html`stood before revision
      ${change.revision}`} becomes the value of <code>${key}</code> again, as a new revision. What stands now stays in the
      history. A time to live is not taken over.</p>`;
    if (await confirmed('Restore this value?', question, 'Restore')) {
      const current = isPut(this.standing) ? this.standing.revision : null;
      const stored = await restoreKey(bucket, key, restorable(change), current);
      announce(`Restored ${key}, now at revision ${stored.revision}.`);
      go({ ...this.state, after: '', left: '', right: '' }, { replace: true });
    }
  }

  #row = (change) => html`
    <tr>
      <th scope="row" class="number">${count(change.revision)}</th>
      <td class="nowrap">${eventView(change)}</td>
      <td>${moment(change.updatedAt)}</td>
      <td>${author(change)}</td>
      <td class="number">${isPut(change) ? size(change.size) : '–'}</td>
      <td>${this.#actions(change)}</td>
    </tr>`;

  #actions(change) {
    const latest = change.revision === this.standing.revision;
    const put = isPut(change);
    return html`<div class="row-actions">
      ${put ? html`<button type="button" class="small" aria-label="View revision ${change.revision}"
        @click=${() => this.#show(change)}>View</button>` : nothing}
      ${latest ? nothing : html`<button type="button" class="small"
        aria-label="Compare revision ${change.revision} with what stands" @click=${() => this.#compare(change)}>Compare</button>`}
      ${latest && put ? html`<span class="hint">stands now</span>` : html`<button type="button" class="small"
        aria-label="Restore ${put ? 'revision' : 'what stood before revision'} ${change.revision}" ?disabled=${this.locked}
        @click=${() => this.#act(() => this.#restore(change))}>Restore</button>`}
    </div>`;
  }

  #compare(change) {
    go({ ...this.state, left: change.revision, right: '' }, { replace: true });
    document.getElementById('comparison')?.focus();
  }

  #curls() {
    const { bucket, key, after } = this.state;
    const old = this.left ? restorable(this.left) : 1;
    const standing = this.standing && isPut(this.standing) ? { 'If-Match': `"${this.standing.revision}"` } : {};
    return html`
      ${curl({ path: apiPath(bucketPath(bucket, `history${query({ key, after, reverse: true })}`)) }, 'curl for the history')}
      ${curl({ path: `${keyPath(bucket, key)}?revision=${old}` }, 'curl to read an old value')}
      ${curl({ method: 'POST', path: `${keyPath(bucket, key)}/restore`, headers: { 'Content-Type': 'application/json', ...standing },
    data: JSON.stringify({ revision: old }) }, 'curl to restore an old value')}`;
  }

  #comparison() {
    const { left, right } = this.state;
    if (this.left && this.right) {
      const known = new Map([this.left, this.right, ...this.items].map((change) => [change.revision, change]));
      const changes = [...known.values()].sort((one, other) => other.revision - one.revision);
      return comparison(changes, this, this.state);
    }
    return left || right ? remark('One of the chosen revisions is no change of this key, or not kept any more.', 'warn') : nothing;
  }

  view() {
    return html`
      ${problemView(this.problem)}
      <div class="history">${table(`Changes of ${this.state.key}`, COLUMNS, this.items.map(this.#row), { empty: EMPTY })}</div>
      ${pager(this.state.after, this.next, (after) => hrefFor({ ...this.state, after }))}
      ${this.#comparison()}
      ${this.#curls()}`;
  }
}
