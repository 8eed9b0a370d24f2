import { openLivePage } from '../shared/live-page.js';
import { MessageList } from './message-list.js';
import { MessageView } from './message-view.js';
import { QueueList } from './queue-list.js';
import { QueueView } from './queue-view.js';
import { RedriveView } from './redrive-view.js';

function viewFor(state, page) {
  if (!state.queue) {
    return new QueueList(state, page);
  }
  if (state.redrive) {
    return new RedriveView(state, page);
  }
  if (state.message) {
    return new MessageView(state, page);
  }
  return state.view === 'messages' ? new MessageList(state, page) : new QueueView(state, page);
}

openLivePage({ file: 'queues.html', title: 'Queues' }, viewFor);
