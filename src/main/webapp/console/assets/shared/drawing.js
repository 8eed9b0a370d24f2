import { render } from './lit.js';

const NARROWEST = 240;

/** An element that draws its `data` as wide as it is: `picture()` is a template of both. Drawn anew when either changes. */
export class Drawing extends HTMLElement {
  width = 600;
  #data = null;
  #observer = new ResizeObserver(([entry]) => {
    this.width = Math.max(NARROWEST, entry.contentRect.width);
    this.draw();
  });

  get data() {
    return this.#data;
  }

  set data(data) {
    this.#data = data;
    this.draw();
  }

  connectedCallback() {
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  draw() {
    if (this.#data && this.isConnected) {
      render(this.picture(), this);
    }
  }
}
