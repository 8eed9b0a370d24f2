import { html, nothing } from '../shared/lit.js';
import { chartFigure } from '../shared/chart-figure.js';
import { figure } from '../shared/format.js';
import { fold, highest, sum } from './fold.js';

const nodeChoice = (names, node, choose) => html`
  <div class="toolbar"><div class="field">
    <label for="chart-node">Node</label>
    <select id="chart-node" @change=${(event) => choose(event.target.value)}>
      <option value="">All nodes</option>
      ${names.map((name) => html`<option value=${name} ?selected=${name === node}>${name}</option>`)}
    </select></div></div>`;

/** A figure of one node, or of all of them folded into one. */
const load = (field, node, how) => (nodes) => fold(nodes.filter((one) => !node || one.name === node), field, how);

/** Request rate and latency of the last ten minutes, of one node or of all. */
export function loadCharts(history, names, node, choose, update) {
  const ofAll = names.length > 1 && !node;
  const latency = (text) => (ofAll ? `${text}, slowest node` : text);
  return html`
    ${names.length > 1 ? nodeChoice(names, node, choose) : nothing}
    <div class="charts">
      ${chartFigure('Requests per second', [
    history.series(ofAll ? 'all nodes' : 'requests/s', load('requestsPerSecond', node, sum)),
  ], history.range, figure, update)}
      ${chartFigure('Latency in milliseconds', [
    history.series(latency('p50'), load('latencyP50Millis', node, highest)),
    history.series(latency('p99'), load('latencyP99Millis', node, highest)),
  ], history.range, (value) => `${figure(value)} ms`, update)}
    </div>`;
}
