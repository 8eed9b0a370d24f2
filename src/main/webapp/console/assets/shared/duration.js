const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000], ['ms', 1]];
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** How long an ISO-8601 duration is. */
export function millisOf(iso) {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = ISO.exec(iso) ?? [];
  return Math.round(((days * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + seconds * 1_000);
}

/** An ISO-8601 duration as people write it: PT24H is 1d, PT90S is 90s; what is none stays as it is. */
export function shortDuration(iso) {
  const millis = millisOf(iso);
  const unit = UNITS.find(([, length]) => millis % length === 0 && millis >= length) ?? UNITS[3];
  return millis === 0 && iso !== 'PT0S' ? iso : `${millis / unit[1]}${unit[0]}`;
}

/** How long is left, in the two largest units: 3 d 4 h, 4 min 32 s, 12 s. */
export function remaining(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1_000));
  const parts = [[Math.floor(seconds / 86_400), 'd'], [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'], [seconds % 60, 's']];
  while (parts.length > 1 && parts[0][0] === 0) {
    parts.shift();
  }
  return parts.slice(0, 2).map(([n, unit]) => `${n} ${unit}`).join(' ');
}

/** How long something took: 340 ms, 2.5 s, 4 min 32 s. */
export function lasted(millis) {
  if (millis < 1_000) {
    return `${Math.max(0, Math.round(millis))} ms`;
  }
  return millis < 60_000 ? `${Number((millis / 1_000).toFixed(1))} s` : remaining(millis);
}
