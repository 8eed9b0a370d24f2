import './chart.js';
import { html, nothing } from './lit.js';
import { clock } from './format.js';
import { table } from './table.js';

const unfolded = new Set();

function pointRows(series, format) {
  return series[0].points.map((point, i) => ({ at: point.at, values: series.map((one) => one.points[i].value) }))
    .filter((row) => row.values.some((value) => value !== null))
    .reverse()
    .map((row) => html`<tr><th scope="row">${clock(row.at)}</th>
      ${row.values.map((value) => html`<td class="number">${value === null ? '–' : format(value)}</td>`)}</tr>`);
}

/** A chart and its table; the table's rows exist only while it is unfolded. */
export function chartFigure(title, series, range, format, update) {
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
