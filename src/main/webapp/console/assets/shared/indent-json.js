const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Indents a valid JSON text without reading it into values: numbers of any length, repeated names and the order of names
 * stay as they are.
 */
export function indentJson(text) {
  const tokens = text.match(TOKEN) ?? [];
  let depth = 0;
  let out = '';
  const newLine = () => `\n${'  '.repeat(depth)}`;
  tokens.forEach((token, i) => {
    const before = tokens[i - 1];
    if (token === '}' || token === ']') {
      depth -= 1;
      out += before === '{' || before === '[' ? token : newLine() + token;
    } else {
      out += before === '{' || before === '[' || before === ',' ? newLine() + token : token;
    }
    depth += token === '{' || token === '[' ? 1 : 0;
    out += token === ':' ? ' ' : '';
  });
  return out;
}
