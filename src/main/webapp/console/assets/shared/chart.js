import { html, nothing, svg } from './lit.js';
import { linePath, niceTop, ticks, timeTicks } from './chart-scale.js';
import { Drawing } from './drawing.js';
import { clock } from './format.js';

const HEIGHT = 190;
const PAD = { left: 52, right: 10, top: 10, bottom: 24 };

/**
 * A line chart over time: `chart.data = {title, series: [{name, points: [{at, value}]}], from, to, format}`. Times are
 * milliseconds; a point without a value breaks the line. A pointer, or the arrow keys, read single points.
 */
class LineChart extends Drawing {
  #chosen = null;

  #x = (at) => PAD.left + (at - this.data.from) / (this.data.to - this.data.from) * (this.width - PAD.left - PAD.right);

  #y = (value, top) => HEIGHT - PAD.bottom - value / top * (HEIGHT - PAD.top - PAD.bottom);

  #times = () => this.data.series[0].points.map((point) => point.at);

  #pick(at) {
    const times = this.#times();
    this.#chosen = times.length === 0 ? null
      : times.reduce((best, one) => (Math.abs(one - at) < Math.abs(best - at) ? one : best));
    this.draw();
  }

  #hover = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - PAD.left) / (box.width - PAD.left - PAD.right);
    this.#pick(this.data.from + share * (this.data.to - this.data.from));
  };

  #leave = () => {
    this.#chosen = null;
    this.draw();
  };

  #key = (event) => {
    const times = this.#times();
    const now = this.#chosen === null ? times.length : times.indexOf(this.#chosen);
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: times.length - 1 }[event.key];
    if (next !== undefined && times.length > 0) {
      event.preventDefault();
      this.#pick(times[Math.min(Math.max(next, 0), times.length - 1)]);
    }
  };

  #axes = (top) => svg`<g class="axis">
    ${ticks(top).map((value) => svg`
      <line x1=${PAD.left} x2=${this.width - PAD.right} y1=${this.#y(value, top)} y2=${this.#y(value, top)} />
      <text x=${PAD.left - 6} y=${this.#y(value, top) + 4} text-anchor="end">${this.data.format(value)}</text>`)}
    ${timeTicks(this.data.from, this.data.to, this.width).map((at) => svg`
      <text x=${this.#x(at)} y=${HEIGHT - 6} text-anchor="middle">${clock(at).slice(0, 5)}</text>`)}</g>`;

  #cross = (top) => svg`<g class="cross">
    <line x1=${this.#x(this.#chosen)} x2=${this.#x(this.#chosen)} y1=${PAD.top} y2=${HEIGHT - PAD.bottom} />
    ${this.data.series.map((one) => {
    const value = this.#at(one);
    return value === null ? nothing : svg`<circle cx=${this.#x(this.#chosen)} cy=${this.#y(value, top)} r="3.5" />`;
  })}</g>`;

  #at = (series) => series.points.find((point) => point.at === this.#chosen)?.value ?? null;

  #latest = (series) => series.points.at(-1)?.value ?? null;

  /** The legend, which doubles as read-out: the chosen point's values, or the latest. */
  #readOut() {
    const { series, format } = this.data;
    const value = (one) => (this.#chosen === null ? this.#latest(one) : this.#at(one));
    return html`<output class="read-out" aria-live=${this.#chosen === null ? 'off' : 'polite'}>
      <span>${this.#chosen === null ? 'Latest' : clock(this.#chosen)}</span>
      ${series.map((one, i) => html`<span>
        <svg viewBox="0 0 24 8" aria-hidden="true"><path class="series series-${i}" d="M0 4H24" /></svg>
        ${one.name}: ${value(one) === null ? 'no figure' : format(value(one))}</span>`)}</output>`;
  }

  picture() {
    const { series, title } = this.data;
    if (this.#chosen !== null && !this.#times().includes(this.#chosen)) {
      this.#chosen = null;
    }
    const top = niceTop(Math.max(0, ...series.flatMap((one) => one.points.map((point) => point.value ?? 0))));
    return html`
      <div class="chart-area" tabindex="0" role="group" aria-label="${title}; arrow keys read single points"
        @keydown=${this.#key} @pointermove=${this.#hover} @pointerleave=${this.#leave} @blur=${this.#leave}>
        <svg viewBox="0 0 ${this.width} ${HEIGHT}" role="img" aria-label=${title}>
          ${this.#axes(top)}
          ${series.map((one, i) => svg`<path class="series series-${i}" d=${linePath(one.points, this.#x, (value) => this.#y(value, top))} />`)}
          ${this.#chosen === null ? nothing : this.#cross(top)}
        </svg>
      </div>
      ${this.#readOut()}`;
  }
}

customElements.define('line-chart', LineChart);
