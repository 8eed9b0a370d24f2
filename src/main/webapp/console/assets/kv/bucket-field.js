import { html } from '../shared/lit.js';

/** The field for a bucket's name, with the rule that names follow. */
export const bucketField = (value, change) => html`
  <div class="field"><label for="bucket-name">Bucket</label>
    <input id="bucket-name" class="mono" required pattern="[A-Za-z0-9][A-Za-z0-9._\\-]{0,127}" .value=${value}
      title="A letter or digit, then letters, digits, dots, underscores and hyphens; at most 128" autocomplete="off"
      spellcheck="false" @input=${(event) => change(event.target.value)}></div>`;
