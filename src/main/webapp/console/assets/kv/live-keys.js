import { Watch } from './watch.js';

const REFRESH_MILLIS = 2_000;

/** The watch of the keys that are listed, while the address wishes one; the list follows what it tells. */
export class LiveKeys {
  watch = null;
  #refreshing = null;

  /** @param {() => void} update draws the page @param {() => void} reload fetches the list anew */
  constructor(update, reload) {
    Object.assign(this, { update, reload });
  }

  /** Begins or ends the watch as the address says; none begins on a page that could not be loaded. */
  follow(state, failed) {
    const { bucket, key, view, live } = state;
    const wanted = live === 'on' && bucket && key === undefined && !view;
    if (this.watch && !(wanted && this.watch.covers(state))) {
      this.watch.end();
      this.watch = null;
    }
    if (wanted && !this.watch && !failed) {
      this.watch = new Watch(state, (changed) => this.#seen(changed && !state.after));
    }
  }

  /** The list follows changes, not too often. */
  #seen(changed) {
    this.update();
    if (changed) {
      this.#refreshing ??= setTimeout(() => this.#refresh(), REFRESH_MILLIS);
    }
  }

  #refresh() {
    this.#refreshing = null;
    if (this.watch) {
      this.reload();
    }
  }
}
