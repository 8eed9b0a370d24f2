/** The text that bytes stand for, or null when they are not UTF-8. A byte order mark stays. */
export function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The bytes that the API gives as text or, where they are none, as base64; no bytes where it gives neither. */
export const bytesFrom = (text, base64) => (base64 === undefined || base64 === null
  ? new TextEncoder().encode(text ?? '') : Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)));

/** A number as it is written: JavaScript's own would lose digits of a long one. */
export class WrittenNumber {
  constructor(source) {
    this.source = source;
  }
}

const keepDigits = (_, value, context) => (typeof value === 'number' && context?.source && String(value) !== context.source
  ? new WrittenNumber(context.source) : value);

/** The JSON that a text stands for, as {json}, or null when it is none. */
export function jsonOf(text) {
  try {
    return { json: JSON.parse(text, keepDigits) };
  } catch {
    return null;
  }
}

/** Whether a text field can hold a text without changing its line ends: it knows only one kind. */
export const editable = (text) => text !== null && (!text.includes('\r') || !/\r(?!\n)|(?<!\r)\n/.test(text));

/** What a text field gave back, with the line ends that the text had before. */
export const withLineEnds = (edited, before) => (before?.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited);
