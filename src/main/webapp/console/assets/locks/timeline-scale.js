import { clock } from '../shared/format.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE,
  5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];
const MONTH_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** Even times between two, at most as many as asked for, as the reader's clock has them. */
export function evenTimes(from, to, most) {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS.at(-1);
  const zone = new Date(from).getTimezoneOffset() * MINUTE;
  const times = [];
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) {
    times.push({ at, text: timeText(at, step) });
  }
  return times;
}

function timeText(at, step) {
  const date = new Date(at);
  const midnight = date.getHours() + date.getMinutes() + date.getSeconds() === 0;
  if (step >= DAY || (step >= HOUR && midnight)) {
    return MONTH_DAY.format(date);
  }
  const time = clock(at);
  return step >= MINUTE ? time.slice(0, 5) : step >= SECOND ? time : `${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** Puts holds into rows so that those of a row do not overlap; a plain lock needs only one. */
export function lanesOf(holds) {
  const ends = [];
  return holds.map((hold) => {
    const free = ends.findIndex((end) => end <= hold.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = hold.to;
    return { ...hold, lane };
  });
}
