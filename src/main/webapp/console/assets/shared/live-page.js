import { html, nothing } from './lit.js';
import { problemView } from './notices.js';
import { openPage, show } from './page.js';
import { Polling } from './polling.js';
import { lostBanner, refreshChoice } from './refresh.js';
import { onUrlState, urlState } from './url-state.js';

const refused = ({ problem }) => problem?.status >= 400 && problem.status < 500 && problem.status !== 429;

const stale = ({ state }) => state === 'lost' || state === 'failed';

/**
 * A page that shows the view its address names, fetched again and again. A view has a `title`; `fetch()`, which gets what it
 * shows as `data`; `head()`, above the title; `view()`, below it; and it may `follow(live)` what the server tells by itself.
 */
class LivePage {
  /** `wanted` is what the address names, `shown` what is on the page: the view before it until the first answer has come. */
  wanted = null;
  shown = null;

  /** Fetches now what is shown. */
  reload = () => this.polling.retry();

  /** Shows what has come by itself, and fetches what belongs to it. */
  offer = (data) => {
    this.polling.take(data);
    this.reload();
  };

  constructor(session, viewFor) {
    Object.assign(this, { session, viewFor });
    this.polling = new Polling({
      load: () => this.wanted.fetch(),
      onData: (data) => {
        this.wanted.data = data;
        this.shown = this.wanted;
      },
      onState: () => {
        this.wanted.follow?.(this.polling.state === 'live');
        this.update();
      },
    });
  }

  /** Goes to what the address names; the heading takes the focus where it is another one. */
  arrive = async () => {
    const before = this.wanted;
    before?.follow?.(false);
    const view = this.viewFor(urlState(), this);
    this.wanted = view;
    this.update();
    await this.polling.restart();
    if (before && before.title !== view.title && this.wanted === view) {
      document.querySelector('main h1').focus();
    }
  };

  /** What was fetched last, grey while it cannot be fetched anew; nothing of what may not or can not be seen any more. */
  #content(view) {
    if (refused(this.polling)) {
      return nothing;
    }
    return view.data ? html`<div class=${stale(this.polling) ? 'stale' : nothing}>${view.view()}</div>`
      : html`<p role="status">Loading…</p>`;
  }

  update = () => {
    const view = stale(this.polling) || !this.shown ? this.wanted : this.shown;
    show(html`
      ${view.head()}
      <div class="title-row"><h1 tabindex="-1">${view.title}</h1>${refreshChoice(this.polling)}</div>
      ${lostBanner(this.polling)}
      ${problemView(this.polling.problem, this.reload)}
      ${this.#content(view)}`);
  };
}

/**
 * Starts a live page.
 * @param {{file: string, title: string}} page
 * @param {(state: object, page: LivePage) => object} viewFor makes the view for the address's parameters
 */
export const openLivePage = (page, viewFor) => openPage(page, (session) => {
  const live = new LivePage(session, viewFor);
  onUrlState(live.arrive);
  return live.arrive();
});
