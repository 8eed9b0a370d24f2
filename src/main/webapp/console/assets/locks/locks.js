import { openLivePage } from '../shared/live-page.js';
import { ElectionList } from './election-list.js';
import { ElectionView } from './election-view.js';
import { LockList } from './lock-list.js';
import { LockView } from './lock-view.js';

function viewFor(state, page) {
  if (state.lock) {
    return new LockView(state, page.session, page.reload);
  }
  if (state.election) {
    return new ElectionView(state, page.offer);
  }
  return state.view === 'elections' ? new ElectionList(state) : new LockList(state);
}

openLivePage({ file: 'locks.html', title: 'Locks' }, viewFor);
