import { html, nothing } from './lit.js';
import { go, hrefFor } from './url-state.js';

/** The filter of a list by how names begin; it stays in the address. */
export function prefixFilter(label, state) {
  const submit = (event) => {
    event.preventDefault();
    go({ ...state, after: '', prefix: new FormData(event.target).get('prefix').trim() });
  };
  return html`
    <form class="toolbar" role="search" @submit=${submit}>
      <div class="field grow">
        <label for="prefix">${label}</label>
        <input id="prefix" name="prefix" class="mono" autocomplete="off" spellcheck="false" .value=${state.prefix ?? ''}>
      </div>
      <button type="submit">Show</button>
      ${state.prefix ? html`<a class="button" href=${hrefFor({ ...state, after: '', prefix: '' })}>Show all</a>` : nothing}
    </form>`;
}
