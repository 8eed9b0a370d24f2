import { html, nothing } from '../shared/lit.js';
import { problemView } from '../shared/notices.js';
import { openPage, show } from '../shared/page.js';
import { Polling } from '../shared/polling.js';
import { lostBanner, refreshChoice } from '../shared/refresh.js';
import { onUrlState, urlState } from '../shared/url-state.js';
import { ElectionList } from './election-list.js';
import { ElectionView } from './election-view.js';
import { LockList } from './lock-list.js';
import { LockView } from './lock-view.js';

/** `wanted` is what the address names, `shown` what is on the page: the view before it until the first answer has come. */
const page = { session: null, wanted: null, shown: null };

const polling = new Polling({
  load: () => page.wanted.fetch(),
  onData: (data) => {
    page.wanted.data = data;
    page.shown = page.wanted;
  },
  onState: () => {
    page.wanted.follow?.(polling.state === 'live');
    update();
  },
});

/** Shows what came by itself, and fetches what belongs to it. */
function takeEarly(data) {
  polling.take(data);
  polling.retry();
}

function viewFor(state) {
  if (state.lock) {
    return new LockView(state, page.session, () => polling.retry());
  }
  if (state.election) {
    return new ElectionView(state, takeEarly);
  }
  return state.view === 'elections' ? new ElectionList(state) : new LockList(state);
}

/** Goes to what the address names; the heading takes the focus where it is another one. */
async function arrive() {
  const before = page.wanted;
  before?.follow?.(false);
  const view = viewFor(urlState());
  page.wanted = view;
  update();
  await polling.restart();
  if (before && before.title !== view.title && page.wanted === view) {
    document.querySelector('main h1').focus();
  }
}

const refused = ({ problem }) => problem?.status >= 400 && problem.status < 500 && problem.status !== 429;

const stale = ({ state }) => state === 'lost' || state === 'failed';

/** What was fetched last, grey while it cannot be fetched anew; nothing of what may not or can not be seen any more. */
function content(view) {
  if (refused(polling)) {
    return nothing;
  }
  return view.data ? html`<div class=${stale(polling) ? 'stale' : nothing}>${view.view()}</div>` : html`<p role="status">Loading…</p>`;
}

function update() {
  const view = stale(polling) || !page.shown ? page.wanted : page.shown;
  show(html`
    ${view.head()}
    <div class="title-row"><h1 tabindex="-1">${view.title}</h1>${refreshChoice(polling)}</div>
    ${lostBanner(polling)}
    ${problemView(polling.problem, () => polling.retry())}
    ${content(view)}`);
}

openPage({ file: 'locks.html', title: 'Locks' }, (session) => {
  page.session = session;
  onUrlState(arrive);
  return arrive();
});
