import { html } from './lit.js';
import { icon } from './icons.js';
import { announce } from './notices.js';

/** The clipboard API exists on secure origins only; elsewhere a selected text field does it. */
async function toClipboard(text, near) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'off-screen';
  near.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}

/** A button that copies a text; `what` completes "Copy …". */
export function copyButton(text, what) {
  const copy = async (event) => {
    const button = event.currentTarget;
    const copied = await toClipboard(text, button.parentElement).catch(() => false);
    button.focus();
    announce(copied ? `Copied ${what}.` : `The browser did not allow copying; select ${what} and copy it by hand.`);
  };
  return html`<button type="button" class="copy" @click=${copy}>${icon('copy')} Copy ${what}</button>`;
}
