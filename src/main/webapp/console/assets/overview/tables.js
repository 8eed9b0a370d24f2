import { html, nothing } from '../shared/lit.js';
import { figure, moment, since } from '../shared/format.js';
import { icon } from '../shared/icons.js';
import { table } from '../shared/table.js';

const ICONS = { up: 'up', left: 'left', dead: 'bad' };

const nodeRow = (node, here) => html`
  <tr>
    <th scope="row">${node.name}${node.name === here ? html` <small>this one</small>` : nothing}</th>
    <td class="nowrap">${icon(ICONS[node.state])} <span>${node.state}</span></td>
    <td class="number">${figure(node.requestsPerSecond)}</td>
    <td class="number">${figure(node.latencyP50Millis)}</td>
    <td class="number">${figure(node.latencyP99Millis)}</td>
    <td class="nowrap"><code>${node.address}</code></td>
    <td>${node.version}</td>
    <td>${moment(node.startedAt)}</td>
    <td>${since(node.lastSeenAt)} ago</td>
  </tr>`;

export const nodesTable = (overview) => table('Nodes', [
  'Name', 'State', { text: 'Requests/s', number: true }, { text: 'p50 ms', number: true }, { text: 'p99 ms', number: true },
  'Address', 'Version', 'Up since', 'Last seen',
], overview.nodes.map((node) => nodeRow(node, overview.node)));

export const healthTable = (health) => table('Health checks', ['Check', 'State', 'Reason'], health.map((check) => html`
  <tr>
    <th scope="row">${check.name}</th>
    <td class="nowrap">${icon(check.up ? 'up' : 'bad')} <span>${check.up ? 'up' : 'down'}</span></td>
    <td>${check.reason ?? nothing}</td>
  </tr>`), { empty: 'No health checks are reported.' });
