import { html } from '../shared/lit.js';
import { curl } from '../shared/curl.js';
import { confirmed, dialogFrame, openDialog } from '../shared/dialog.js';
import { field } from '../shared/field.js';
import { problemView } from '../shared/notices.js';
import { bytesFrom, editable, textOf, withLineEnds } from '../shared/value-text.js';
import { bodyAndHeaders, headersOf, linesOf } from './message-form.js';
import { make, queueNames, redriveCall } from './store.js';

async function start(work, dialog) {
  Object.assign(work, { sending: true, problem: null });
  dialog.update();
  try {
    dialog.close(await make(redriveCall(work.queue, work.wish())));
  } catch (problem) {
    Object.assign(work, { sending: false, problem });
    dialog.update();
  }
}

function targetField(work, dialog) {
  const hint = work.from ? html`Empty: back to <code>${work.from}</code>, where it died.` : 'Empty: each back to where it died.';
  return field({ id: 'redrive-to', label: 'To the queue', hint, list: work.names }, work.to, (to) => {
    work.to = to;
    dialog.update();
  });
}

const form = (work, dialog) => html`
  <form @submit=${(event) => { event.preventDefault(); start(work, dialog); }}>
    ${dialogFrame(work.title, html`
      ${problemView(work.problem)}
      ${work.content(dialog)}
      ${curl(redriveCall(work.queue, work.wish()))}`, html`
      <button type="submit" class="primary" ?disabled=${work.sending || !work.ready()}>${work.sending ? 'Starting…' : 'Redrive'}</button>
      <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
  </form>`;

const target = ({ to }) => (to ? { to } : {});

/** What a dead letter carries, to be edited if it is text. */
class Letter {
  problem = null;
  sending = false;
  to = '';

  constructor(queue, message, names) {
    const before = textOf(bytesFrom(message.body, message.base64));
    Object.assign(this, {
      title: 'Edit and redrive', queue, message, names, before, asText: editable(before), from: message.deadLetter?.from ?? queue,
      text: before ?? '', contentType: message.contentType, headers: linesOf(message.headers),
    });
  }

  /** What is not as it was. */
  get edit() {
    const { message } = this;
    return {
      ...(this.asText && this.text !== this.before ? { body: withLineEnds(this.text, this.before) } : {}),
      ...(this.headers !== linesOf(message.headers) ? { headers: headersOf(this.headers) ?? {} } : {}),
    };
  }

  get isEdited() {
    return Object.keys(this.edit).length > 0;
  }

  wish = () => ({ ...target(this), ids: [this.message.id], ...(this.isEdited ? { edit: this.edit } : {}) });

  ready = () => headersOf(this.headers) !== null;

  content = (dialog) => html`
    ${targetField(this, dialog)}
    ${bodyAndHeaders(this, dialog)}`;
}

/** Sends a dead letter on its way again, edited or not; resolves with the redrive that does it, or undefined. */
export async function redriveOne(queue, message) {
  const letter = new Letter(queue, message, await queueNames());
  const mayClose = () => !letter.isEdited || confirmed('Discard your changes?', html`<p>The message stays as it was.</p>`, 'Discard');
  return openDialog((dialog) => form(letter, dialog), { wide: true, mayClose });
}

const passing = (filter) => Object.entries(filter).map(([name, value]) => html`<li>${{
  group: 'Group', header: 'Header', since: 'Sent from', until: 'Sent before',
}[name]}: <code>${value}</code></li>`);

/** All dead letters that pass a filter. */
class Letters {
  problem = null;
  sending = false;
  to = '';
  rate = '';

  constructor(queue, filter, names) {
    Object.assign(this, { title: `Redrive the dead letters of ${queue}?`, queue, filter, names });
  }

  wish = () => ({ ...target(this), filter: { ...this.filter }, ...(this.rate ? { ratePerSecond: Number(this.rate) } : {}) });

  ready = () => true;

  #which() {
    const which = passing(this.filter);
    return which.length === 0 ? html`<p>All that are there now and not in flight, unedited.</p>`
      : html`<p>All that are there now, not in flight, and pass the filter, unedited:</p><ul>${which}</ul>`;
  }

  content = (dialog) => html`
    ${this.#which()}
    ${targetField(this, dialog)}
    ${field({ id: 'redrive-rate', label: 'Messages per second (optional)', type: 'number', min: 1, step: '1',
    hint: 'So that the receivers can cope. Empty: as fast as it goes.' }, this.rate, (rate) => {
    this.rate = rate;
    dialog.update();
  })}`;
}

/** Sends on all dead letters that pass a filter; resolves with the redrive that does it, or undefined. */
export async function redriveAll(queue, filter) {
  const letters = new Letters(queue, filter, await queueNames());
  return openDialog((dialog) => form(letters, dialog));
}
