const RETRY_MILLIS = 5_000;

/** The leaders of an election as the server tells them, while wanted: who leads now, and each who comes after. */
export class LeaderStream {
  #wanted = false;
  #source = null;
  #retry = null;

  constructor(path, onLeader) {
    Object.assign(this, { path, onLeader });
  }

  want(wanted) {
    if (this.#wanted !== wanted) {
      this.#wanted = wanted;
      this.#close();
      this.#open();
    }
  }

  #open() {
    if (this.#wanted) {
      this.#source = new EventSource(this.path);
      this.#source.addEventListener('leader', (event) => this.onLeader(JSON.parse(event.data)));
      this.#source.addEventListener('error', () => this.#lose());
    }
  }

  #close() {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }

  /** Why it failed, an event source does not tell; the polling beside it does. */
  #lose() {
    this.#close();
    this.#retry = setTimeout(() => this.#open(), RETRY_MILLIS);
  }
}
