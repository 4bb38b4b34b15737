#!/usr/bin/env node
// Checks that the program names each class that style/ has, that style/ has each class of an element, and that the first page's
// stylesheet has those of the first page. Prints one problem a line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareClasses, givenClasses, namedClasses, styledClasses } from './styles/classes.mjs';

const read = (path) => readFileSync(path, 'utf8');
const union = (sets) => new Set(sets.flatMap((set) => [...set]));

/** The classes of a stylesheet's imports. */
function classesOf(name) {
  const imported = [...read(join('style', name)).matchAll(/@import "(.+?)"/g)].map(([, file]) => file);
  return union(imported.map((file) => styledClasses(read(join('style', file)))));
}

const rust = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.rs') && !/(^|[/_])(tests|testing)\.rs$/.test(name))
    .map((name) => join(folder, name));
const named = (paths) => union(paths.map((path) => namedClasses(read(path))));

// Of a part, the first page has what its mod.rs shows while the part is loading. The words in src/text/ are no classes.
const isFirst = (path) => !path.startsWith('src/lazy/') || /^src\/lazy\/(\w+\/)?mod\.rs$/.test(path);
const sources = rust('src').filter((path) => !path.startsWith('src/text/'));
const problems = compareClasses({
  portal: classesOf('portal.css'),
  parts: classesOf('parts.css'),
  first: named(['index.html', ...sources.filter(isFirst)]),
  later: named(sources.filter((path) => !isFirst(path))),
  // `.column-<url name>`
  values: named(rust('crates/core/src/keys')),
  given: union(['index.html', ...sources].map((path) => givenClasses(read(path)))),
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
