import { html, nothing } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { confirmedByName } from '../shared/dialog.js';
import { figures } from '../shared/figures.js';
import { count, figure } from '../shared/format.js';
import { announce, problemView, remark } from '../shared/notices.js';
import { may, whyNot } from '../shared/session.js';
import { go, hrefFor } from '../shared/url-state.js';
import { ageText } from './age.js';
import { queueCharts } from './charts.js';
import { historyOf, remember } from './figures-over-time.js';
import { redrivesTable } from './redrives.js';
import { sendMessage } from './send.js';
import { draftOf, settingsFrom } from './settings-form.js';
import { settingsView } from './settings-view.js';
import { changeSettings } from './settings.js';
import { ackCall, configureCall, deleteCall, make, purgeCall, queueOf, queuePath, receiveCall, redrivesOf, sendCall } from './store.js';
import { crumbs, views } from './where.js';

const messages = (n) => `${count(n)} ${n === 1 ? 'message' : 'messages'}`;

/** One queue: its counts and rates now, its settings, and what can be done with all of it. */
export class QueueView {
  data = null;
  problem = null;

  constructor(state, page) {
    const scope = `queue:${state.queue}`;
    Object.assign(this, {
      title: state.queue, queue: state.queue, state, page, maySend: may(page.session, 'write', scope), mayChange: may(page.session, 'admin', scope),
    });
  }

  async fetch() {
    const [queue, redrives] = await Promise.all([queueOf(this.queue), redrivesOf(this.queue)]);
    remember([queue]);
    return { ...queue, redrives };
  }

  #act = async (action) => {
    this.problem = null;
    try {
      await action();
    } catch (problem) {
      this.problem = problem;
    }
    await this.page.reload();
  };

  #send = () => sendMessage(this.queue).then(this.page.reload);

  #configure = () => this.#act(async () => {
    if (await changeSettings(this.queue)) {
      announce(`The settings of ${this.queue} are saved.`);
    }
  });

  #all() {
    const { ready, inFlight, delayed, dead } = this.data;
    return messages(ready + inFlight + delayed + dead);
  }

  #purge = async () => {
    const question = html`<p>${this.#all()}, those in flight too, will be gone. The queue stays. This cannot be undone.</p>`;
    if (await confirmedByName(`Purge ${this.queue}?`, question, this.queue, 'queue', 'Purge')) {
      await this.#act(async () => {
        const { purged } = await make(purgeCall(this.queue));
        announce(`${messages(purged)} of ${this.queue} are gone.`);
      });
    }
  };

  #delete = async () => {
    const question = html`<p>The queue with ${this.#all()} and its settings will be gone; who sends to it is refused. This cannot be
      undone.</p>`;
    if (await confirmedByName(`Delete ${this.queue}?`, question, this.queue, 'queue', 'Delete')) {
      await this.#act(async () => {
        await make(deleteCall(this.queue));
        announce(`The queue ${this.queue} is gone.`);
        go({});
      });
    }
  };

  #figure(name, state) {
    const n = this.data[name];
    return n === 0 ? '0' : html`<a href=${hrefFor({ queue: this.queue, view: 'messages', state })}>${count(n)}</a>`;
  }

  #figures() {
    const { oldestAge, sentPerSecond, receivedPerSecond } = this.data;
    return figures([['Ready', this.#figure('ready', 'ready')], ['In flight', this.#figure('inFlight', 'in-flight')],
      ['Delayed', this.#figure('delayed', 'delayed')], ['Dead', this.#figure('dead', 'dead')], ['Oldest waits', ageText(oldestAge)],
      ['Sent/s', figure(sentPerSecond)], ['Received/s', figure(receivedPerSecond)]]);
  }

  #buttons = () => html`
    <div class="toolbar">
      <button type="button" class="primary" ?disabled=${!this.maySend} @click=${this.#send}>Send a message</button>
      <button type="button" ?disabled=${!this.mayChange} @click=${this.#configure}>Settings</button>
      <button type="button" class="danger" ?disabled=${!this.mayChange} @click=${this.#purge}>Purge</button>
      <button type="button" class="danger" ?disabled=${!this.mayChange} @click=${this.#delete}>Delete</button>
    </div>`;

  #curls = () => html`
    ${curl({ path: apiPath(queuePath(this.queue)) }, 'curl for this queue')}
    ${curl(sendCall(this.queue, { body: 'Hello' }), 'curl to send a message')}
    ${curl(receiveCall(this.queue), 'curl to receive')}
    ${curl(ackCall(this.queue), 'curl to acknowledge')}
    ${curl(configureCall(this.queue, settingsFrom(draftOf(this.data))), 'curl to set it up')}
    ${curl(purgeCall(this.queue), 'curl to purge it')}
    ${curl(deleteCall(this.queue), 'curl to delete it')}`;

  head = () => crumbs(this.state);

  view() {
    return html`
      ${views(this.state)}
      ${this.mayChange ? nothing : remark(`You cannot change this queue. ${whyNot(this.page.session, 'admin', `queue:${this.queue}`)}`, 'warn')}
      ${problemView(this.problem)}
      ${this.#buttons()}
      ${this.#figures()}
      ${queueCharts(historyOf(this.queue), this.page.update)}
      ${redrivesTable(this.queue, this.data.redrives)}
      <h2>Settings</h2>
      ${settingsView(this.data)}
      ${this.#curls()}`;
  }
}
