import { html, nothing } from '../shared/lit.js';
import { go, hrefFor } from '../shared/url-state.js';
import { filterOf } from './store.js';

const two = (n) => String(n).padStart(2, '0');

/** A moment as a date and time field has it, in the reader's time zone. */
function localTime(iso) {
  const at = new Date(iso);
  return iso && !Number.isNaN(at.getTime()) ? `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${
    two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}` : '';
}

const momentOf = (local) => (local ? new Date(local).toISOString() : '');

const text = (name, label, state) => html`
  <div class="field grow"><label for="filter-${name}">${label}</label>
    <input id="filter-${name}" name=${name} class="mono" autocomplete="off" spellcheck="false" .value=${state[name] ?? ''}></div>`;

const time = (name, label, state) => html`
  <div class="field"><label for="filter-${name}">${label}</label>
    <input id="filter-${name}" name=${name} type="datetime-local" step="1" .value=${localTime(state[name])}></div>`;

/** The filter of a list of messages; it stays in the address. */
export function messageFilter({ queue, view, state, ...rest }) {
  const submit = (event) => {
    event.preventDefault();
    const { since, until, ...texts } = Object.fromEntries(new FormData(event.target));
    go({ queue, view, state, ...texts, since: momentOf(since), until: momentOf(until) });
  };
  return html`
    <form class="toolbar" role="search" @submit=${submit}>
      ${text('group', 'Group', rest)}
      ${text('header', 'Header, as name:value', rest)}
      <div class="toolbar">
        ${time('since', 'Sent from', rest)}
        ${time('until', 'Sent before', rest)}
        <button type="submit">Show</button>
        ${Object.keys(filterOf(rest)).length ? html`<a class="button" href=${hrefFor({ queue, view, state })}>Show all</a>` : nothing}
      </div>
    </form>`;
}
