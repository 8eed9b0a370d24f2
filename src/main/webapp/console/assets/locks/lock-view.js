import { html, nothing, repeat } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { shortDuration } from '../shared/duration.js';
import { facts } from '../shared/facts.js';
import { count } from '../shared/format.js';
import { announce, problemView, remark } from '../shared/notices.js';
import { may, whyNot } from '../shared/session.js';
import { table } from '../shared/table.js';
import { hrefFor } from '../shared/url-state.js';
import { crumbs } from '../shared/where.js';
import { askToBreak } from './break.js';
import { changeConfig } from './config.js';
import { holdersTable } from './holders.js';
import { past } from './past.js';
import { queueRow } from './queue-row.js';
import { acquireCall, configCall, holderPath, lockOf, lockPath } from './store.js';

const WAITERS = ['Place', 'Owner', 'Mode', 'Waits since'];

/** One lock: who holds it, who waits for it, who held it; its settings, and how to take it away. */
export class LockView {
  data = null;
  problem = null;

  constructor({ lock }, session, reload) {
    Object.assign(this, { title: lock, lock, session, reload, allowed: may(session, 'admin', `lock:${lock}`) });
  }

  fetch = () => lockOf(this.lock);

  #break = async (holder) => {
    if (await askToBreak(this.lock, shortDuration(this.data.delay), holder)) {
      announce(`${holder.owner} does not hold ${this.lock} any more.`);
      await this.reload();
    }
  };

  #configure = async () => {
    try {
      this.problem = null;
      if (await changeConfig(this.lock)) {
        announce(`The settings of ${this.lock} are saved.`);
      }
    } catch (problem) {
      this.problem = problem;
    }
    await this.reload();
  };

  #state() {
    const { holders } = this.data;
    return holders.length === 0 ? 'free' : `held by ${holders.length === 1 ? holders[0].owner : `${count(holders.length)} holders`}`;
  }

  #facts() {
    const { permits, delay, waiters } = this.data;
    return facts([['State', this.#state()], ['Permits', count(permits)], ['Delay', shortDuration(delay)],
      ['Waiting', waiters.length === 0 ? 'nobody' : count(waiters.length)]]);
  }

  #waiters = () => (this.data.waiters.length === 0 ? []
    : repeat(this.data.waiters, (waiter) => waiter.place, queueRow));

  /** One that never was looks like one that is free. */
  #unused = () => this.data.holders.length + this.data.history.length === 0;

  #curls() {
    const { permits, delay } = this.data;
    return html`
      ${curl({ path: apiPath(lockPath(this.lock)) }, 'curl for this lock')}
      ${curl(acquireCall(this.lock), 'curl to acquire it', this.#unused())}
      ${curl({ method: 'DELETE', path: apiPath(holderPath(this.lock, this.data.holders[0]?.lease ?? 'LEASE', 'why')) }, 'curl to break a hold')}
      ${curl({ path: apiPath(lockPath(this.lock, '/config')) }, 'curl to read the settings')}
      ${curl(configCall(this.lock, { permits, delay: shortDuration(delay) }), 'curl to set them')}`;
  }

  head = () => crumbs([{ text: 'All locks', href: hrefFor({}) }, { text: this.lock }]);

  view() {
    const { holders, history } = this.data;
    return html`
      ${this.allowed ? nothing : remark(`You can look but not change. ${whyNot(this.session, 'admin', `lock:${this.lock}`)}`, 'warn')}
      ${problemView(this.problem)}
      ${this.#facts()}
      <div class="toolbar"><button type="button" ?disabled=${!this.allowed} @click=${this.#configure}>Settings</button></div>
      <h2>Holders</h2>
      ${holdersTable(holders, this.allowed ? this.#break : null)}
      <h2>Waiting</h2>
      ${table('Waiting, the next one first', WAITERS, this.#waiters(), { empty: 'Nobody waits.' })}
      ${past(history, holders, 'Holds')}
      ${this.#curls()}`;
  }
}
