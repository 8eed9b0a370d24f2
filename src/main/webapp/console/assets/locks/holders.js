import { html, repeat } from '../shared/lit.js';
import { count } from '../shared/format.js';
import { table } from '../shared/table.js';
import { leftView, modeView, sinceView } from './hold.js';

const EMPTY = 'Nobody holds it: whoever asks next gets it. The curl below acquires it.';

const words = (metadata) => (typeof metadata === 'string' ? metadata : JSON.stringify(metadata));

const code = (text) => html`<td class="words">${text ? html`<code>${text}</code>` : '–'}</td>`;

/** The columns, each with what it says of a holder; those that say nothing of anybody are left out. */
const columns = (holders, breakIt) => [
  ['Mode', (holder) => html`<td>${modeView(holder)}</td>`],
  [{ text: 'Token', number: true }, ({ token }) => html`<td class="number">${count(token)}</td>`],
  ['Since', ({ acquiredAt }) => html`<td>${sinceView(acquiredAt)}</td>`],
  ['Ends', (holder) => html`<td>${leftView(holder)}</td>`],
  holders.some(({ session }) => session) && ['Session', ({ session }) => code(session)],
  holders.some(({ metadata }) => metadata) && ['Metadata', ({ metadata }) => code(metadata && words(metadata))],
  breakIt && ['Action', (holder) => html`<td><button type="button" class="small danger"
    aria-label="Break the hold of ${holder.owner}" @click=${() => breakIt(holder)}>Break</button></td>`],
].filter(Boolean);

/** Who holds a lock now; `breakIt` is called with a holder, and is null where the reader may not. */
export function holdersTable(holders, breakIt) {
  const shown = columns(holders, breakIt);
  const row = (holder) => html`
    <tr><th scope="row" class="name">${holder.owner}</th>${shown.map(([, cell]) => cell(holder))}</tr>`;
  const rows = holders.length === 0 ? [] : repeat(holders, ({ token, owner }) => `${token} ${owner}`, row);
  return table('Holders', ['Owner', ...shown.map(([head]) => head)], rows, { empty: EMPTY });
}
