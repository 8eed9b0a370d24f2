import { html, nothing, svg } from '../shared/lit.js';
import { chartFigure } from '../shared/chart-figure.js';
import { linePath } from '../shared/chart-scale.js';
import { count, figure } from '../shared/format.js';

const WIDTH = 120;
const HEIGHT = 24;
const EDGE = 2;

const whole = (value) => (Number.isInteger(value) ? count(value) : figure(value));

/** Rates and counts of the last ten minutes. */
export const queueCharts = (history, update) => html`
  <div class="charts">
    ${chartFigure('Messages per second', [
    history.series('sent', ({ sentPerSecond }) => sentPerSecond),
    history.series('received', ({ receivedPerSecond }) => receivedPerSecond),
  ], history.range, figure, update)}
    ${chartFigure('Messages by state', [
    history.series('ready', ({ ready }) => ready),
    history.series('in flight', ({ inFlight }) => inFlight),
    history.series('delayed', ({ delayed }) => delayed),
    history.series('dead', ({ dead }) => dead),
  ], history.range, whole, update)}
  </div>`;

/** A line as small as a word: how many were ready, since the page was opened. The figure itself stands beside it. */
export function sparkLine(history) {
  const { points } = history.series('ready', ({ ready }) => ready);
  const values = points.map(({ value }) => value).filter((value) => value !== null);
  if (values.length < 2) {
    return nothing;
  }
  const [from, to] = [points[0].at, points.at(-1).at];
  const top = Math.max(1, ...values);
  const path = linePath(points, (at) => EDGE + (at - from) / (to - from) * (WIDTH - 2 * EDGE),
    (value) => HEIGHT - EDGE - value / top * (HEIGHT - 2 * EDGE));
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
    aria-label="from ${count(Math.min(...values))} to ${count(Math.max(...values))} ready">${svg`<path class="series" d=${path} />`}</svg>`;
}
