import { html, nothing, repeat } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { count, since, timeOrDay } from '../shared/format.js';
import { may } from '../shared/session.js';
import { pager, table } from '../shared/table.js';
import { go, hrefFor } from '../shared/url-state.js';
import { messageFilter } from './message-filter.js';
import { redriveAll } from './redrive.js';
import { sendMessage } from './send.js';
import { filterOf, listMessages, messagesPath, queueOf, redriveCall, STATES } from './store.js';
import { crumbs, views } from './where.js';

const SHOWN = 120;
const COUNTS = { ready: 'ready', 'in-flight': 'inFlight', delayed: 'delayed', dead: 'dead' };

/** The beginning of a body in one line. */
function beginning({ body, base64 }) {
  if (base64 !== undefined) {
    return 'bytes that are no text';
  }
  const line = body.slice(0, 2 * SHOWN).replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '·').trim();
  return line.length > SHOWN || body.length > 2 * SHOWN ? `${line.slice(0, SHOWN)}…` : line || 'empty';
}

const timeCell = (iso) => html`<td>${timeOrDay(iso)} <small class="nowrap">${since(iso)} ago</small></td>`;

const death = ({ deadLetter, lastError }) => html`
  ${deadLetter ? `${deadLetter.reason}, from ${deadLetter.from}` : 'max-receives'}
  ${deadLetter?.lastError ?? lastError ? html`<small>${deadLetter?.lastError ?? lastError}</small>` : nothing}`;

const isDead = (message) => message.state === 'dead' || message.deadLetter;

/** The columns, each with what it says of a message; those that say nothing of any are left out. */
const columns = (items, state) => [
  items.some(isDead) && ['How it died', (message) => html`<td class="death">${isDead(message) ? death(message) : nothing}</td>`],
  ['Sent', ({ sentAt }) => timeCell(sentAt)],
  state === 'in-flight' && ['Hidden until', ({ visibleAt }) => html`<td>${visibleAt ? timeOrDay(visibleAt) : nothing}</td>`],
  state === 'delayed' && ['Ready at', ({ visibleAt }) => html`<td>${visibleAt ? timeOrDay(visibleAt) : nothing}</td>`],
  items.some(({ group }) => group !== undefined) && ['Group', ({ group }) => html`<td class="words">${group ?? '–'}</td>`],
  items.some(({ priority }) => priority > 0) && [{ text: 'Priority', number: true }, ({ priority }) => html`<td class="number">${priority}</td>`],
  [{ text: 'Deliveries', number: true }, ({ attempts }) => html`<td class="number">${count(attempts)}</td>`],
].filter(Boolean);

/** Messages of one state of a queue, looked at without receiving them. */
export class MessageList {
  data = null;

  constructor(address, page) {
    const scope = `queue:${address.queue}`;
    Object.assign(this, { title: address.queue, address: { state: 'ready', ...address }, page, mayWrite: may(page.session, 'write', scope) });
  }

  async fetch() {
    const { queue } = this.address;
    const [counts, list] = await Promise.all([queueOf(queue), listMessages(queue, this.address)]);
    return { counts, ...list };
  }

  #send = () => sendMessage(this.address.queue).then(this.page.reload);

  #redrive = async () => {
    const { queue } = this.address;
    const redrive = await redriveAll(queue, filterOf(this.address));
    if (redrive) {
      go({ queue, redrive: redrive.id });
    }
  };

  #states() {
    const { queue, view, state: current, ...filter } = this.address;
    return html`<nav class="states" aria-label="States"><ul>${Object.entries(STATES).map(([state, text]) => html`<li>
      <a href=${hrefFor({ queue, view, state, ...filterOf(filter) })} aria-current=${state === current ? 'true' : nothing}>
        ${text} <small>${count(this.data.counts[COUNTS[state]])}</small></a></li>`)}</ul></nav>`;
  }

  #empty() {
    const text = STATES[this.address.state] ?? this.address.state;
    return Object.keys(filterOf(this.address)).length ? `No message that is ${text} passes the filter.` : `No message is ${text}.`;
  }

  #rows(shown) {
    const { queue, view, state } = this.address;
    const row = (message) => html`
      <tr><th scope="row" class="message"><a class="mono" href=${hrefFor({ queue, view, state, message: message.position })}>${message.id}</a>
        <span class="beginning">${beginning(message)}</span></th>${shown.map(([, cell]) => cell(message))}</tr>`;
    return this.data.items.length === 0 ? [] : repeat(this.data.items, ({ position }) => position, row);
  }

  #redriveButton = () => (!this.data.items.some(isDead) ? nothing : html`
    <button type="button" ?disabled=${!this.mayWrite} @click=${this.#redrive}>
      ${Object.keys(filterOf(this.address)).length ? 'Redrive all that pass' : 'Redrive all'}</button>`);

  head = () => crumbs(this.address);

  view() {
    const { queue, after, state } = this.address;
    const { items, next } = this.data;
    const shown = columns(items, state);
    return html`
      ${views(this.address)}
      <div class="toolbar">${this.#states()}
        <button type="button" class="primary" ?disabled=${!this.mayWrite} @click=${this.#send}>Send a message</button>
        ${this.#redriveButton()}</div>
      ${messageFilter(this.address)}
      ${table(`Messages that are ${STATES[state] ?? state}, oldest first`, ['Message', ...shown.map(([head]) => head)], this.#rows(shown),
    { empty: this.#empty() })}
      ${pager(after, next, (further) => hrefFor({ ...this.address, after: further }))}
      ${curl({ path: apiPath(messagesPath(queue, this.address)) }, 'curl for this list')}
      ${items.some(isDead) ? curl(redriveCall(queue, { filter: filterOf(this.address) }), 'curl to redrive them') : nothing}`;
  }
}
