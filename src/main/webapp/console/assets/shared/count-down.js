import { remaining } from './duration.js';

/** What is left of a time, ticking: `element.until = '2026-01-01T00:00:00Z'`. It fires `elapsed` every second when it is over. */
class CountDown extends HTMLElement {
  #until = null;
  #ticking = null;

  set until(iso) {
    this.#until = Date.parse(iso);
    this.#tick();
  }

  connectedCallback() {
    this.setAttribute('role', 'timer');
    this.#ticking = setInterval(() => this.#tick(true), 1_000);
    this.#tick();
  }

  disconnectedCallback() {
    clearInterval(this.#ticking);
  }

  #tick(tell = false) {
    const left = this.#until - Date.now();
    this.textContent = left > 0 ? `in ${remaining(left)}` : 'any moment now';
    if (left <= 0 && tell) {
      this.dispatchEvent(new Event('elapsed'));
    }
  }
}

customElements.define('count-down', CountDown);
