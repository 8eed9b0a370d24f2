import { html, nothing, repeat } from '../shared/lit.js';
import { apiPath, query } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { bytes as size, clock, count, moment } from '../shared/format.js';
import { problemView, remark } from '../shared/notices.js';
import { table } from '../shared/table.js';
import { hrefFor } from '../shared/url-state.js';
import { author, eventView, isPut } from './change.js';
import { bucketPath } from './key-path.js';
import { WatchStream } from './watch-stream.js';

const KEPT = 200;
const DRAW_MILLIS = 250;

const WORDS = {
  connecting: 'Connecting…',
  live: 'Live.',
  away: 'Paused while this window is not in front.',
  paused: 'Paused.',
  lost: 'No connection; trying again every few seconds.',
  refused: 'The watch has ended.',
};

const CUTS = {
  overrun: () => 'More changes came than this page took, so the server cut the watch off. It goes on after the last change it got; none is missing.',
  compacted: ({ oldestRevision }) => `The changes that came next are not kept any more${oldestRevision
    ? ` (the oldest revision is ${count(oldestRevision)})` : ''}. The watch begins again from now; some changes are missing here.`,
  restarted: () => 'The watch could not go on where it was. It begins again from now; some changes may be missing here.',
};

/** The changes of a bucket, or of a prefix, while the page looks: the latest of them as a table, and which keys they were of. */
export class Watch {
  changes = [];
  total = 0;
  cuts = [];
  since = Date.now();
  #keys = new Map();
  #drawing = null;

  /** @param {{bucket: string, prefix?: string}} state @param {(changed: boolean) => void} update */
  constructor(state, update) {
    Object.assign(this, { bucket: state.bucket, prefix: state.prefix ?? '', update });
    this.stream = new WatchStream({
      bucket: this.bucket,
      prefix: this.prefix,
      onChange: (change) => this.#take(change),
      onState: () => this.stream && update(false),
      onCut: (why, data) => this.#cut(why, data),
    });
  }

  covers = ({ bucket, prefix = '' }) => bucket === this.bucket && prefix === this.prefix;

  /** What happened last to a key while the page looked. */
  eventOf = (key) => this.#keys.get(key);

  end() {
    clearTimeout(this.#drawing);
    this.stream.end();
  }

  /** Many changes may come at once: they are drawn a few times a second. */
  #take(change) {
    this.total += 1;
    this.changes = [{ ...change, n: this.total }, ...this.changes].slice(0, KEPT);
    this.#keys.set(change.key, change.event);
    this.#drawing ??= setTimeout(() => {
      this.#drawing = null;
      this.update(true);
    }, DRAW_MILLIS);
  }

  #cut(why, data) {
    this.cuts = [...this.cuts.slice(-2), `${clock(Date.now())}: ${CUTS[why](data)}`];
    this.update(false);
  }

  #clear = () => {
    Object.assign(this, { changes: [], total: 0, cuts: [], since: Date.now() });
    this.#keys.clear();
    this.update(false);
  };

  /** To the key, or to what it was where it is gone. */
  #href = (change) => hrefFor({
    bucket: this.bucket, prefix: this.prefix, key: change.key, view: isPut(change) ? '' : 'history',
  });

  #row = (change) => html`
    <tr>
      <th scope="row" class="name"><a class="mono" href=${this.#href(change)}>${change.key}</a></th>
      <td class="nowrap">${eventView(change)}</td>
      <td class="number">${count(change.revision)}</td>
      <td>${moment(change.updatedAt)}</td>
      <td>${author(change)}</td>
      <td class="number">${isPut(change) ? size(change.size) : '–'}</td>
    </tr>`;

  #bar() {
    const { stream } = this;
    return html`
      <div class="title-row"><h2>Changes</h2>
        <div class="refresh">
          <button type="button" class="small" ?disabled=${stream.state === 'refused'} @click=${() => stream.pause(!stream.paused)}>
            ${stream.paused ? 'Go on' : 'Pause'}</button>
          <button type="button" class="small" ?disabled=${this.total === 0} @click=${this.#clear}>Clear</button>
          <span class="hint"><span role="status">${WORDS[stream.state]}</span>
            ${count(this.total)} ${this.total === 1 ? 'change' : 'changes'} since ${clock(this.since)}${this.total > KEPT ? `, the last ${KEPT} are shown` : nothing}.</span>
        </div></div>`;
  }

  /** By their numbers, so that the focus stays with its row while others come before it. */
  #rows = () => (this.total === 0 ? [] : repeat(this.changes, (change) => change.n, this.#row));

  view() {
    const empty = html`Nothing has changed since ${clock(this.since)}. Changes come here as they are made.`;
    return html`
      <section class="watch">
        ${this.#bar()}
        ${problemView(this.stream.problem)}
        ${this.cuts.length ? remark(this.cuts.map((text) => html`<p>${text}</p>`), 'warn') : nothing}
        ${table(`Changes of ${this.bucket}, newest first`, ['Key', 'Event', { text: 'Revision', number: true }, 'When', 'By',
    { text: 'Size', number: true }], this.#rows(), { empty })}
        ${curl({ path: apiPath(bucketPath(this.bucket, `watch${query({ prefix: this.prefix })}`)), headers: { Accept: 'text/event-stream' } },
    'curl to watch')}
      </section>`;
  }
}
