import '../shared/chart.js';
import { html, nothing } from '../shared/lit.js';
import { clock, figure } from '../shared/format.js';
import { table } from '../shared/table.js';
import { highest, sum } from './history.js';

const unfolded = new Set();

function pointRows(series, format) {
  return series[0].points.map((point, i) => ({ at: point.at, values: series.map((one) => one.points[i].value) }))
    .filter((row) => row.values.some((value) => value !== null))
    .reverse()
    .map((row) => html`<tr><th scope="row">${clock(row.at)}</th>
      ${row.values.map((value) => html`<td class="number">${value === null ? '–' : format(value)}</td>`)}</tr>`);
}

/** A chart and its table; the table's rows exist only while it is unfolded. */
function chartWithTable(title, series, range, format, update) {
  const toggle = (event) => {
    unfolded[event.target.open ? 'add' : 'delete'](title);
    update();
  };
  return html`
    <figure>
      <figcaption>${title}</figcaption>
      <line-chart .data=${{ title, series, format, ...range }}></line-chart>
      <details @toggle=${toggle}>
        <summary>As a table</summary>
        ${unfolded.has(title) ? table(title, ['Time', ...series.map((one) => ({ text: one.name, number: true }))],
    pointRows(series, format)) : nothing}
      </details>
    </figure>`;
}

const nodeChoice = (names, node, choose) => html`
  <div class="toolbar"><div class="field">
    <label for="chart-node">Node</label>
    <select id="chart-node" @change=${(event) => choose(event.target.value)}>
      <option value="">All nodes</option>
      ${names.map((name) => html`<option value=${name} ?selected=${name === node}>${name}</option>`)}
    </select></div></div>`;

/** Request rate and latency of the last ten minutes, of one node or of all. */
export function loadCharts(history, names, node, choose, update) {
  const ofAll = names.length > 1 && !node;
  const latency = (text) => (ofAll ? `${text}, slowest node` : text);
  return html`
    ${names.length > 1 ? nodeChoice(names, node, choose) : nothing}
    <div class="charts">
      ${chartWithTable('Requests per second', [
    history.series(ofAll ? 'all nodes' : 'requests/s', 'requestsPerSecond', node, sum),
  ], history.range, figure, update)}
      ${chartWithTable('Latency in milliseconds', [
    history.series(latency('p50'), 'latencyP50Millis', node, highest),
    history.series(latency('p99'), 'latencyP99Millis', node, highest),
  ], history.range, (value) => `${figure(value)} ms`, update)}
    </div>`;
}
