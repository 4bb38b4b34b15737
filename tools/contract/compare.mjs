// Compares the portal's routes in an SDK with those in crates/api, both as JSON schemas.

/** `integer or null, required` */
const describe = (kind, isRequired) => `${kind}, ${isRequired ? 'required' : 'optional'}`;

function kindOf(schema) {
  if (schema.anyOf) return `one of ${JSON.stringify(schema.anyOf)}`;
  const kinds = [schema.type ?? (schema.enum || schema.oneOf ? 'string' : 'anything')].flat();
  return kinds.join(' or ');
}

/** The values of an enumeration, as pydantic or schemars writes it. */
const valuesOf = (schema) => schema.enum ?? (schema.oneOf ?? []).map((variant) => variant.const);

/** What a schema says, a statement for each path: fields, types, whether required, values of enumerations. */
function addFacts(facts, path, schema, isRequired = true) {
  facts.set(path, describe(kindOf(schema), isRequired));
  for (const value of valuesOf(schema)) facts.set(`${path} = ${JSON.stringify(value)}`, 'a value');
  if (schema['x-open']) facts.set(`${path} = anything else`, 'a value');
  if (schema.items) addFacts(facts, `${path}[]`, schema.items);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    addFacts(facts, `${path}.${name}`, property, schema.required?.includes(name) ?? false);
  }
  // false says only that a server refuses unknown fields.
  if (schema.additionalProperties) facts.set(`${path}.*`, kindOf(schema.additionalProperties));
}

/** The schema of what one or the other schema describes: a field is required where both require it. */
function union(one, other) {
  if (!one || !other || JSON.stringify(one) === JSON.stringify(other)) return one ?? other;
  if (kindOf(one) !== kindOf(other)) return { anyOf: [one, other] };
  const names = Object.keys({ ...one.properties, ...other.properties });
  return {
    ...one,
    ...(one.items || other.items ? { items: union(one.items, other.items) } : {}),
    properties: Object.fromEntries(names.map((name) => [name, union(one.properties?.[name], other.properties?.[name])])),
    required: (one.required ?? []).filter((name) => other.required?.includes(name)),
  };
}

/** The statements about routes that both have, about which routes there are, and about errors. */
function factsOf({ routes, error }, shared) {
  const facts = new Map();
  for (const [path, route] of Object.entries(routes)) {
    facts.set(path, 'a route');
    if (!shared.includes(path)) continue;
    addFacts(facts, `${path} request`, route.request);
    addFacts(facts, `${path} response`, route.response);
  }
  if (error) addFacts(facts, 'error', error);
  return facts;
}

const isSame = (known, found) => known.path === found.path && known.sdk === found.sdk && known.ours === found.ours;

/**
 * Every difference: `{path, sdk, ours, reason}`, with `undefined` for what one side lacks, and a reason where it is known.
 * Then the known differences that there are not, and the number of statements.
 */
export function compare(sdk, ours, known) {
  const shared = Object.keys(ours.routes).filter((path) => path in sdk.routes);
  // crates/api has one type for the errors of all routes and statuses.
  const error = shared.flatMap((path) => Object.values(sdk.routes[path].errors)).reduce(union, undefined);
  const sdkFacts = factsOf({ routes: sdk.routes, error }, shared);
  const ourFacts = factsOf(ours, shared);

  const paths = [...new Set([...sdkFacts.keys(), ...ourFacts.keys()])].sort();
  const differences = paths
    .map((path) => ({ path, sdk: sdkFacts.get(path), ours: ourFacts.get(path) }))
    .filter((found) => found.sdk !== found.ours)
    .map((found) => {
      const entry = known.find((candidate) => isSame(candidate, found));
      return { ...found, reason: entry?.reason };
    });
  const unused = known.filter((entry) => !differences.some((found) => isSame(entry, found)));
  return { differences, unused, count: paths.length };
}
