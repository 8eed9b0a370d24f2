import { html, nothing } from '../shared/lit.js';
import { curl } from '../shared/curl.js';
import { dialogFrame, openDialog } from '../shared/dialog.js';
import { field } from '../shared/field.js';
import { problemView } from '../shared/notices.js';
import { draftOf, fields, settingsFrom } from './settings-form.js';
import { configureCall, make, queueNames, queueOf } from './store.js';

const RULE = 'A letter or digit, then letters, digits, dots, underscores and hyphens; at most 128.';

const wanted = ({ queue, draft }) => configureCall(queue, settingsFrom(draft));

async function save(work, dialog) {
  Object.assign(work, { saving: true, problem: null });
  dialog.update();
  try {
    dialog.close(await make(wanted(work)));
  } catch (problem) {
    Object.assign(work, { saving: false, problem });
    dialog.update();
  }
}

function form(work, dialog) {
  const rename = (name) => {
    work.queue = name;
    dialog.update();
  };
  const change = (name, text) => {
    work.draft[name] = text;
    dialog.update();
  };
  return html`
    <form @submit=${(event) => { event.preventDefault(); save(work, dialog); }}>
      ${dialogFrame(work.fixed ? `Settings of ${work.queue}` : 'New queue', html`
        ${problemView(work.problem)}
        ${work.fixed ? nothing : field({
    id: 'queue-name', label: 'Name', hint: RULE, pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]{0,127}', required: true, autofocus: true,
  }, work.queue, rename)}
        ${fields(work, change)}
        ${curl(wanted({ ...work, queue: work.queue || 'NAME' }))}`, html`
        <button type="submit" class="primary" ?disabled=${work.saving}>${work.saving ? 'Saving…' : 'Save'}</button>
        <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
    </form>`;
}

async function open(queue, settings, fixed) {
  const names = (await queueNames()).filter((name) => name !== queue);
  const work = { queue, draft: draftOf(settings), names, fixed, problem: null, saving: false };
  return openDialog((dialog) => form(work, dialog), { wide: true });
}

/** Makes a queue in a dialog; resolves with it, or undefined. */
export const newQueue = () => open('', {}, false);

/** Changes the settings of a queue in a dialog; resolves with what holds then, or undefined. */
export const changeSettings = async (queue) => open(queue, await queueOf(queue), true);
