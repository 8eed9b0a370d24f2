import { html, nothing } from '../shared/lit.js';
import { hrefFor } from '../shared/url-state.js';

/** The way from the buckets to what is shown. */
export const crumbs = ({ bucket, prefix, by, key }) => html`
  <nav aria-label="Where you are"><ol class="crumbs">
    <li><a href=${hrefFor({})}>Buckets</a></li>
    ${bucket ? html`<li><a href=${hrefFor({ bucket, by })}>${bucket}</a></li>` : nothing}
    ${prefix ? html`<li><a class="mono" href=${hrefFor({ bucket, prefix, by })}>${prefix}…</a></li>` : nothing}
    ${key !== undefined ? html`<li aria-current="page" class="mono">${key}</li>` : nothing}
  </ol></nav>`;

const OF_BUCKET = [['', 'Keys'], ['settings', 'Settings and sizes']];
const OF_KEY = [['', 'Value'], ['history', 'History']];

/** The ways to look at a bucket, or at a key. */
export const views = ({ bucket, prefix, by, key, view = '' }) => html`
  <nav class="views" aria-label="Views"><ul>
    ${(key === undefined ? OF_BUCKET : OF_KEY).map(([name, text]) => html`<li>
      <a href=${hrefFor({ bucket, prefix, by, key, view: name })} aria-current=${name === view ? 'page' : nothing}>${text}</a></li>`)}
  </ul></nav>`;
