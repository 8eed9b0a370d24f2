export const sum = (figures) => figures.reduce((total, one) => total + one, 0);
export const highest = (figures) => Math.max(...figures);

/** A figure of all nodes that tell it folded into one; undefined when none does. */
export function fold(nodes, field, how) {
  const figures = nodes.map((node) => node[field]).filter((value) => value !== undefined && value !== null);
  return figures.length === 0 ? undefined : how(figures);
}
