import { html, nothing } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { facts } from '../shared/facts.js';
import { figures } from '../shared/figures.js';
import { count, moment } from '../shared/format.js';
import { announce, problemView, remark } from '../shared/notices.js';
import { may } from '../shared/session.js';
import { hrefFor } from '../shared/url-state.js';
import { whereTo } from './redrives.js';
import { cancelCall, make, redriveOf, redrivePath } from './store.js';
import { crumbs } from './where.js';

const skippedWords = (n) => html`<p>${n === 1 ? '1 message was' : `${count(n)} messages were`} left where ${n === 1 ? 'it is' : 'they are'}:
  the queue it died in is gone or would not take it. Redrive to another queue instead.</p>`;

/** A redrive: how far it is, and its end. */
export class RedriveView {
  data = null;
  problem = null;

  constructor({ queue, redrive }, page) {
    Object.assign(this, { title: `Redrive of ${queue}`, queue, id: redrive, page, mayCancel: may(page.session, 'write', `queue:${queue}`) });
  }

  fetch = () => redriveOf(this.queue, this.id);

  #cancel = async () => {
    this.problem = null;
    try {
      const { state } = await make(cancelCall(this.queue, this.id));
      announce(state === 'cancelled' ? 'The redrive is cancelled; what has moved stays moved.' : `The redrive was ${state} already.`);
    } catch (problem) {
      this.problem = problem;
    }
    await this.page.reload();
  };

  #facts() {
    const { ratePerSecond, startedAt, endedAt } = this.data;
    return facts([['To', whereTo(this.data)], ['Began', moment(startedAt)], ...(endedAt ? [['Ended', moment(endedAt)]] : []),
      ['At most a second', ratePerSecond ? count(ratePerSecond) : 'no bound']]);
  }

  head = () => crumbs({ queue: this.queue }, 'Redrive');

  view() {
    const { state, moved, skipped, total, reason } = this.data;
    const running = state === 'running';
    return html`
      ${problemView(this.problem)}
      ${reason ? remark(reason, 'bad') : nothing}
      ${skipped ? remark(skippedWords(skipped), 'warn') : nothing}
      ${figures([['State', state], ['Moved', count(moved), `of ${count(total)}`]])}
      <div class="work"><progress max=${total || 1} .value=${total ? moved + skipped : 1} aria-label="Messages looked at"></progress></div>
      <div class="toolbar">
        ${running ? html`<button type="button" class="danger" ?disabled=${!this.mayCancel} @click=${this.#cancel}>Cancel the redrive</button>` : nothing}
        <a class="button" href=${hrefFor({ queue: this.queue, view: 'messages' })}>Messages of ${this.queue}</a>
      </div>
      ${this.#facts()}
      ${curl({ path: apiPath(redrivePath(this.queue, this.id)) }, 'curl for this redrive')}
      ${running ? curl(cancelCall(this.queue, this.id), 'curl to cancel it') : nothing}`;
  }
}
