import { html, nothing, render } from './lit.js';
import { icon } from './icons.js';
import { place } from './places.js';
import { may, signOut, whyNot } from './session.js';
import { themeChoice } from './theme.js';

const GROUPS = [
  { name: 'Cluster', pages: [{ file: 'index.html', text: 'Overview' }] },
  {
    name: 'Blocks',
    pages: [{ file: 'kv.html', text: 'Key-value' }, { file: 'locks.html', text: 'Locks' }, { file: 'queues.html', text: 'Queues' }],
  },
  {
    name: 'Administration',
    pages: [{ file: 'keys.html', text: 'API keys', role: 'admin' }, { file: 'audit.html', text: 'Audit log', role: 'admin' }],
  },
  { name: 'Reference', pages: [{ file: 'api.html', text: 'API' }] },
];

function link(page, current, session) {
  const locked = page.role && !may(session, page.role);
  return html`
    <li><a href=${place(page.file)} aria-current=${page.file === current ? 'page' : nothing}
      class=${locked ? 'locked' : nothing} title=${locked ? whyNot(session, page.role) : nothing}>
      ${page.text}${locked ? html` <small>${page.role} only</small>` : nothing}</a></li>`;
}

function toggleMenu(event) {
  const button = event.currentTarget;
  const open = button.getAttribute('aria-expanded') !== 'true';
  button.setAttribute('aria-expanded', String(open));
  button.closest('header').classList.toggle('menu-open', open);
}

const account = (session) => html`
  <div class="account">
    <p>Signed in as <strong>${session.name}</strong><br>
      <small>role ${session.role}${session.scopes.length ? html`, scopes ${session.scopes.join(', ')}` : nothing}</small></p>
    ${themeChoice()}
    <button type="button" @click=${signOut}>Sign out</button>
  </div>`;

/** Draws the header that every page shares. */
export function drawHeader(current, session) {
  render(html`
    <a class="brand" href=${place('index.html')}>
      <img src=${place('assets/icon.svg')} alt="" width="32" height="32"><span>Ashlar</span></a>
    <button type="button" class="menu" aria-expanded="false" aria-controls="navigation" @click=${toggleMenu}>
      ${icon('menu')} Menu</button>
    <div id="navigation" class="navigation">
      <nav aria-label="Console">
        ${GROUPS.map((group) => html`
          <h2 id="nav-${group.name}">${group.name}</h2>
          <ul aria-labelledby="nav-${group.name}">${group.pages.map((page) => link(page, current, session))}</ul>`)}
      </nav>
      ${account(session)}
    </div>`, document.getElementById('header'));
}
