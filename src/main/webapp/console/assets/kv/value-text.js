/** The text that bytes stand for, or null when they are not UTF-8. A byte order mark stays. */
export function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The JSON that a text stands for, as {json}, or null when it is none. */
export function jsonOf(text) {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Whether a text field can hold a text without changing its line ends: it knows only one kind. */
export const editable = (text) => text !== null && (!text.includes('\r') || !/\r(?!\n)|(?<!\r)\n/.test(text));

/** What a text field gave back, with the line ends that the text had before. */
export const withLineEnds = (edited, before) => (before?.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited);
