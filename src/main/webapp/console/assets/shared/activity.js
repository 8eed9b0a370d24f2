import { topmost } from './topmost.js';

/** The bar at the top of the page that shows while an answer is late. */
const LATE_MILLIS = 500;
let running = 0;
let timer = null;

const bar = document.createElement('div');
bar.className = 'activity';
bar.setAttribute('role', 'status');
document.body.append(bar);

function show() {
  const progress = document.createElement('progress');
  progress.setAttribute('aria-label', 'Waiting for the server');
  topmost().append(bar);
  bar.replaceChildren(progress, 'Waiting for the server…');
}

function settle() {
  running -= 1;
  if (running === 0) {
    clearTimeout(timer);
    bar.replaceChildren();
  }
}

/** Watches a promise: from half a second on the page says that it is waiting. */
export function track(promise) {
  if (running === 0) {
    timer = setTimeout(show, LATE_MILLIS);
  }
  running += 1;
  promise.then(settle, settle);
  return promise;
}
