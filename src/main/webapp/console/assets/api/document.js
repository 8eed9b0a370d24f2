const METHODS = ['get', 'head', 'put', 'post', 'patch', 'delete', 'options'];

/** What a path parameter must match, which JAX-RS writes into the path: `{key: .+}`. */
const PATTERN = /\s*:[^}]*(?=\})/g;

/**
 * @typedef {{id: string, tag: string, method: string, path: string, summary: string, description: string,
 *   deprecated: boolean, parameters: object[], body: object | null, responses: object}} Operation
 */

/** An OpenAPI document, with references followed. */
export class ApiDocument {
  constructor(json) {
    this.json = json;
    this.operations = Object.entries(json.paths ?? {}).flatMap(([path, item]) => METHODS
      .filter((method) => item[method])
      .map((method) => this.#operation(path.replaceAll(PATTERN, ''), item, method)));
  }

  /** What a `$ref` points to inside this document, or the thing itself. */
  follow(thing) {
    let here = thing;
    for (let steps = 0; here?.$ref && steps < 10; steps += 1) {
      here = here.$ref.slice(2).split('/').reduce((node, part) => node?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], this.json);
    }
    return here ?? {};
  }

  /** Named by method and path, because operation ids need not be unique. @returns {Operation} */
  #operation(path, item, method) {
    const found = item[method];
    return {
      id: `${method}${path.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`,
      tag: found.tags?.[0] ?? 'Other',
      method: method.toUpperCase(),
      path,
      summary: found.summary ?? '',
      description: found.description ?? '',
      deprecated: Boolean(found.deprecated),
      parameters: [...(item.parameters ?? []), ...(found.parameters ?? [])].map((one) => this.follow(one)),
      body: found.requestBody ? this.follow(found.requestBody) : null,
      responses: Object.fromEntries(Object.entries(found.responses ?? {}).map(([status, one]) => [status, this.follow(one)])),
    };
  }

  /** Operations by tag, in the document's order, those alone that hold the text. */
  byTag(text = '') {
    const wanted = text.toLowerCase();
    const groups = new Map();
    this.operations
      .filter((one) => `${one.method} ${one.path} ${one.summary} ${one.tag} ${one.id}`.toLowerCase().includes(wanted))
      .forEach((one) => groups.set(one.tag, [...(groups.get(one.tag) ?? []), one]));
    return groups;
  }

  tagText(name) {
    return this.json.tags?.find((tag) => tag.name === name)?.description ?? '';
  }
}
