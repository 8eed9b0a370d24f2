import '../shared/count-down.js';
import { html, repeat } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { count } from '../shared/format.js';
import { prefixFilter } from '../shared/prefix-filter.js';
import { pager, table } from '../shared/table.js';
import { hrefFor } from '../shared/url-state.js';
import { leftView } from './hold.js';
import { campaignCall, electionsPath, listElections } from './store.js';
import { views } from './where.js';

const COLUMNS = ['Election', 'Leader', 'Value', { text: 'Token', number: true }, 'Ends'];

const FIRST = html`<p>There is no election yet. One comes into being with its first candidate.</p>
  <p>Stand for one with the curl below: who comes first leads, the others wait for their turn.</p>`;

const row = (election) => html`
  <tr>
    <th scope="row" class="name"><a href=${hrefFor({ view: 'elections', election: election.name })}>${election.name}</a></th>
    ${election.leader ? html`
      <td class="name">${election.leader}</td>
      <td class="words"><code>${election.value ?? ''}</code></td>
      <td class="number">${count(election.token)}</td>
      <td>${leftView(election)}</td>` : html`<td colspan="4" class="free">nobody leads</td>`}
  </tr>`;

/** All elections: who leads, and what the leader says of itself. */
export class ElectionList {
  title = 'Elections';
  data = null;

  constructor(state) {
    this.state = state;
  }

  fetch = () => listElections(this.state);

  #empty() {
    const { prefix } = this.state;
    return prefix ? html`No election begins with <code>${prefix}</code>.` : FIRST;
  }

  #rows = () => (this.data.items.length === 0 ? [] : repeat(this.data.items, ({ name }) => name, row));

  head = () => views(this.state);

  view() {
    const { view, prefix, after } = this.state;
    const { items, next } = this.data;
    return html`
      ${prefixFilter('Elections beginning with', this.state)}
      ${table('Elections', COLUMNS, this.#rows(), { empty: this.#empty() })}
      ${pager(after, next, (further) => hrefFor({ view, prefix, after: further }))}
      ${curl({ path: apiPath(electionsPath(this.state)) }, 'curl for this list')}
      ${curl(campaignCall(items[0]?.name ?? 'my-first-election'), 'curl to stand for election', items.length === 0 && !prefix)}`;
  }
}
