import { html, nothing, svg } from '../shared/lit.js';
import { Drawing } from '../shared/drawing.js';
import { lasted } from '../shared/duration.js';
import { clock } from '../shared/format.js';
import { ENDS } from './hold.js';
import { evenTimes, lanesOf } from './timeline-scale.js';

const LANES = 10;
const LANE = 30;
const BAR = 14;
const FOOT = 22;
const LEAST = 3;
const TICK_ROOM = 90;
const LETTER = 7;

/** What a bar says when pointed at. */
const title = (hold) => `${hold.owner}, token ${hold.token}, ${clock(hold.from)} to ${hold.how === 'held' ? 'now' : clock(hold.to)},
 ${lasted(hold.to - hold.from)}, ${hold.how === 'held' ? 'holds now' : ENDS[hold.how]?.text ?? hold.how}`;

/** The patterns of the bars: how a hold ended is told not by colour alone. */
const PATTERNS = svg`<defs>
  <pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect class="ground" width="6" height="6" /><rect class="stripe" width="3" height="6" /></pattern>
  <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
    <rect class="ground" width="6" height="6" /><rect class="dot" x="1" y="1" width="3" height="3" /></pattern>
</defs>`;

/**
 * Holds over time, a bar each: `timeline.data = {name, holds: [{owner, token, acquiredAt, releasedAt?, how?}]}`. One that was
 * not released lasts until now. It is a picture of a table that stands beside it.
 */
class HoldTimeline extends Drawing {
  #holds() {
    const now = Date.now();
    const holds = this.data.holds.map((hold) => ({
      ...hold,
      how: hold.how ?? 'held',
      from: Date.parse(hold.acquiredAt),
      to: hold.releasedAt ? Date.parse(hold.releasedAt) : now,
    }));
    return lanesOf(holds.sort((one, other) => one.from - other.from || one.token - other.token));
  }

  /** A row of bars; an owner's name stands above its bar where there is room for it. */
  #bars(holds, x) {
    return holds.map((hold, i) => {
      const y = hold.lane * LANE;
      const next = holds.slice(i + 1).find((other) => other.lane === hold.lane);
      const room = (next ? x(next.from) : this.width) - x(hold.from);
      return svg`<g><title>${title(hold)}</title>
        ${hold.owner.length * LETTER < room ? svg`<text x=${x(hold.from)} y=${y + 11}>${hold.owner}</text>` : nothing}
        <rect class="bar bar-${hold.how}" x=${x(hold.from)} y=${y + LANE - BAR} height=${BAR - 1}
          width=${Math.max(LEAST, x(hold.to) - x(hold.from))} /></g>`;
    });
  }

  #axis = (from, to, x, bottom) => svg`<g class="axis">
    <line x1="0" x2=${this.width} y1=${bottom} y2=${bottom} />
    ${evenTimes(from, to, this.width / TICK_ROOM).map(({ at, text }) => svg`
      <line x1=${x(at)} x2=${x(at)} y1=${bottom} y2=${bottom + 4} />
      <text x=${Math.min(Math.max(x(at), 24), this.width - 24)} y=${bottom + 17} text-anchor="middle">${text}</text>`)}</g>`;

  #legend = (holds) => html`<p class="read-out">${['held', ...Object.keys(ENDS)]
    .filter((how) => holds.some((hold) => hold.how === how))
    .map((how) => html`<span><svg class="swatch" viewBox="0 0 24 12" aria-hidden="true"><rect class="bar bar-${how}" x="1" y="1" width="22"
      height="10" /></svg> ${how === 'held' ? 'holds now' : ENDS[how].text}</span>`)}</p>`;

  picture() {
    const holds = this.#holds();
    const shown = holds.filter((hold) => hold.lane < LANES);
    const bottom = (Math.max(...shown.map((hold) => hold.lane)) + 1) * LANE + 4;
    const from = holds[0].from;
    const to = Math.max(from + 1, ...holds.map((hold) => hold.to));
    const x = (at) => Math.round((at - from) / (to - from) * (this.width - LEAST) * 10) / 10;
    return html`
      <svg viewBox="0 0 ${this.width} ${bottom + FOOT}" height=${bottom + FOOT} role="img"
        aria-label="${this.data.name} over time; the table below has the same">
        ${PATTERNS}${this.#bars(shown, x)}${this.#axis(from, to, x, bottom)}</svg>
      ${this.#legend(holds)}
      ${shown.length < holds.length ? html`<p class="hint">${holds.length - shown.length} more at the same times are not drawn; the
        table has those that ended.</p>` : nothing}`;
  }
}

customElements.define('hold-timeline', HoldTimeline);
