const DEEPEST = 6;

/** What stands for a type in an example; a given example or default goes first. */
const SAMPLES = {
  integer: () => 0,
  number: () => 0,
  boolean: () => true,
  string: (schema) => ({ 'date-time': '2026-01-31T12:00:00Z', binary: '…', byte: '…' })[schema.format] ?? 'text',
};

const typeOf = (schema) => [schema.type].flat().find((type) => type && type !== 'null')
  ?? (schema.properties ? 'object' : undefined);

/** An example value for a schema. */
export function exampleOf(document, given, depth = 0) {
  const schema = document.follow(given);
  const set = schema.example ?? schema.default ?? schema.enum?.[0];
  if (set !== undefined || depth > DEEPEST) {
    return set ?? null;
  }
  if (schema.allOf) {
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(document, part, depth + 1)));
  }
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (choice) {
    return exampleOf(document, choice, depth + 1);
  }
  const type = typeOf(schema);
  if (type === 'array') {
    return [exampleOf(document, schema.items ?? {}, depth + 1)];
  }
  if (type === 'object') {
    return Object.fromEntries(Object.entries(schema.properties ?? {})
      .map(([name, property]) => [name, exampleOf(document, property, depth + 1)]));
  }
  return SAMPLES[type]?.(schema) ?? null;
}

/** A schema's type and limits in a few words. */
export function typeText(document, given) {
  const schema = document.follow(given ?? {});
  const type = typeOf(schema);
  const base = type === 'array' ? `list of ${typeText(document, schema.items)}` : [type ?? 'any', schema.format].filter(Boolean).join(', ');
  const limits = [
    schema.enum && `one of ${schema.enum.join(', ')}`,
    schema.default !== undefined && `default ${schema.default}`,
    schema.minimum !== undefined && `at least ${schema.minimum}`,
    schema.maximum !== undefined && `at most ${schema.maximum}`,
    schema.pattern && `matches ${schema.pattern}`,
  ].filter(Boolean);
  return [base, ...limits].join('; ');
}

/** The properties of an object schema as rows {name, type, required, description}; none for other schemas. */
export function propertiesOf(document, given) {
  const schema = document.follow(given ?? {});
  const parts = schema.allOf ? schema.allOf.map((part) => document.follow(part)) : [schema];
  return parts.flatMap((part) => Object.entries(part.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeText(document, property),
    required: part.required?.includes(name) ?? false,
    description: document.follow(property).description ?? '',
  })));
}
