const KEPT_MILLIS = 10 * 60_000;
const LEAST_MILLIS = 60_000;
const GAP_MILLIS = 25_000;

/** Figures of the last ten minutes, kept by the page alone. */
export class History {
  points = [];

  add(at, figures) {
    const last = this.points.at(-1);
    if (last && at <= last.at) {
      return;
    }
    if (last && at - last.at > GAP_MILLIS) {
      this.points.push({ at: at - 1, figures: null }); // No figures for a while: the line breaks here.
    }
    this.points.push({ at, figures });
    this.points = this.points.filter((point) => point.at > at - KEPT_MILLIS);
  }

  /** From the oldest kept point to the newest; at first at least a minute, so that the line does not jump about. */
  get range() {
    const to = this.points.at(-1)?.at ?? Date.now();
    const from = Math.min(this.points[0]?.at ?? to, to - LEAST_MILLIS);
    return { from, to };
  }

  /** One figure over time, picked out of each point's figures; it may be missing there. */
  series(name, pick) {
    return { name, points: this.points.map(({ at, figures }) => ({ at, value: figures === null ? null : pick(figures) ?? null })) };
  }
}
