import { History } from '../shared/history.js';

const COUNTS = ['ready', 'inFlight', 'delayed', 'dead'];
const RATES = ['sentPerSecond', 'receivedPerSecond'];

/** What the page remembers, by the name of the queue; all that were listed together stand under none. */
const histories = new Map();

export function historyOf(queue = '') {
  if (!histories.has(queue)) {
    histories.set(queue, new History());
  }
  return histories.get(queue);
}

/** The counts and rates of several queues together. */
export const totals = (queues) => Object.fromEntries([...COUNTS, ...RATES].map((name) => [name,
  queues.reduce((sum, queue) => sum + (queue[name] ?? 0), 0)]));

/** Remembers what was fetched just now. */
export function remember(queues) {
  const now = Date.now();
  queues.forEach((queue) => historyOf(queue.queue).add(now, queue));
}
