import { apiPath, getJson, query } from '../shared/api.js';
import { bucketPath } from './key-path.js';

/** The server says at least every ten seconds how far it is. */
const SILENCE_MILLIS = 25_000;
const RETRY_MILLIS = 3_000;
const CHANGES = ['put', 'delete', 'expire'];

/**
 * The changes of a bucket, or of a prefix, as the server sends them. It rests while nobody looks, and goes on after the last
 * one it got, so that nothing is missed.
 * States: connecting, live, away (the window is not in front), paused (by choice), lost, refused (with a problem).
 */
export class WatchStream {
  state = 'connecting';
  paused = false;
  problem = null;
  #from = null;
  #opened = false;
  #source = null;
  #timer = null;
  #ended = new AbortController();

  /**
   * @param {{bucket: string, prefix?: string, onChange: (change: object) => void, onState: () => void,
   *   onCut: (why: 'overrun'|'compacted'|'restarted', data: object) => void}} options
   */
  constructor(options) {
    this.options = options;
    const { signal } = this.#ended;
    for (const sign of ['blur', 'focus']) {
      addEventListener(sign, () => this.#adjust(), { signal });
    }
    document.addEventListener('visibilitychange', () => this.#adjust(), { signal });
    this.#adjust();
  }

  get path() {
    const { bucket, prefix } = this.options;
    return apiPath(bucketPath(bucket, `watch${query({ prefix, values: false, from: this.#from })}`));
  }

  pause(paused) {
    this.paused = paused;
    this.#adjust();
  }

  end() {
    this.#ended.abort();
    this.#close();
  }

  /** Open while wanted. It rests only once it knows where to go on from. */
  #adjust() {
    const away = document.hidden || !document.hasFocus();
    if (this.paused || (away && this.#from !== null)) {
      this.#close();
      this.#become(this.paused ? 'paused' : 'away');
    } else if (!this.#source && this.state !== 'refused') {
      this.#open();
    }
  }

  #become(state) {
    this.state = state;
    this.options.onState();
  }

  #open() {
    clearTimeout(this.#timer);
    if (this.state !== 'lost') {
      this.#become('connecting');
    }
    this.#opened = false;
    const source = new EventSource(this.path);
    this.#source = source;
    CHANGES.forEach((name) => source.addEventListener(name, (event) => this.#take(event)));
    source.addEventListener('progress', (event) => this.#alive(event));
    source.addEventListener('overrun', (event) => this.#cut(event, this.#from));
    source.addEventListener('compacted', (event) => this.#cut(event, null));
    source.addEventListener('error', () => this.#lose());
    this.#listen();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #listen() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lose(), SILENCE_MILLIS);
  }

  #alive(event) {
    this.#listen();
    this.#opened = true;
    this.#from = event.lastEventId;
    if (this.state !== 'live') {
      this.#become('live');
    }
    this.#adjust();
  }

  #take(event) {
    this.options.onChange(JSON.parse(event.data));
    this.#alive(event);
  }

  /** The server has ended the watch, and said why. */
  #cut(event, from) {
    this.#close();
    this.#from = from;
    this.options.onCut(event.type, JSON.parse(event.data));
    this.#later();
  }

  #later() {
    this.#become('lost');
    this.#timer = setTimeout(() => this.#adjust(), RETRY_MILLIS);
  }

  /** An event source does not tell why it failed: the list of keys does, and leads to sign-in where the session has ended. */
  async #lose() {
    this.#close();
    this.#later();
    const opened = this.#opened;
    try {
      await getJson(bucketPath(this.options.bucket, `keys${query({ limit: 1 })}`));
      if (!opened && this.#from !== null) {
        this.#from = null;
        this.options.onCut('restarted', {});
      }
    } catch (problem) {
      this.#refuse(problem);
    }
  }

  #refuse(problem) {
    if (problem.status >= 400 && problem.status < 500 && !this.#ended.signal.aborted) {
      this.#close();
      this.problem = problem;
      this.#become('refused');
    }
  }
}
