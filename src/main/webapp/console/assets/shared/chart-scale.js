const MINUTE = 60_000;

/** The path of a line through points; one without a value breaks it. */
export function linePath(points, x, y) {
  let pen = 'M';
  return points.map(({ at, value }) => {
    if (value === null) {
      pen = 'M';
      return '';
    }
    const step = `${pen}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
    return step;
  }).join('');
}

/** The step of 1, 2, 2.5 or 5 times a power of ten that is not below the given one. */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= least * 0.999999);
}

/** The top of an axis that holds a value, four nice steps high. */
export const niceTop = (highest) => niceStep(Math.max(highest, 0.04) / 4) * 4;

export const ticks = (top) => [0, 1, 2, 3, 4].map((i) => top / 4 * i);

/** Full minutes for the time axis, as many as have room. */
export function timeTicks(from, to, width) {
  const room = Math.max(2, Math.floor(width / 90));
  const step = MINUTE * Math.max(1, Math.ceil((to - from) / MINUTE / room));
  const inside = [];
  for (let at = Math.ceil((from + MINUTE / 2) / step) * step; at <= to - MINUTE / 4; at += step) {
    inside.push(at);
  }
  return inside;
}
