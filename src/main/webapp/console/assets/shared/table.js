import { html, nothing } from './lit.js';

/**
 * A table in a frame that scrolls sideways on narrow screens.
 * @param {string} caption read to screen readers, shown when asked
 * @param {Array<string | {text: string, number?: boolean}>} columns
 * @param {unknown} rows
 * @param {{showCaption?: boolean, empty?: unknown}} [options]
 */
export function table(caption, columns, rows, { showCaption = false, empty } = {}) {
  const none = Array.isArray(rows) && rows.length === 0;
  return html`
    <div class="table-frame" role="region" aria-label=${caption} tabindex="0">
      <table>
        <caption class=${showCaption ? nothing : 'off-screen'}>${caption}</caption>
        <thead><tr>${columns.map((column) => html`
          <th scope="col" class=${column.number ? 'number' : nothing}>${column.text ?? column}</th>`)}</tr></thead>
        <tbody>${none ? html`<tr><td class="empty" colspan=${columns.length}>${empty ?? 'None.'}</td></tr>` : rows}</tbody>
      </table>
    </div>`;
}

/** Links to the first and the next page of a list. `href` makes an address out of an `after`. */
export const pager = (after, next, href) => (!after && !next ? nothing : html`
  <nav class="pager" aria-label="Pages">
    ${after ? html`<a href=${href(undefined)}>First page</a>` : html`<span>First page</span>`}
    ${next ? html`<a href=${href(next)} rel="next">Next page</a>` : html`<span>No more pages</span>`}
  </nav>`);
