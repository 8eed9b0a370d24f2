/** What a page shows is named in its address, so that it can be linked, reloaded and gone back to. */

/** The address's parameters as an object. */
export const urlState = () => Object.fromEntries(new URLSearchParams(location.search));

/** The address of this page with exactly these parameters; empty ones are left out. */
export function hrefFor(state) {
  const set = Object.entries(state).filter(([, value]) => value !== undefined && value !== '');
  return set.length === 0 ? location.pathname : `${location.pathname}?${new URLSearchParams(set)}`;
}

let changed = () => {};

/** Goes to a state of this page without loading the page anew. */
export function go(state, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', hrefFor(state));
  changed();
}

const plainClick = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Calls back whenever the state changes: by go(), by the browser's back, by a link to this same page in the content. */
export function onUrlState(callback) {
  changed = callback;
  addEventListener('popstate', callback);
  document.getElementById('main').addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (link && plainClick(event) && !link.download && !link.hash && link.pathname === location.pathname) {
      event.preventDefault();
      history.pushState(null, '', link.href);
      changed();
    }
  });
}
