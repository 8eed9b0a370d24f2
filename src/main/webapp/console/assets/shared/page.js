import { html, render } from './lit.js';
import { Problem } from './api.js';
import { drawHeader } from './header.js';
import { problemView, remark } from './notices.js';
import { currentSession, may, whyNot } from './session.js';

const main = document.getElementById('main');
let drawn = false;

/** Shows a template as the page's content. */
export function show(content) {
  if (!drawn) {
    main.replaceChildren();
    drawn = true;
  }
  render(content, main);
}

/**
 * Starts a page: finds out who is signed in, draws the header, then the content; a page that takes a role says so to
 * those who lack it.
 * @param {{file: string, title: string, role?: string}} page
 * @param {(session: import('./session.js').Session) => unknown} start
 */
export async function openPage(page, start) {
  try {
    const session = await currentSession();
    drawHeader(page.file, session);
    if (page.role && !may(session, page.role)) {
      show(html`<h1>${page.title}</h1>${remark(whyNot(session, page.role), 'warn')}`);
      return;
    }
    await start(session);
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      reportError(problem);
    }
    show(html`<h1>${page.title}</h1>${problemView(problem, () => location.reload())}`);
  }
}
