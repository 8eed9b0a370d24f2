import { html, repeat } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { facts } from '../shared/facts.js';
import { count } from '../shared/format.js';
import { table } from '../shared/table.js';
import { hrefFor } from '../shared/url-state.js';
import { crumbs } from '../shared/where.js';
import { leftView } from './hold.js';
import { LeaderStream } from './leader-stream.js';
import { past } from './past.js';
import { queueRow } from './queue-row.js';
import { campaignCall, electionOf, electionPath } from './store.js';

const CANDIDATES = ['Place', 'Candidate', 'Waits since'];

/** One election: who leads, who would be next, who led before. A new leader shows at once, the candidates by polling. */
export class ElectionView {
  data = null;

  /** @param {{election: string}} state @param {(data: object) => void} offer takes what the server tells by itself */
  constructor({ election }, offer) {
    Object.assign(this, { title: election, name: election, offer });
    this.stream = new LeaderStream(apiPath(electionPath(election, '/observe')), (told) => this.#hear(told));
  }

  /** Tokens rise with every leader: what has an older one was under way too long. */
  #isOld = ({ token }) => token < this.data?.token;

  async fetch() {
    const data = await electionOf(this.name);
    return this.#isOld(data) ? this.data : data;
  }

  /** Who leads, as the stream tells it: without those who wait, and those who led. */
  #hear(told) {
    const { leader, value, token, candidates, history } = this.data;
    if (!this.#isOld(told) && (told.token !== token || told.leader !== leader || told.value !== value)) {
      this.offer({ candidates, history, ...told });
    }
  }

  follow(wanted) {
    this.stream.want(wanted);
  }

  head = () => crumbs([{ text: 'All elections', href: hrefFor({ view: 'elections' }) }, { text: this.name }]);

  #facts() {
    const { leader, value, token } = this.data;
    return facts(leader ? [['Leader', leader], ['Value', value ? html`<code>${value}</code>` : 'none'], ['Token', count(token)],
      ['Ends', leftView(this.data)]] : [['Leader', 'nobody leads']]);
  }

  view() {
    const { leader, candidates, history } = this.data;
    const rows = candidates.length === 0 ? [] : repeat(candidates, ({ place }) => place, queueRow);
    return html`
      ${this.#facts()}
      <h2>Candidates</h2>
      ${table('Candidates, the next leader first', CANDIDATES, rows, { empty: 'No candidate waits.' })}
      ${past(history, [], 'Leaders')}
      ${curl({ path: apiPath(electionPath(this.name)) }, 'curl for this election')}
      ${curl({ path: apiPath(electionPath(this.name, '/observe')), headers: { Accept: 'text/event-stream' } }, 'curl to observe it')}
      ${curl(campaignCall(this.name), 'curl to stand for election', !leader && history.length === 0)}`;
  }
}
