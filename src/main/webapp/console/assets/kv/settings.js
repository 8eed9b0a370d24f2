import { html, nothing } from '../shared/lit.js';
import { apiPath } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { confirmed } from '../shared/dialog.js';
import { announce, problemView, remark } from '../shared/notices.js';
import { may, whyNot } from '../shared/session.js';
import { go } from '../shared/url-state.js';
import { askToDrop } from './drop-bucket.js';
import { bucketPath } from './key-path.js';
import { draftOf, fields, settingsFrom } from './settings-form.js';
import { sizes } from './sizes.js';
import { configure, dropBucket, resetSettings, settingsOf, totalsOf } from './store.js';

/** How a bucket is set, how full it is, and its end. */
export class BucketSettings {
  problem = null;
  saving = false;

  constructor({ bucket }, session, update) {
    Object.assign(this, { bucket, session, update, locked: !may(session, 'admin', `kv:${bucket}`) });
  }

  async load() {
    const [settings, totals] = await Promise.all([settingsOf(this.bucket), totalsOf(this.bucket)]);
    Object.assign(this, { settings, totals, draft: draftOf(settings) });
    return this;
  }

  #act = async (action) => {
    Object.assign(this, { saving: true, problem: null });
    this.update();
    try {
      await action();
    } catch (problem) {
      this.problem = problem;
    }
    this.saving = false;
    this.update();
  };

  #save = () => this.#act(async () => {
    this.settings = await configure(this.bucket, settingsFrom(this.draft));
    this.draft = draftOf(this.settings);
    announce(`The settings of ${this.bucket} are saved.`);
  });

  #reset = async () => {
    const question = html`<p>All settings of <code>${this.bucket}</code> go back to the defaults. The keys stay; history
      beyond the default age may go.</p>`;
    if (await confirmed('Reset to the defaults?', question, 'Reset')) {
      await this.#act(async () => {
        await resetSettings(this.bucket);
        await this.load();
        announce(`The settings of ${this.bucket} are the defaults again.`);
      });
    }
  };

  #drop = async () => {
    if (await askToDrop(this.bucket, this.totals)) {
      await this.#act(async () => {
        await dropBucket(this.bucket);
        announce(`The bucket ${this.bucket} is gone.`);
        go({});
      });
    }
  };

  #form() {
    const submit = (event) => {
      event.preventDefault();
      this.#save();
    };
    return html`
      <form @submit=${submit}>
        ${fields(this.draft, this.locked, new Set(this.problem?.errors?.map((error) => error.field)), this.update)}
        <div class="toolbar">
          <button type="submit" class="primary" ?disabled=${this.locked || this.saving}>${this.saving ? 'Saving…' : 'Save'}</button>
          <button type="button" ?disabled=${this.locked || this.saving} @click=${this.#reset}>Reset to defaults</button>
        </div>
      </form>`;
  }

  #curls() {
    const path = apiPath(bucketPath(this.bucket, 'config'));
    const data = JSON.stringify(settingsFrom(this.draft));
    return html`
      ${curl({ path }, 'curl to read the settings')}
      ${curl({ method: 'PUT', path, headers: { 'Content-Type': 'application/json' }, data }, 'curl to set them all')}
      ${curl({ method: 'DELETE', path }, 'curl to reset them')}
      ${curl({ method: 'DELETE', path: apiPath(`/kv/${encodeURIComponent(this.bucket)}`) }, 'curl to drop the bucket')}`;
  }

  view() {
    return html`
      ${this.locked ? remark(`You can look but not change. ${whyNot(this.session, 'admin', `kv:${this.bucket}`)}`, 'warn') : nothing}
      ${this.totals ? sizes(this.totals, this.settings) : nothing}
      <h2>Settings</h2>
      ${problemView(this.problem)}
      ${this.#form()}
      <h2>End of the bucket</h2>
      <p>Dropping the bucket deletes all of its keys, their history, and these settings.</p>
      <button type="button" class="danger" ?disabled=${this.locked || this.saving} @click=${this.#drop}>Drop the bucket</button>
      ${this.#curls()}`;
  }
}
