import { html, nothing, repeat } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { count } from '../shared/format.js';
import { prefixFilter } from '../shared/prefix-filter.js';
import { pager, table } from '../shared/table.js';
import { hrefFor } from '../shared/url-state.js';
import { leftView, modeView, sinceView } from './hold.js';
import { acquireCall, listLocks, locksPath } from './store.js';
import { views } from './where.js';

const SHOWN = 3;
const COLUMNS = ['Lock', { text: 'Permits', number: true }, { text: 'Waiting', number: true }, 'Held by', 'Mode',
  { text: 'Token', number: true }, 'Since', 'Ends'];
const OF_HOLD = 5;
const NAME = /^[A-Za-z0-9][\w.-]{0,127}$/;

const FIRST = html`<p>Nobody has locked anything yet. A lock comes into being when it is first acquired.</p>
  <p>Acquire one with the curl below; who holds it shows here at once.</p>`;

const href = (lock) => hrefFor({ lock });

const holdCells = (holder) => html`
  <td class="name">${holder.owner}</td>
  <td>${modeView(holder)}</td>
  <td class="number">${count(holder.token)}</td>
  <td>${sinceView(holder.acquiredAt)}</td>
  <td>${leftView(holder)}</td>`;

/** What a lock has beside its name, a row each: its first holders, how many more, or that it is free. */
function held({ lock, holders }) {
  const more = holders.length - SHOWN;
  return [
    ...holders.slice(0, SHOWN).map(holdCells),
    ...(more > 0 ? [html`<td colspan=${OF_HOLD}><a href=${href(lock)}>and ${count(more)} more</a></td>`] : []),
    ...(holders.length === 0 ? [html`<td colspan=${OF_HOLD} class="free">free</td>`] : []),
  ];
}

const nameCells = (lock, rows) => html`
  <th scope="row" rowspan=${rows} class="name"><a href=${href(lock.lock)}>${lock.lock}</a></th>
  <td rowspan=${rows} class="number">${count(lock.permits)}</td>
  <td rowspan=${rows} class="number">${lock.waiting ? html`<strong>${count(lock.waiting)}</strong>` : 'none'}</td>`;

function rowsOf(lock) {
  const rows = held(lock);
  return rows.map((cells, i) => ({
    key: `${lock.lock} ${i}`,
    row: html`<tr>${i === 0 ? nameCells(lock, rows.length) : nothing}${cells}</tr>`,
  }));
}

/** All locks: who holds, since when and for how long yet, how many wait. */
export class LockList {
  title = 'Locks';
  data = null;

  constructor(state) {
    this.state = state;
  }

  fetch = () => listLocks(this.state);

  #empty() {
    const { prefix } = this.state;
    return prefix ? html`No lock begins with <code>${prefix}</code>. ${NAME.test(prefix)
      ? html`<a href=${href(prefix)}>Open ${prefix}</a> to set it up, or to see how to acquire it.` : nothing}` : FIRST;
  }

  /** By their names, so that the focus stays with its row when the list is fetched anew. */
  #rows = () => (this.data.items.length === 0 ? []
    : repeat(this.data.items.flatMap(rowsOf), ({ key }) => key, ({ row }) => row));

  view() {
    const { prefix, after } = this.state;
    const { items, next } = this.data;
    return html`
      ${prefixFilter('Locks beginning with', this.state)}
      ${table('Locks', COLUMNS, this.#rows(), { empty: this.#empty() })}
      ${pager(after, next, (further) => hrefFor({ prefix, after: further }))}
      ${curl({ path: apiPath(locksPath(this.state)) }, 'curl for this list')}
      ${curl(acquireCall(items[0]?.lock ?? 'my-first-lock'), 'curl to acquire a lock', items.length === 0 && !prefix)}`;
  }

  head = () => views(this.state);
}
