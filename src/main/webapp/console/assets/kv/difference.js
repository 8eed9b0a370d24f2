const MOST_CELLS = 1_000_000;

/** The lengths of the longest common subsequences of all line tails, row by row. */
function commonTails(left, right) {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = left[i] === right[j]
        ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  return (i, j) => lengths[i * width + j];
}

/**
 * Which lines stand in only one of two texts. Texts too long to compare count as different line by line.
 * @returns {{inLeft: Set<number>, inRight: Set<number>}} line numbers from 0
 */
export function differingLines(left, right) {
  const inLeft = new Set(left.keys());
  const inRight = new Set(right.keys());
  const same = (i, j) => {
    inLeft.delete(i);
    inRight.delete(j);
  };
  if (left.length * right.length > MOST_CELLS) {
    left.forEach((line, i) => line === right[i] && same(i, i));
    return { inLeft, inRight };
  }
  const tail = commonTails(left, right);
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) {
      same(i, j);
      i += 1;
      j += 1;
    } else if (tail(i + 1, j) >= tail(i, j + 1)) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return { inLeft, inRight };
}
