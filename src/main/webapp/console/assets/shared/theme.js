import { html } from './lit.js';

const STORED = 'ashlar.theme';
const CHOICES = { system: 'As the system', light: 'Light', dark: 'Dark' };

const chosen = () => document.documentElement.dataset.theme ?? 'system';

function choose(theme) {
  if (theme === 'system') {
    localStorage.removeItem(STORED);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(STORED, theme);
    document.documentElement.dataset.theme = theme;
  }
}

/** The theme choice in the header; kept in this browser only. */
export const themeChoice = () => html`
  <label class="theme">Theme
    <select @change=${(event) => choose(event.target.value)}>
      ${Object.entries(CHOICES).map(([value, text]) => html`
        <option value=${value} ?selected=${value === chosen()}>${text}</option>`)}
    </select>
  </label>`;
