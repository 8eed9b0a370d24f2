import { html } from '../shared/lit.js';
import { shortDuration } from '../shared/duration.js';
import { facts } from '../shared/facts.js';
import { bytes as size, count } from '../shared/format.js';
import { hrefFor } from '../shared/url-state.js';

function ofGroup({ concurrency, ratePerSecond } = {}) {
  const bounds = [concurrency && `${count(concurrency)} in flight`, ratePerSecond && `${count(ratePerSecond)} a second`].filter(Boolean);
  return bounds.length === 0 ? 'no bound' : `at most ${bounds.join(', ')}`;
}

const pauses = ({ initial, multiplier, max, jitter }) => `${shortDuration(initial)}, each ${multiplier} times longer, at most ${
  shortDuration(max)}, spread ${jitter}`;

/** How a queue is set up, in the words of its form. */
export const settingsView = (queue) => facts([
  ['Type', queue.type],
  ['Hidden after a receive', shortDuration(queue.visibilityTimeout)],
  ['Dead after', `${count(queue.maxReceives)} ${queue.maxReceives === 1 ? 'delivery' : 'deliveries'}`],
  ['Dead letters', queue.deadLetterQueue
    ? html`go to <a href=${hrefFor({ queue: queue.deadLetterQueue })}>${queue.deadLetterQueue}</a>` : 'stay here, as dead'],
  ['Kept for', shortDuration(queue.retention)],
  ['Delay at first', shortDuration(queue.delay)],
  ['Largest message', size(queue.maxMessageBytes)],
  ['Deduplication holds for', shortDuration(queue.dedupWindow)],
  ['Most in flight', count(queue.maxInFlight)],
  ['Each group', ofGroup(queue.perGroup)],
  ['Pauses after failures', pauses(queue.backoff)],
]);
