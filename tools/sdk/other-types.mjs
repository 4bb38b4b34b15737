// Copies of a JSON value, each with one value of another type.

/** The nearest value of another JSON type. */
function otherThan(value) {
  if (Array.isArray(value)) return {};
  return typeof value === 'string' ? 5 : typeof value === 'object' ? 'text' : String(value);
}

/** A copy of `json` with the value at `path` replaced. */
function replaced(json, [step, ...rest], value) {
  if (step === undefined) return value;
  const copy = Array.isArray(json) ? [...json] : { ...json };
  copy[step] = replaced(json[step], rest, value);
  return copy;
}

/** The paths of all values within `json`; of a list's items, the first that has the path. */
function pathsIn(json, seen = new Set(), path = [], shape = '') {
  if (json === null || typeof json !== 'object') return [];
  return Object.entries(json).flatMap(([step, value]) => {
    const here = [...path, Array.isArray(json) ? Number(step) : step];
    const name = Array.isArray(json) ? `${shape}[]` : `${shape}.${step}`;
    const isNew = !seen.has(name);
    seen.add(name);
    return [...(isNew ? [here] : []), ...pathsIn(value, seen, here, name)];
  });
}

/** `{path, body}` for each value within `json` whose path `ignored` doesn't match. */
export function withOtherTypes(json, ignored = /^$/) {
  return pathsIn(json)
    .map((path) => ({ path: path.join('.'), steps: path }))
    .filter(({ path }) => !ignored.test(path))
    .map(({ path, steps }) => {
      const value = steps.reduce((inner, step) => inner[step], json);
      return { path, body: replaced(json, steps, otherThan(value)) };
    });
}
