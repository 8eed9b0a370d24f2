import { html, nothing } from '../shared/lit.js';
import { bytes as size, moment } from '../shared/format.js';
import { indentJson } from '../shared/indent-json.js';
import { remark } from '../shared/notices.js';
import { go } from '../shared/url-state.js';
import { jsonOf, textOf } from '../shared/value-text.js';
import { bytesOf, isPut } from './change.js';
import { diffView } from './diff-view.js';

const isJson = (text) => typeof (jsonOf(text)?.json ?? 0) === 'object';

const nameOf = (change, standing) => `revision ${change.revision}${change.revision === standing.revision ? ' (the latest)' : ''}`;

const choices = (changes, chosen) => changes.map((change) => html`
  <option value=${change.revision} ?selected=${change.revision === chosen?.revision}>${change.revision}, ${change.event}</option>`);

function chooser(changes, { left, right }, state) {
  const choose = (side) => (event) => go({ ...state, [side]: event.target.value }, { replace: true });
  return html`
    <form class="toolbar" @submit=${(event) => event.preventDefault()}>
      <div class="field"><label for="left">Compare revision</label>
        <select id="left" @change=${choose('left')}>${choices(changes, left)}</select></div>
      <div class="field"><label for="right">with</label>
        <select id="right" @change=${choose('right')}>
          <option value="">what stands now</option>${choices(changes, state.right ? right : null)}</select></div>
    </form>`;
}

/** What differs besides the value. */
function circumstances(left, right) {
  const facts = [
    ['Type', left.contentType, right.contentType, (type) => html`<code>${type}</code>`],
    ['Expires', left.expiresAt ?? null, right.expiresAt ?? null, (at) => moment(at, 'never')],
  ].filter(([, before, after]) => isPut(left) && isPut(right) && before !== after);
  return facts.map(([name, before, after, view]) => html`<p>${name}: ${view(before)}, then ${view(after)}.</p>`);
}

function indentChoice(state) {
  const toggle = (event) => go({ ...state, plain: event.target.checked ? '' : 'on' }, { replace: true });
  return html`<label class="check"><input type="checkbox" .checked=${!state.plain} @change=${toggle}>
    <span>Indent JSON before comparing</span></label>`;
}

const equal = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);

const gone = (change) => (change.event === 'expire' ? 'had expired' : 'was deleted');

function difference(left, right, state, caption) {
  const [before, after] = [bytesOf(left), bytesOf(right)];
  if (equal(before, after)) {
    return html`<p role="status">The value is the same.</p>`;
  }
  const texts = [textOf(before), textOf(after)];
  if (texts.includes(null)) {
    return remark(`What is not text has no lines to compare: ${size(before.length)}, then ${size(after.length)}.`);
  }
  const json = texts.some(isJson) && texts.every((text) => text === '' || isJson(text));
  const [one, other] = json && !state.plain ? texts.map(indentJson) : texts;
  return html`${json ? indentChoice(state) : nothing}
    ${one === other ? html`<p role="status">The same JSON, written with other blanks.</p>` : diffView(one, other, caption)}`;
}

/**
 * Two changes of a key beside each other, chosen from a list of them.
 * @param {object[]} changes newest first
 * @param {{left: object, right: object, standing: object}} sides
 */
export function comparison(changes, sides, state) {
  const { left, right, standing } = sides;
  const caption = `From ${nameOf(left, standing)} to ${nameOf(right, standing)}`;
  return html`
    <h2 id="comparison" tabindex="-1">Difference</h2>
    ${chooser(changes, sides, state)}
    <h3>${caption}</h3>
    ${[left, right].filter((side) => !isPut(side)).map((side) => html`<p>At revision ${side.revision} the key ${gone(side)}.</p>`)}
    ${circumstances(left, right)}
    ${difference(left, right, state, caption)}`;
}
