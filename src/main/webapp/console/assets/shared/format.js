import { html, nothing } from './lit.js';

const DATE_TIME = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
});
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const WHOLE = new Intl.NumberFormat('en-GB');
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export const count = (n) => WHOLE.format(n);

/** A figure with at most three meaningful digits: 0.42, 8.5, 120, 12,400. */
export function figure(n) {
  if (n === undefined || n === null) {
    return '–';
  }
  return n >= 100 || n === 0 ? WHOLE.format(Math.round(n)) : String(Number(n.toPrecision(n >= 10 ? 3 : 2)));
}

export function bytes(n) {
  let unit = 0;
  let size = n;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? size : figure(size)} ${UNITS[unit]}`;
}

export const clock = (at) => CLOCK.format(new Date(at));

/** A moment in the reader's time zone, with the exact UTC one on hover. */
export const moment = (iso, otherwise = nothing) => (iso
  ? html`<time datetime=${iso} title=${iso}>${DATE_TIME.format(new Date(iso))}</time>` : otherwise);

/** A moment of today as the time alone, any other with its day. */
export const timeOrDay = (iso) => (new Date(iso).toDateString() === new Date().toDateString()
  ? html`<time datetime=${iso} title=${iso}>${clock(iso)}</time>` : moment(iso));

/** How long ago, in the largest unit that fits: 12 s, 5 min, 3 h, 2 d. */
export function since(iso, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  if (seconds < 120) {
    return `${seconds} s`;
  }
  if (seconds < 7200) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}
