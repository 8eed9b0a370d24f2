import '../shared/count-down.js';
import { html, nothing } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { facts } from '../shared/facts.js';
import { count, moment, since } from '../shared/format.js';
import { remark } from '../shared/notices.js';
import { may } from '../shared/session.js';
import { table } from '../shared/table.js';
import { go, hrefFor } from '../shared/url-state.js';
import { bytesFrom } from '../shared/value-text.js';
import { valueView } from '../shared/value-view.js';
import { redriveOne } from './redrive.js';
import { messageAt, messagesPath, redriveCall, STATES } from './store.js';
import { crumbs } from './where.js';

const GONE = html`<p>There is no such message any more: it was acknowledged, redriven or purged, or its time was over.</p>`;

/** One message: where it stands, how it died if it did, its headers and its body. */
export class MessageView {
  title = 'Message';
  data = null;
  kind = null;

  constructor(address, page) {
    Object.assign(this, { address, page, mayRedrive: may(page.session, 'write', `queue:${address.queue}`) });
  }

  async fetch() {
    const { queue, message, state = 'ready' } = this.address;
    return { message: await messageAt(queue, message, state) };
  }

  #redrive = async () => {
    const { queue } = this.address;
    const redrive = await redriveOne(queue, this.data.message);
    if (redrive) {
      go({ queue, redrive: redrive.id });
    }
  };

  #facts() {
    const { state, sentAt, visibleAt, group, priority, attempts, contentType } = this.data.message;
    return facts([['State', STATES[state]], ['Sent', html`${moment(sentAt)} <small class="nowrap">${since(sentAt)} ago</small>`],
      ...(visibleAt && state !== 'dead' && Date.parse(visibleAt) > Date.now()
        ? [[state === 'in-flight' ? 'Hidden until' : 'Ready at', html`${moment(visibleAt)} <count-down .until=${visibleAt}></count-down>`]] : []),
      ['Deliveries', count(attempts)], ['Priority', priority], ['Group', group ?? 'none'], ['Type', contentType ?? 'not said']]);
  }

  #death() {
    const { deadLetter, state, attempts, lastError } = this.data.message;
    if (!deadLetter && state !== 'dead') {
      return lastError ? html`<h2>Last error</h2><pre class="schema">${lastError}</pre>` : nothing;
    }
    const { from, reason, firstSentAt } = deadLetter ?? {};
    const error = deadLetter?.lastError ?? lastError;
    return html`
      <h2>How it died</h2>
      ${facts([['In the queue', html`<a href=${hrefFor({ queue: from ?? this.address.queue })}>${from ?? this.address.queue}</a>`],
    ['Why', reason ?? 'max-receives'], ['Deliveries', count(deadLetter?.attempts ?? attempts)],
    ...(firstSentAt ? [['First sent', moment(firstSentAt)]] : [])])}
      ${error ? html`<p class="hint">What the last receiver said:</p><pre class="schema">${error}</pre>`
    : html`<p class="hint">No receiver said why.</p>`}`;
  }

  #headers() {
    const rows = Object.entries(this.data.message.headers);
    return rows.length === 0 ? nothing : html`<h2>Headers</h2>
      ${table('Headers', ['Name', 'Value'], rows.map(([name, value]) => html`
        <tr><th scope="row" class="name mono">${name}</th><td class="words mono">${value}</td></tr>`))}`;
  }

  head = () => crumbs(this.address, this.data?.message?.id ?? 'Message');

  view() {
    const { queue, state } = this.address;
    const { message } = this.data;
    if (!message) {
      return html`${remark(GONE, 'warn')}
        <a class="button" href=${hrefFor({ queue, view: 'messages', state })}>Back to the list</a>`;
    }
    const bytes = bytesFrom(message.body, message.base64);
    const dead = message.deadLetter || message.state === 'dead';
    const before = String(BigInt(message.position) - 1n);
    return html`
      ${dead ? html`<div class="toolbar"><button type="button" class="primary" ?disabled=${!this.mayRedrive} @click=${this.#redrive}>
        Edit and redrive</button></div>` : nothing}
      ${this.#facts()}
      ${this.#death()}
      ${this.#headers()}
      <h2>Body</h2>
      ${valueView(bytes, this.kind, (kind) => { this.kind = kind; this.page.update(); })}
      ${curl({ path: apiPath(messagesPath(queue, { state: message.state, after: before, limit: 1 })) }, 'curl for this message')}
      ${dead ? curl(redriveCall(queue, { ids: [message.id] }), 'curl to redrive it') : nothing}`;
  }
}
