// Compares the classes of the stylesheets with those that the program's sources name.

/** The classes in the selectors of a stylesheet. */
export function styledClasses(css) {
  const bare = css.replace(/\/\*.*?\*\//gs, '').replace(/"[^"]*"/g, '""');
  const selectors = [...bare.matchAll(/([^{};]+)\{/g)].map(([, prelude]) => prelude).filter((prelude) => !prelude.trim().startsWith('@'));
  return new Set(selectors.flatMap((selector) => [...selector.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name)));
}

/**
 * What a Rust or HTML source may name as classes: the words of all string literals that could be lists of classes, and those of
 * `class:name`. Tests at the end of a file don't count.
 */
export function namedClasses(source) {
  const names = new Set();
  for (const line of source.split('#[cfg(test)]\nmod ')[0].split('\n')) {
    if (line.trimStart().startsWith('//')) continue;
    for (const [, text] of line.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
      if (/^[\w -]*$/.test(text)) for (const name of text.split(' ')) names.add(name);
    }
    for (const [, name] of line.matchAll(/class:([\w-]+)/g)) names.add(name);
  }
  return names;
}

/** The classes that a Rust or HTML source gives to elements literally: `class="…"` and `class:name`. Tests don't count. */
export function givenClasses(source) {
  const code = source.split('#[cfg(test)]\nmod ')[0];
  const lists = [...code.matchAll(/\bclass="([\w -]*)"/g)].flatMap(([, list]) => list.split(' '));
  const single = [...code.matchAll(/\bclass:([\w-]+)=/g)].map(([, name]) => name);
  return new Set([...lists, ...single].filter(Boolean));
}

/**
 * `portal` and `parts`: the classes of the stylesheets of the first page and of the parts; `first` and `later`: the names in their
 * sources; `values`: names that sources put behind one that ends with `-`; `given`: the classes of elements. Returns the problems.
 */
export function compareClasses({ portal, parts, first, later, values, given }) {
  const isNamed = (name, names) => names.has(name) || [...values].some((value) => name.endsWith(`-${value}`) && names.has(name.slice(0, -value.length)));
  const unused = [...new Set([...portal, ...parts])].filter((name) => !isNamed(name, first) && !isNamed(name, later));
  const early = [...parts].filter((name) => !portal.has(name) && isNamed(name, first));
  const unstyled = [...given].filter((name) => !portal.has(name) && !parts.has(name));
  return [
    ...unstyled.map((name) => `.${name}: no stylesheet has this class`),
    ...unused.map((name) => `.${name}: no source names this class`),
    ...early.map((name) => `.${name}: the first page names this class, and only style/parts.css has it, which comes later`),
  ];
}
