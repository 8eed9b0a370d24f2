import { html, nothing } from './lit.js';
import { clock } from './format.js';
import { remark } from './notices.js';

const WORDS = {
  connecting: 'Connecting…',
  live: 'Live.',
  away: 'Paused while this window is not in front.',
  paused: 'Paused.',
  lost: 'No connection.',
  failed: 'Not refreshed.',
};

/** The choice of how often a live page refreshes, and what it is doing now. @param {import('./live-stream.js').LiveStream | import('./polling.js').Polling} stream */
export const refreshChoice = (stream) => html`
  <div class="refresh">
    <label for="refresh">Refresh</label>
    <select id="refresh" @change=${(event) => stream.choose(Number(event.target.value))}>
      ${[[2, 'every 2 s'], [10, 'every 10 s'], [0, 'paused']].map(([value, text]) => html`
        <option value=${value} ?selected=${value === stream.every}>${text}</option>`)}
    </select>
    <span class="hint"><span role="status">${WORDS[stream.state]}</span>
      ${stream.lastAt ? html`As of ${clock(stream.lastAt)}.` : nothing}</span>
  </div>`;

/** The banner of a lost connection. */
export const lostBanner = (stream) => (stream.state !== 'lost' ? nothing : remark(html`
  <p><strong>The connection to the node is lost.</strong> What you see is from
    ${stream.lastAt ? clock(stream.lastAt) : 'no time yet'}. Trying again every few seconds.</p>
  <button type="button" @click=${() => stream.retry()}>Try now</button>`, 'bad'));
