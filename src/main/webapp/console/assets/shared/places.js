const CONSOLE = new URL('../../', import.meta.url).pathname;

/** The address of a console page, under whatever context the server runs. */
export const place = (page) => `${CONSOLE}${page}`;

/** Leaves for the sign-in page, which comes back to here. */
export function signInAgain() {
  const here = location.pathname + location.search + location.hash;
  location.assign(`${place('sign-in.html')}?next=${encodeURIComponent(here)}`);
}

/** Where to go after sign-in: the wished page if it is one of the console's own, else the overview. */
export function afterSignIn(next) {
  const overview = place('index.html');
  if (!next?.startsWith('/')) {
    return overview;
  }
  const wished = new URL(next, location.origin);
  const own = wished.origin === location.origin && wished.pathname.startsWith(CONSOLE);
  return own && wished.pathname !== place('sign-in.html')
    ? wished.pathname + wished.search + wished.hash
    : overview;
}
