import '../shared/count-down.js';
import { html, nothing } from '../shared/lit.js';
import { count, since, timeOrDay } from '../shared/format.js';

/** A hold of a lock as lists and histories tell it. */

/** How a hold ended, in words and with a sign; the timeline draws each in a pattern of its own. */
export const ENDS = {
  released: { sign: '●', text: 'released' },
  expired: { sign: '◐', text: 'expired' },
  broken: { sign: '✕', text: 'broken' },
  session: { sign: '○', text: 'its session ended' },
};

export const endView = ({ how, reason }) => html`<span class="ended ended-${how}"><span
  aria-hidden="true">${ENDS[how]?.sign ?? '·'}</span> ${ENDS[how]?.text ?? how}</span>
  ${reason ? html`<small>${reason}</small>` : nothing}`;

/** The mode, and the permits where a hold has more than one. */
export const modeView = ({ mode, permits }) => html`${mode}${permits > 1
  ? html`, <span class="nowrap">${count(permits)} permits</span>` : nothing}`;

/** Since when, and how long that is ago. */
export const sinceView = (iso) => html`${timeOrDay(iso)} <small class="nowrap">${since(iso)} ago</small>`;

/** How long a hold lasts yet, unless it is renewed. */
export const leftView = ({ expiresAt, session }) => html`
  ${expiresAt ? html`<count-down .until=${expiresAt}></count-down>` : nothing}
  ${session ? html`<small>${expiresAt ? '' : 'with its '}session</small>` : nothing}`;
