import { html, nothing } from '../shared/lit.js';
import { getJson } from '../shared/api.js';
import { copyButton } from '../shared/copy.js';
import { count, since, timeOrDay } from '../shared/format.js';
import { remark } from '../shared/notices.js';

/** What pins the snapshot horizon of the database: each with who it is, and the statement that ends it. */
const KINDS = {
  session: {
    who: ({ name, pid, user, state }) => html`The session of <strong>${name || 'a program without a name'}</strong> (process ${pid},
      user ${user ?? 'unknown'}${state ? `, ${state}` : nothing})`,
    advice: 'Let that program commit or roll back; if it cannot, end its session:',
    statement: ({ pid }) => `SELECT pg_terminate_backend(${pid});`,
  },
  'prepared-transaction': {
    who: ({ name, user }) => html`The prepared transaction <strong>${name}</strong> (user ${user})`,
    advice: 'Whoever prepared it has to end it; if nobody does, roll it back:',
    statement: ({ name }) => `ROLLBACK PREPARED '${name.replaceAll("'", "''")}';`,
  },
  'replication-slot': {
    who: ({ name, state }) => html`The replication slot <strong>${name}</strong> (${state})`,
    advice: 'Start again what reads it, or look for a long query there; if it is not needed any more, drop it:',
    statement: ({ name }) => `SELECT pg_drop_replication_slot('${name}');`,
  },
};

/** Null where they cannot be found out: what the page is about goes on without. */
export const findPins = () => getJson('/console/snapshot-pins').catch(() => null);

const heldFor = ({ since: from, transactions }) => (from
  ? html`since ${timeOrDay(from)}, for ${since(from)} now` : html`for ${count(transactions)} transactions`);

function whatToDo(pin) {
  const { advice, statement } = KINDS[pin.kind];
  return html`<p>${advice}</p><div class="statement"><code>${statement(pin)}</code>${copyButton(statement(pin), 'the statement')}</div>`;
}

const other = (pin) => html`<li><p>${KINDS[pin.kind].who(pin)}, ${heldFor(pin)}.</p>${whatToDo(pin)}</li>`;

/** Names who holds a snapshot open for long, what that does, and how to end it. */
export function pinsBanner(found) {
  if (!found?.items.length) {
    return nothing;
  }
  const [first, ...others] = found.items;
  return remark(html`
    <p>${KINDS[first.kind].who(first)} has held a snapshot of the database open ${heldFor(first)}. Until it ends, nothing that is
      outdated can be removed: tables grow, and what reads them gets slower.</p>
    ${whatToDo(first)}
    ${others.length === 0 ? nothing : html`<details><summary>${count(others.length)} more behind it</summary><ul>${others.map(other)}</ul></details>`}`,
  'warn');
}

/** Says where the banner would not tell all. */
export const pinsHint = (found) => (!found || found.complete ? nothing : html`
  <p class="hint">Sessions of other database users that hold a snapshot open are not seen from here;
    <code>GRANT pg_read_all_stats TO ${found.role};</code> lets them be named.</p>`);
