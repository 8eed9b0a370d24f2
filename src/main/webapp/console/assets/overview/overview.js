import { html, nothing } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { figure } from '../shared/format.js';
import { icon } from '../shared/icons.js';
import { LiveStream } from '../shared/live-stream.js';
import { openPage, show } from '../shared/page.js';
import { lostBanner, refreshChoice } from '../shared/refresh.js';
import { taskView } from '../shared/task-list.js';
import { loadCharts } from './charts.js';
import { highest, LoadHistory, sum } from './history.js';
import { healthTable, nodesTable } from './tables.js';

const history = new LoadHistory();
let overview = null;
let chartNode = '';
let stream = null;

const tile = (name, value, remark) => html`
  <div><dt>${name}</dt><dd>${value} <small>${remark ?? nothing}</small></dd></div>`;

function tiles({ nodes, health }) {
  const up = nodes.filter((node) => node.state === 'up');
  const of = (field, fold) => {
    const figures = up.map((node) => node[field]).filter((value) => value !== undefined && value !== null);
    return figures.length === 0 ? undefined : fold(figures);
  };
  const down = health.filter((check) => !check.up).length;
  return html`<dl class="figures">
    ${tile('Nodes up', up.length, `of ${nodes.length}`)}
    ${tile('Health checks', down === 0 ? 'all up' : html`${icon('bad')} ${down} down`, `of ${health.length}`)}
    ${tile('Requests per second', figure(of('requestsPerSecond', sum)))}
    ${tile('Latency p50, slowest node', figure(of('latencyP50Millis', highest)), 'ms')}
    ${tile('Latency p99, slowest node', figure(of('latencyP99Millis', highest)), 'ms')}
  </dl>`;
}

const content = () => html`
  <div class=${stream.state === 'lost' ? 'stale' : nothing}>
    ${tiles(overview)}
    <h2>Nodes</h2>
    ${nodesTable(overview)}
    <h2>Health</h2>
    ${healthTable(overview.health)}
    <h2>Load, last ten minutes</h2>
    ${loadCharts(history, overview.nodes.filter((node) => node.state === 'up').map((node) => node.name), chartNode,
    (name) => { chartNode = name; update(); }, update)}
    <h2>Running tasks</h2>
    ${overview.tasks.length === 0 ? html`<p class="hint">Nothing is running.</p>` : overview.tasks.map(taskView)}
  </div>`;

function update() {
  show(html`
    <div class="title-row"><h1>Overview</h1>${stream ? refreshChoice(stream) : nothing}</div>
    ${stream ? lostBanner(stream) : nothing}
    ${overview ? content() : html`<p role="status">Waiting for the first figures…</p><progress aria-label="Waiting"></progress>`}
    ${curl({ path: apiPath('/cluster/nodes') }, 'curl for the nodes')}
    ${curl({ path: apiPath('/console/overview'), headers: { Accept: 'text/event-stream' } }, 'curl for the live stream')}`);
}

openPage({ file: 'index.html', title: 'Overview' }, () => {
  stream = new LiveStream({
    path: '/console/overview',
    event: 'overview',
    onData: (data) => {
      overview = data;
      history.add(data);
    },
    onState: () => stream && update(),
  });
  update();
});
