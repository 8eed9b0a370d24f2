import { html, nothing } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { figures } from '../shared/figures.js';
import { figure } from '../shared/format.js';
import { History } from '../shared/history.js';
import { icon } from '../shared/icons.js';
import { LiveStream } from '../shared/live-stream.js';
import { openPage, show } from '../shared/page.js';
import { lostBanner, refreshChoice } from '../shared/refresh.js';
import { taskView } from '../shared/task-list.js';
import { loadCharts } from './charts.js';
import { fold, highest, sum } from './fold.js';
import { healthTable, nodesTable } from './tables.js';

const history = new History();
let overview = null;
let chartNode = '';
let stream = null;

const up = ({ nodes }) => nodes.filter((node) => node.state === 'up');

function tiles({ nodes, health }) {
  const all = up({ nodes });
  const down = health.filter((check) => !check.up).length;
  return figures([
    ['Nodes up', all.length, `of ${nodes.length}`],
    ['Health checks', down === 0 ? 'all up' : html`${icon('bad')} ${down} down`, `of ${health.length}`],
    ['Requests per second', figure(fold(all, 'requestsPerSecond', sum))],
    ['Latency p50, slowest node', figure(fold(all, 'latencyP50Millis', highest)), 'ms'],
    ['Latency p99, slowest node', figure(fold(all, 'latencyP99Millis', highest)), 'ms'],
  ]);
}

const content = () => html`
  <div class=${stream.state === 'lost' ? 'stale' : nothing}>
    ${tiles(overview)}
    <h2>Nodes</h2>
    ${nodesTable(overview)}
    <h2>Health</h2>
    ${healthTable(overview.health)}
    <h2>Load, last ten minutes</h2>
    ${loadCharts(history, up(overview).map((node) => node.name), chartNode,
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
      history.add(Date.parse(data.at), up(data));
    },
    onState: () => stream && update(),
  });
  update();
});
