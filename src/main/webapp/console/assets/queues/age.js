import { millisOf, remaining } from '../shared/duration.js';

/** How long the oldest message has waited; nothing does when that is zero. */
export const ageText = (iso) => (millisOf(iso) === 0 ? '–' : remaining(millisOf(iso)));
