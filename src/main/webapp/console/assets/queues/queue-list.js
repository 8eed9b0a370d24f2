import { html, nothing, repeat } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { figures } from '../shared/figures.js';
import { count, figure } from '../shared/format.js';
import { announce } from '../shared/notices.js';
import { may, whyNot } from '../shared/session.js';
import { pager, table } from '../shared/table.js';
import { go, hrefFor } from '../shared/url-state.js';
import { ageText } from './age.js';
import { queueCharts, sparkLine } from './charts.js';
import { historyOf, remember, totals } from './figures-over-time.js';
import { findPins, pinsBanner, pinsHint } from './pins.js';
import { newQueue } from './settings.js';
import { configureCall, listQueues, queuesPath, sendCall } from './store.js';

const COLUMNS = ['Queue', { text: 'Sent/s', number: true }, { text: 'Received/s', number: true }, { text: 'Ready', number: true },
  { text: 'In flight', number: true }, { text: 'Delayed', number: true }, { text: 'Dead', number: true },
  { text: 'Oldest waits', number: true }, 'Ready over time'];

const FIRST = html`<p>There is no queue yet. A queue exists from when it is made: here, or by the curl below.</p>`;

const deadCell = ({ queue, dead }) => (dead === 0 ? '0'
  : html`<a href=${hrefFor({ queue, view: 'messages', state: 'dead' })}><strong>${count(dead)}</strong></a>`);

const row = (queue) => html`
  <tr>
    <th scope="row" class="name"><a href=${hrefFor({ queue: queue.queue })}>${queue.queue}</a>
      ${queue.type === 'fifo' ? html`<small>fifo</small>` : nothing}</th>
    <td class="number">${figure(queue.sentPerSecond)}</td>
    <td class="number">${figure(queue.receivedPerSecond)}</td>
    <td class="number">${count(queue.ready)}</td>
    <td class="number">${count(queue.inFlight)}</td>
    <td class="number">${count(queue.delayed)}</td>
    <td class="number">${deadCell(queue)}</td>
    <td class="number">${ageText(queue.oldestAge)}</td>
    <td>${sparkLine(historyOf(queue.queue))}</td>
  </tr>`;

/** All queues with their counts and rates, and what holds the database up. */
export class QueueList {
  title = 'Queues';
  data = null;

  constructor(state, page) {
    Object.assign(this, { state, page, allowed: may(page.session, 'admin') });
  }

  async fetch() {
    const [list, pins] = await Promise.all([listQueues(this.state), this.allowed ? findPins() : null]);
    remember(list.items);
    historyOf().add(Date.now(), totals(list.items));
    return { ...list, pins };
  }

  #create = async () => {
    const created = await newQueue();
    if (created) {
      announce(`Made the queue ${created.queue}.`);
      go({ queue: created.queue });
    }
  };

  #together() {
    const { items, next } = this.data;
    const { ready, inFlight, delayed, dead, sentPerSecond, receivedPerSecond } = totals(items);
    return html`
      ${figures([['Ready', count(ready)], ['In flight', count(inFlight)], ['Delayed', count(delayed)], ['Dead', count(dead)],
    ['Sent/s', figure(sentPerSecond)], ['Received/s', figure(receivedPerSecond)]])}
      ${next || this.state.after ? html`<p class="hint">Of the ${count(items.length)} queues of this page.</p>` : nothing}`;
  }

  #curls() {
    const first = this.data.items[0]?.queue ?? 'my-first-queue';
    return html`
      ${curl({ path: apiPath(queuesPath(this.state)) }, 'curl for this list')}
      ${curl(configureCall(first, { type: 'standard' }), 'curl to make a queue', this.data.items.length === 0)}
      ${curl(sendCall(first, { body: 'Hello' }), 'curl to send a message')}`;
  }

  head = () => nothing;

  view() {
    const { items, next, pins } = this.data;
    return html`
      ${pinsBanner(pins)}
      <div class="toolbar"><button type="button" class="primary" ?disabled=${!this.allowed}
        title=${this.allowed ? nothing : whyNot(this.page.session, 'admin')} @click=${this.#create}>New queue</button></div>
      ${items.length === 0 ? nothing : this.#together()}
      ${table('Queues', COLUMNS, items.length === 0 ? [] : repeat(items, ({ queue }) => queue, row), { empty: FIRST })}
      ${pager(this.state.after, next, (after) => hrefFor({ after }))}
      ${items.length === 0 ? nothing : html`<h2>Since this page was opened</h2>${queueCharts(historyOf(), this.page.update)}`}
      ${this.#curls()}
      ${pinsHint(pins)}`;
  }
}
