import { html, nothing, repeat } from '../shared/lit.js';
import { icon } from '../shared/icons.js';
import { problemView } from '../shared/notices.js';
import { hrefFor } from '../shared/url-state.js';
import { foldersUnder } from './folders.js';

/** The prefixes of one bucket as a tree, each level fetched when it is opened. */
export class PrefixTree {
  #levels = new Map();
  #open = new Set(['']);

  constructor(bucket, separator, update) {
    this.bucket = bucket;
    this.separator = separator;
    this.update = update;
    this.#load('');
  }

  async #load(prefix) {
    const level = this.#levels.get(prefix) ?? { folders: [] };
    this.#levels.set(prefix, { ...level, loading: true, problem: null });
    this.update();
    try {
      const more = await foldersUnder(this.bucket, prefix, this.separator, level.after);
      const folders = [...new Set([...level.folders, ...more.folders])];
      this.#levels.set(prefix, { folders, after: more.after });
    } catch (problem) {
      this.#levels.set(prefix, { ...level, problem });
    }
    this.update();
  }

  #toggle(prefix) {
    if (this.#open.delete(prefix)) {
      this.update();
      return;
    }
    this.#open.add(prefix);
    this.#load(prefix);
  }

  #row(prefix, under, current) {
    const name = prefix.slice(under.length) || 'All keys';
    const open = this.#open.has(prefix);
    return html`<div class="tree-row">
      <button type="button" class="plain" aria-expanded=${open} aria-label="Prefixes under ${name}"
        @click=${() => this.#toggle(prefix)}>${icon(open ? 'open' : 'closed')}</button>
      <a href=${hrefFor({ bucket: this.bucket, prefix, by: this.separator === '/' ? '' : this.separator })}
        aria-current=${prefix === current ? 'true' : nothing}>${name}</a></div>`;
  }

  #children(prefix, current) {
    const level = this.#levels.get(prefix);
    return html`<ul>
      ${repeat(level.folders, (folder) => folder, (folder) => this.#item(folder, prefix, current))}
      ${level.loading ? html`<li class="hint">Loading…</li>` : nothing}
      ${!level.loading && level.folders.length === 0 && !level.problem ? html`
        <li class="hint">No prefix ending in “${this.separator}”</li>` : nothing}
      ${level.after && !level.loading ? html`<li><button type="button" class="small" @click=${() => this.#load(prefix)}>
        More prefixes</button></li>` : nothing}
    </ul>${problemView(level.problem, () => this.#load(prefix))}`;
  }

  #item(prefix, under, current) {
    return html`<li>${this.#row(prefix, under, current)}
      ${this.#open.has(prefix) && this.#levels.has(prefix) ? this.#children(prefix, current) : nothing}</li>`;
  }

  view(current) {
    return html`<ul>${this.#item('', '', current)}</ul>`;
  }
}
