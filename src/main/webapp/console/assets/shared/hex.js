const PER_LINE = 16;

const printable = (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');

function line(bytes, offset) {
  const part = [...bytes.subarray(offset, offset + PER_LINE)];
  const hex = part.map((byte, i) => byte.toString(16).padStart(2, '0') + (i === 7 ? ' ' : '')).join(' ');
  return `${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(PER_LINE * 3)}  ${part.map(printable).join('')}`;
}

/** Bytes as lines of offset, sixteen bytes in hexadecimal, and the same as ASCII. */
export function hexDump(bytes) {
  const lines = [];
  for (let offset = 0; offset < bytes.length; offset += PER_LINE) {
    lines.push(line(bytes, offset));
  }
  return lines.join('\n');
}
