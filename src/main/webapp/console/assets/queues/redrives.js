import { html, nothing } from '../shared/lit.js';
import { count, timeOrDay } from '../shared/format.js';
import { table } from '../shared/table.js';
import { hrefFor } from '../shared/url-state.js';

const COLUMNS = ['Began', 'To', 'State', { text: 'Moved', number: true }, { text: 'Skipped', number: true }, { text: 'In all', number: true }];

/** Where a redrive takes its messages. */
export const whereTo = ({ to }) => (to ? html`<a href=${hrefFor({ queue: to })}>${to}</a>` : 'where each died');

const row = (queue) => (redrive) => html`
  <tr>
    <th scope="row"><a href=${hrefFor({ queue, redrive: redrive.id })}>${timeOrDay(redrive.startedAt)}</a></th>
    <td class="words">${whereTo(redrive)}</td>
    <td>${redrive.state}</td>
    <td class="number">${count(redrive.moved)}</td>
    <td class="number">${count(redrive.skipped)}</td>
    <td class="number">${count(redrive.total)}</td>
  </tr>`;

/** The last redrives of a queue, if there are any. */
export const redrivesTable = (queue, redrives) => (redrives.length === 0 ? nothing : html`
  <h2>Redrives</h2>
  ${table('Redrives, newest first', COLUMNS, redrives.map(row(queue)))}`);
