import './timeline.js';
import { html } from '../shared/lit.js';
import { lasted } from '../shared/duration.js';
import { count, timeOrDay } from '../shared/format.js';
import { table } from '../shared/table.js';
import { endView } from './hold.js';

const COLUMNS = [{ text: 'Token', number: true }, 'Owner', 'From', 'Until', { text: 'Held for', number: true }, 'How it ended'];
const EMPTY = 'Nobody has held it and let go yet, or it was so long ago that it is not kept any more.';

const row = (hold) => html`
  <tr>
    <td class="number">${count(hold.token)}</td>
    <th scope="row" class="name">${hold.owner}</th>
    <td>${timeOrDay(hold.acquiredAt)}</td>
    <td>${timeOrDay(hold.releasedAt)}</td>
    <td class="number">${lasted(Date.parse(hold.releasedAt) - Date.parse(hold.acquiredAt))}</td>
    <td class="words">${endView(hold)}</td>
  </tr>`;

/** Who held it, as a picture and as a table; who holds it now is in the picture too. `name` says what the holds are. */
export function past(history, holders, name) {
  const newestFirst = [...history].sort((one, other) => other.token - one.token);
  return html`
    <h2>History</h2>
    ${history.length + holders.length === 0 ? '' : html`
      <figure><figcaption>${name} over time</figcaption>
        <hold-timeline .data=${{ name, holds: [...history, ...holders] }}></hold-timeline></figure>`}
    <div class="history">${table(`${name}, newest first`, COLUMNS, newestFirst.map(row), { empty: EMPTY })}</div>`;
}
