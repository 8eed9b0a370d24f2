import { html, nothing } from '../shared/lit.js';
import { count } from '../shared/format.js';
import { modeView, sinceView } from './hold.js';

/** Somebody who waits: the place, who, and since when. All candidates of an election want the same, so they have no mode. */
export const queueRow = (waiter) => html`
  <tr>
    <td>${count(waiter.place)}</td>
    <th scope="row" class="name">${waiter.owner}</th>
    ${waiter.mode ? html`<td>${modeView(waiter)}</td>` : nothing}
    <td>${sinceView(waiter.since)}</td>
  </tr>`;
