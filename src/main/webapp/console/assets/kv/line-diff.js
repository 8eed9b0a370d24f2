import { differingLines } from './difference.js';

const CONTEXT = 3;

/** What is empty has no line. */
const linesOf = (text) => (text === '' ? [] : text.split('\n'));

/** How many lines two texts have in common at their beginnings, and behind that at their ends. */
function commonEnds(left, right) {
  const least = Math.min(left.length, right.length);
  let head = 0;
  while (head < least && left[head] === right[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < least - head && left.at(-1 - tail) === right.at(-1 - tail)) {
    tail += 1;
  }
  return { head, tail };
}

/** Both texts as one row of lines: removed ones before added ones. */
function merge(left, right, { inLeft, inRight }) {
  const rows = [];
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    if (inLeft.has(i)) {
      rows.push({ sign: '−', text: left[i] });
      i += 1;
    } else if (inRight.has(j)) {
      rows.push({ sign: '+', text: right[j] });
      j += 1;
    } else {
      rows.push({ sign: ' ', text: left[i] });
      i += 1;
      j += 1;
    }
  }
  return rows;
}

function numbered(rows) {
  let [left, right] = [0, 0];
  return rows.map((row) => {
    left += row.sign === '+' ? 0 : 1;
    right += row.sign === '−' ? 0 : 1;
    return { ...row, left: row.sign === '+' ? null : left, right: row.sign === '−' ? null : right };
  });
}

/**
 * The lines of two texts as one list that leads from the first to the second.
 * @returns {Array<{sign: ' '|'+'|'−', text: string, left: number|null, right: number|null}>} with line numbers from 1
 */
export function lineDiff(leftText, rightText) {
  const [left, right] = [linesOf(leftText), linesOf(rightText)];
  const { head, tail } = commonEnds(left, right);
  const middle = [left, right].map((lines) => lines.slice(head, lines.length - tail));
  const same = (lines) => lines.map((text) => ({ sign: ' ', text }));
  return numbered([...same(left.slice(0, head)), ...merge(...middle, differingLines(...middle)),
    ...same(left.slice(left.length - tail))]);
}

/** The same without what is far from any difference: such lines become one {skipped: n}. */
export function onlyNear(rows) {
  const near = new Set();
  rows.forEach((row, i) => {
    if (row.sign !== ' ') {
      for (let k = i - CONTEXT; k <= i + CONTEXT; k += 1) {
        near.add(k);
      }
    }
  });
  return rows.reduce((shown, row, i) => {
    if (near.has(i)) {
      shown.push(row);
    } else if (shown.at(-1)?.skipped) {
      shown.at(-1).skipped += 1;
    } else {
      shown.push({ skipped: 1 });
    }
    return shown;
  }, []);
}
