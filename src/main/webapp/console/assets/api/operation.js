import { html, nothing } from '../shared/lit.js';
import { curl } from '../shared/curl.js';
import { table } from '../shared/table.js';
import { prose } from './prose.js';
import { exampleOf, propertiesOf, typeText } from './schema.js';

const PROBLEM = 'application/problem+json';

/** The command for an operation, with `{bucket}` left to fill in and required query parameters and bodies as examples. */
function callOf(document, operation) {
  const [type, media] = Object.entries(operation.body?.content ?? {})[0] ?? [];
  const required = operation.parameters.filter((one) => one.in === 'query' && one.required);
  const json = type?.includes('json') && media.schema;
  return {
    method: operation.method,
    path: operation.path + (required.length ? `?${required.map((one) => `${one.name}=`).join('&')}` : ''),
    headers: type ? { 'Content-Type': type === '*/*' ? 'text/plain' : type } : {},
    data: json ? JSON.stringify(exampleOf(document, media.schema)) : undefined,
    file: type && !json ? 'body' : undefined,
  };
}

const parameterTable = (document, parameters) => (parameters.length === 0 ? nothing : table('Parameters',
  ['Name', 'In', 'Type', 'Meaning'], parameters.map((one) => html`
    <tr><th scope="row"><code>${one.name}</code>${one.required ? html` <small>required</small>` : nothing}</th>
      <td>${one.in}</td><td>${typeText(document, one.schema)}</td><td>${prose(one.description)}</td></tr>`), { showCaption: true }));

function schemaView(document, title, [type, media]) {
  const rows = propertiesOf(document, media.schema);
  const example = media.schema ? exampleOf(document, media.schema) : media.example;
  return html`
    <h3>${title} <code>${type}</code></h3>
    ${rows.length === 0 ? html`<p>${typeText(document, media.schema)}</p>` : table(`${title} ${type}`, ['Field', 'Type', 'Meaning'],
    rows.map((row) => html`<tr><th scope="row"><code>${row.name}</code>${row.required ? html` <small>required</small>` : nothing}</th>
      <td>${row.type}</td><td>${prose(row.description)}</td></tr>`))}
    ${example !== null && typeof example === 'object' ? html`
      <details><summary>Example</summary><pre class="schema" tabindex="0">${JSON.stringify(example, null, 2)}</pre></details>` : nothing}`;
}

/** The problem codes of an answer: examples of problems name them. */
function codesOf(document, response) {
  const media = response.content?.[PROBLEM] ?? {};
  const examples = [media.example, ...Object.values(media.examples ?? {}).map((one) => document.follow(one).value)];
  const parsed = examples.map((one) => (typeof one === 'string' ? safeParse(one) : one));
  return [...new Set(parsed.map((one) => one?.code).filter(Boolean))];
}

function safeParse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const answerTable = (document, responses) => table('Answers', ['Status', 'Meaning', 'Body'],
  Object.entries(responses).map(([status, response]) => html`
    <tr><th scope="row"><code>${status}</code></th>
      <td>${prose(response.description)} ${codesOf(document, response).map((code) => html`<code>${code}</code> `)}</td>
      <td>${Object.keys(response.content ?? {}).map((type) => html`<code>${type}</code> `)}</td></tr>`), { showCaption: true });

const bodies = (document, operation) => html`
  ${Object.entries(operation.body?.content ?? {}).map((media) => schemaView(document, 'Body', media))}
  ${Object.entries(operation.responses).flatMap(([status, response]) => Object.entries(response.content ?? {})
    .filter(([type]) => type !== PROBLEM)
    .map((media) => schemaView(document, `Answer ${status}`, media)))}`;

/** One operation, folded to a line; its insides are made when it is first opened. */
export const operationView = (document, operation, open, toggle) => html`
  <details class="operation" id=${operation.id} ?open=${open} @toggle=${toggle}>
    <summary>
      <span class="method">${operation.method}</span>
      <code class=${operation.deprecated ? 'deprecated' : nothing}>${operation.path}</code>
      <span>${operation.summary}${operation.deprecated ? html` <small>deprecated</small>` : nothing}</span>
    </summary>
    ${open ? html`<div>
      ${operation.description ? html`<p>${prose(operation.description)}</p>` : nothing}
      <p class="hint"><a href="#${operation.id}">Link to this operation</a></p>
      ${parameterTable(document, operation.parameters)}
      ${answerTable(document, operation.responses)}
      ${bodies(document, operation)}
      ${curl(callOf(document, operation))}
    </div>` : nothing}
  </details>`;
