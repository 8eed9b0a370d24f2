const KEPT_MILLIS = 10 * 60_000;
const LEAST_MILLIS = 60_000;
const GAP_MILLIS = 25_000;

/** Load figures of the last ten minutes, kept by the page alone. */
export class LoadHistory {
  points = [];

  add(overview) {
    const at = Date.parse(overview.at);
    const last = this.points.at(-1);
    if (last && at <= last.at) {
      return;
    }
    if (last && at - last.at > GAP_MILLIS) {
      this.points.push({ at: at - 1, nodes: [] }); // No figures for a while: the line breaks here.
    }
    this.points.push({ at, nodes: overview.nodes.filter((node) => node.state === 'up') });
    this.points = this.points.filter((point) => point.at > at - KEPT_MILLIS);
  }

  /** From the oldest kept point to the newest; at first at least a minute, so that the line does not jump about. */
  get range() {
    const to = this.points.at(-1)?.at ?? Date.now();
    const from = Math.min(this.points[0]?.at ?? to, to - LEAST_MILLIS);
    return { from, to };
  }

  /** One figure over time: of one node, or of all of them folded into one. */
  series(name, field, node, fold) {
    return {
      name,
      points: this.points.map(({ at, nodes }) => {
        const figures = nodes.filter((one) => !node || one.name === node).map((one) => one[field])
          .filter((value) => value !== undefined && value !== null);
        return { at, value: figures.length === 0 ? null : fold(figures) };
      }),
    };
  }
}

export const sum = (figures) => figures.reduce((total, one) => total + one, 0);
export const highest = (figures) => Math.max(...figures);
