const RETRY_SECONDS = 3;

const passes = ({ status }) => status === 0 || status === 429 || status >= 500;

/**
 * Fetches again and again what a page shows; it can be slowed or paused, and rests while nobody looks.
 * States: connecting, live, away (the window is not in front), paused (by choice), lost (no answer), failed (with a problem).
 */
export class Polling {
  state = 'connecting';
  every = 2;
  lastAt = null;
  problem = null;
  #turn = 0;
  #timer = null;
  #loading = false;

  /** @param {{load: () => Promise<object>, onData: (data: object) => void, onState: () => void}} options */
  constructor(options) {
    this.options = options;
    for (const sign of ['blur', 'focus']) {
      addEventListener(sign, () => this.#adjust());
    }
    document.addEventListener('visibilitychange', () => this.#adjust());
  }

  /** Begins anew, with something else to load. */
  restart() {
    Object.assign(this, { lastAt: null, problem: null, state: 'connecting' });
    return this.retry();
  }

  /** Chooses how often to fetch: every 2 or 10 seconds, or 0 for never. */
  choose(seconds) {
    this.every = seconds;
    this.#adjust();
  }

  /** Fetches now, paused or not. */
  async retry() {
    this.#next();
    this.#loading = true;
    const mine = this.#turn;
    const answer = await this.options.load().then((data) => ({ data }), (problem) => ({ problem }));
    if (mine !== this.#turn) {
      return;
    }
    if (answer.problem) {
      this.#fail(answer.problem);
    } else {
      this.take(answer.data);
    }
  }

  /** Takes what is newer than any answer under way. */
  take(data) {
    this.#next();
    Object.assign(this, { lastAt: Date.now(), problem: null });
    this.options.onData(data);
    this.#become(this.#resting() ?? 'live');
    if (this.state === 'live') {
      this.#later(this.every);
    }
  }

  /** What was planned or is under way counts no more. */
  #next() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#loading = false;
    this.#turn += 1;
  }

  #resting() {
    const away = document.hidden || !document.hasFocus();
    return this.every === 0 ? 'paused' : away ? 'away' : null;
  }

  /** The first answer is waited for even when the window is not in front. */
  #adjust() {
    const resting = this.lastAt === null ? null : this.#resting();
    if (resting) {
      this.#next();
      this.#become(resting);
    } else if (!this.#loading && (this.lastAt !== null || this.#timer !== null)) {
      this.retry();
    }
  }

  #become(state) {
    this.state = state;
    this.options.onState();
  }

  #later(seconds) {
    this.#timer = setTimeout(() => this.#adjust(), seconds * 1_000);
  }

  /** What passes by itself is tried again; a refusal waits for the reader. */
  #fail(problem) {
    const lost = problem.code === 'unreachable';
    this.#next();
    this.problem = lost ? null : problem;
    this.#become(lost ? 'lost' : 'failed');
    if (passes(problem)) {
      this.#later(problem.retryAfter ?? RETRY_SECONDS);
    }
  }
}
