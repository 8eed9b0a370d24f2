import { html } from './lit.js';
import { copyButton } from './copy.js';

/** Quotes a word for a POSIX shell. */
export const shellWord = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`);

/**
 * The command that does what the screen does.
 * @param {{method?: string, path: string, headers?: object, data?: string, file?: string, output?: string}} call
 */
export function curlCommand({ method = 'GET', path, headers = {}, data, file, output }) {
  const parts = ['-H "Authorization: Bearer $ASHLAR_KEY"'];
  Object.entries(headers).forEach(([name, value]) => parts.push(`-H ${shellWord(`${name}: ${value}`)}`));
  if (data !== undefined) {
    parts.push(`--data-binary ${shellWord(data)}`);
  }
  if (file) {
    parts.push(`--data-binary @${shellWord(file)}`);
  }
  if (output) {
    parts.push(`-o ${shellWord(output)}`);
  }
  parts.push(shellWord(location.origin + path));
  const verb = method === 'GET' ? '' : ` -X ${method}`;
  return `curl -sS${verb} ${parts.join(' \\\n  ')}`;
}

/** A folded box with the command and a copy button; `open` unfolds it, where it is what to do next. */
export function curl(call, title = 'curl for this', open = false) {
  const command = curlCommand(call);
  return html`
    <details class="curl" ?open=${open}>
      <summary>${title}</summary>
      <pre tabindex="0" aria-label="Command"><code>${command}</code></pre>
      ${copyButton(command, 'the command')}
    </details>`;
}
