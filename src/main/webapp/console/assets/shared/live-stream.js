import { apiPath } from './api.js';
import { currentSession } from './session.js';

const SILENCE_MILLIS = 10_000;
const RETRY_MILLIS = 3_000;

/**
 * A server-sent event stream that can be slowed or paused, rests while nobody looks, and knows whether it is alive.
 * States: connecting, live, away (the window is not in front), paused (by choice), lost.
 */
export class LiveStream {
  state = 'connecting';
  every = 2;
  lastAt = null;
  #source = null;
  #watch = null;

  /** @param {{path: string, event: string, onData: (data: object) => void, onState: () => void}} options */
  constructor(options) {
    this.options = options;
    for (const sign of ['blur', 'focus']) {
      addEventListener(sign, () => this.#adjust());
    }
    document.addEventListener('visibilitychange', () => this.#adjust());
    this.#adjust();
  }

  /** Chooses how often to take an event: every 2 or 10 seconds, or 0 for never. */
  choose(seconds) {
    this.every = seconds;
    this.#adjust();
  }

  retry() {
    this.#close();
    this.#adjust();
  }

  /** Open while wanted; the first picture is fetched even when the window is not in front. */
  #adjust() {
    const away = document.hidden || !document.hasFocus();
    if (this.every === 0) {
      this.#rest('paused');
    } else if (away && this.lastAt !== null) {
      this.#rest('away');
    } else if (!this.#source) {
      this.#open();
    } else {
      this.options.onState();
    }
  }

  #rest(state) {
    this.#close();
    this.#become(state);
  }

  #become(state) {
    this.state = state;
    this.options.onState();
  }

  #open() {
    if (this.state !== 'lost') {
      this.#become('connecting');
    }
    this.#source = new EventSource(apiPath(this.options.path));
    this.#source.addEventListener(this.options.event, (event) => this.#take(JSON.parse(event.data)));
    this.#source.addEventListener('error', () => this.#lose());
    this.#listenFor(SILENCE_MILLIS);
  }

  #close() {
    clearTimeout(this.#watch);
    this.#source?.close();
    this.#source = null;
  }

  #listenFor(millis) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#lose(), millis);
  }

  /** Half a second of tolerance, so that events a hair early are not skipped. */
  #take(data) {
    this.#listenFor(SILENCE_MILLIS);
    const due = this.lastAt === null || this.state !== 'live' || Date.now() - this.lastAt >= this.every * 1000 - 500;
    if (due) {
      this.lastAt = Date.now();
      this.options.onData(data);
      this.#become('live');
      this.#adjust();
    }
  }

  /** Asks for the session meanwhile: when that has ended, the console goes to the sign-in page. */
  #lose() {
    this.#close();
    this.#become('lost');
    currentSession().catch(() => {});
    this.#watch = setTimeout(() => this.#adjust(), RETRY_MILLIS);
  }
}
