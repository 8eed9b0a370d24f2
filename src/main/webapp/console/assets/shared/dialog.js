import { html, nothing, render } from './lit.js';

/**
 * Opens a modal dialog and resolves with what it was closed with (undefined when cancelled).
 * @param {(dialog: {close: (value?: unknown) => void, update: () => void}) => unknown} view
 * @param {{wide?: boolean, mayClose?: () => boolean | Promise<boolean>}} [options] mayClose guards Escape and Cancel
 */
export function openDialog(view, { wide = false, mayClose = () => true } = {}) {
  const element = document.createElement('dialog');
  element.classList.toggle('wide', wide);
  const opener = document.activeElement;
  const body = document.createElement('div');
  element.append(body);
  document.body.append(element);
  return new Promise((resolve) => {
    let result;
    const handle = {
      close(value) {
        result = value;
        element.close();
      },
      async cancel() {
        if (await mayClose()) {
          element.close();
        }
      },
      update: () => render(view(handle), body),
    };
    element.addEventListener('cancel', (event) => {
      if (event.target === element) {
        event.preventDefault();
        handle.cancel();
      }
    });
    element.addEventListener('close', () => {
      element.remove();
      if (!opener?.isConnected) {
        document.querySelector('main').focus();
      }
      resolve(result);
    });
    handle.update();
    element.setAttribute('aria-labelledby', 'dialog-title');
    element.showModal();
  });
}

/** The frame of every dialog: title, content, and a row of buttons. */
export const dialogFrame = (title, content, buttons) => html`
  <h2 id="dialog-title">${title}</h2>
  ${content}
  <div class="buttons">${buttons}</div>`;

/** Asks before something that cannot be undone; resolves with true when agreed. */
export const confirmed = async (title, content, action) => true === await openDialog((dialog) => html`
  <form method="dialog" @submit=${(event) => { event.preventDefault(); dialog.close(true); }}>
    ${dialogFrame(title, content ?? nothing, html`
      <button type="submit" class="danger">${action}</button>
      <button type="button" autofocus @click=${() => dialog.cancel()}>Cancel</button>`)}
  </form>`);

/** The same, agreed to by typing the name of the `kind` of thing that will be gone. */
export async function confirmedByName(title, content, name, kind, action) {
  let typed = '';
  return true === await openDialog((dialog) => html`
    <form @submit=${(event) => { event.preventDefault(); dialog.close(true); }}>
      ${dialogFrame(title, html`
        ${content}
        <div class="field"><label for="confirmed-name">Type the name of the ${kind}</label>
          <input id="confirmed-name" class="mono" required autofocus autocomplete="off" spellcheck="false"
            @input=${(event) => { typed = event.target.value; dialog.update(); }}></div>`, html`
        <button type="submit" class="danger" ?disabled=${typed !== name}>${action}</button>
        <button type="button" @click=${() => dialog.cancel()}>Cancel</button>`)}
    </form>`);
}
