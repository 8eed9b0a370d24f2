import { html, nothing } from '../shared/lit.js';
import { apiPath, query } from '../shared/api.js';
import { curl } from '../shared/curl.js';
import { dialogFrame, openDialog } from '../shared/dialog.js';
import { bytes as size, count } from '../shared/format.js';
import { problemView, remark } from '../shared/notices.js';
import { table } from '../shared/table.js';
import { taskView } from '../shared/task-list.js';
import { bucketField } from './bucket-field.js';
import { bucketPath } from './key-path.js';
import { upload } from './upload.js';

const MEDIA_TYPE = 'application/x-ndjson';

/** One import: chosen file, way there, result. */
class Import {
  file = null;
  atomic = false;
  sent = 0;
  tasks = [];
  running = null;
  result = null;
  problem = null;

  constructor(bucket) {
    this.bucket = bucket ?? '';
    this.named = bucket !== undefined;
  }

  get path() {
    return apiPath(bucketPath(this.bucket, `import${query({ atomic: this.atomic || undefined })}`));
  }

  async run(update) {
    Object.assign(this, { sent: 0, result: null, problem: null, tasks: [] });
    const overview = this.#watchTasks(update);
    this.running = upload({
      url: this.path, body: this.file, contentType: MEDIA_TYPE, onSent: (sent) => { this.sent = sent; update(); },
    });
    update();
    try {
      this.result = await this.running.answer;
    } catch (problem) {
      this.problem = problem;
    }
    overview.close();
    this.running = null;
    update();
  }

  /** The server's own count of what is stored, from the live overview. */
  #watchTasks(update) {
    const source = new EventSource(apiPath('/console/overview'));
    source.addEventListener('overview', (event) => {
      this.tasks = JSON.parse(event.data).tasks.filter((task) => task.name === `Import into ${this.bucket}`);
      update();
    });
    return source;
  }
}

function drop(event, work, dialog) {
  event.preventDefault();
  event.currentTarget.classList.remove('over');
  work.file = event.dataTransfer.files[0] ?? work.file;
  dialog.update();
}

function over(event) {
  event.preventDefault();
  event.currentTarget.classList.toggle('over', event.type === 'dragover');
}

const chooser = (work, dialog) => html`
  ${work.named ? nothing : bucketField(work.bucket, (bucket) => { work.bucket = bucket; dialog.update(); })}
  <div class="drop" @dragover=${over} @dragleave=${over} @drop=${(event) => drop(event, work, dialog)}>
    <p><label for="import-file">A file of lines (NDJSON)</label>, or drop it here</p>
    <input id="import-file" type="file" accept=".ndjson,.jsonl,.json,application/x-ndjson"
      @change=${(event) => { work.file = event.target.files[0] ?? null; dialog.update(); }}>
    ${work.file ? html`<p><strong>${work.file.name}</strong>, ${size(work.file.size)}</p>` : nothing}
  </div>
  <label class="check"><input type="checkbox" .checked=${work.atomic}
    @change=${(event) => { work.atomic = event.target.checked; dialog.update(); }}>
    <span>All or nothing: one bad line keeps the whole file out</span></label>
  <p class="hint">Each line is <code>{"key":"a/b","value":"text"}</code>, with <code>"base64"</code> instead of
    <code>"value"</code> for bytes, and optionally <code>"contentType"</code> and <code>"ttl"</code>.</p>`;

const progress = (work) => html`
  <div class="work" role="status">
    <p>Sent ${size(work.sent)} of ${size(work.file.size)}${work.sent >= work.file.size ? '; the server is storing…' : nothing}</p>
    <progress max=${work.file.size || 1} .value=${work.sent} aria-label="Upload"></progress>
  </div>
  ${work.tasks.map(taskView)}`;

const failedTable = (failed) => table('Lines that were not imported', [{ text: 'Line', number: true }, 'Code', 'Why'],
  failed.map((line) => html`<tr><td class="number">${count(line.line)}</td>
    <td><code>${line.code}</code></td><td>${line.detail}</td></tr>`), { showCaption: true });

const keysText = (n) => `${count(n)} ${n === 1 ? 'key' : 'keys'}`;
const failures = (n) => (n === 0 ? 'no line failed' : `${count(n)} ${n === 1 ? 'line' : 'lines'} failed`);

/** The server names the first failed lines only, and counts all of them. */
function outcome({ file, result: { imported, failed, failedCount } }) {
  const said = html`<p role="status">${file.name}: <strong>${keysText(imported)} imported</strong>, ${failures(failedCount)}.</p>`;
  return html`
    ${remark(said, failedCount === 0 ? 'up' : 'warn')}
    ${failedCount === 0 ? nothing : failedTable(failed)}
    ${failedCount > failed.length ? html`<p class="hint">The first ${count(failed.length)} are shown.</p>` : nothing}`;
}

const buttons = (work, dialog) => {
  if (work.running) {
    return html`<button type="button" @click=${() => work.running.abort()}>Stop</button>`;
  }
  if (work.result) {
    return html`<button type="button" class="primary" @click=${() => dialog.close(work.bucket)}>Done</button>`;
  }
  return html`
    <button type="submit" class="primary" ?disabled=${!work.file}>Import</button>
    <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`;
};

function stage(work, dialog) {
  if (work.running) {
    return progress(work);
  }
  return work.result ? outcome(work) : chooser(work, dialog);
}

const form = (work, dialog) => html`
  <form @submit=${(event) => { event.preventDefault(); work.run(dialog.update); }}>
    ${dialogFrame(work.named ? `Import into ${work.bucket}` : 'Import', html`
      ${problemView(work.problem)}
      ${stage(work, dialog)}
      ${curl({ method: 'POST', path: work.path, headers: { 'Content-Type': MEDIA_TYPE }, file: work.file?.name ?? 'keys.ndjson' })}`,
  buttons(work, dialog))}
  </form>`;

/** Imports a file into a bucket, a new one where none is given; resolves with its name if anything was imported. */
export function importKeys(bucket) {
  const work = new Import(bucket);
  return openDialog((dialog) => form(work, dialog), { wide: true, mayClose: () => !work.running });
}
