// Which file of a crate imports which other, as the compiler resolves it: through the modules between them and their re-exports.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readModule } from './rust-source.mjs';

const ROOTS = new Set(['lib.rs', 'main.rs', 'mod.rs']);

/** All modules of the crate whose root file this is, each `{ file, name, parent, children, … }` (see `readModule`). */
export function readCrate(rootFile, options) {
  const modules = [];
  const add = (source, file, name, parent, folder) => {
    const module = { ...source, file, name, parent, children: new Map() };
    modules.push(module);
    for (const [child, inner] of source.inline) module.children.set(child, add(inner, file, child, module, join(folder, child)));
    for (const child of source.files) {
      const located = source.located.get(child);
      const candidates = located === undefined ? [join(folder, `${child}.rs`), join(folder, child, 'mod.rs')] : [join(dirname(file), located)];
      const childFile = candidates.find((path) => existsSync(path));
      if (childFile === undefined) throw new Error(`${file}: module ${child} has no file in ${folder}`);
      // The children of a file with a `path` attribute are in that file's folder.
      module.children.set(child, addFile(childFile, child, module, located === undefined ? join(folder, child) : dirname(childFile)));
    }
    return module;
  };
  const addFile = (file, name, parent, folder) => add(readModule(readFileSync(file, 'utf8'), options), file, name, parent, folder);
  const root = addFile(rootFile, 'crate', undefined, dirname(rootFile));
  return { root, modules };
}

/** `{ from, to, line }` for each import of another file, the first line only. */
export function importsOf({ root, modules }) {
  const found = new Map();
  const note = (module, target, line) => {
    if (target === undefined || target.file === module.file) return;
    const key = `${module.file}\n${target.file}`;
    const known = found.get(key);
    if (known === undefined || line < known.line) found.set(key, { from: module.file, to: target.file, line });
  };
  for (const module of modules) {
    for (const use of module.uses) {
      const { target, whole } = resolve(root, module, use.path);
      if (use.glob) {
        for (const each of globTargets(root, target)) note(module, each, use.line);
        continue;
      }
      if (target === undefined) continue;
      if (use.exported && isInside(target, module) && !module.names.has(use.name)) continue;
      // A module's name alone imports nothing yet: `module.paths` has what is used of it.
      if (whole && module.names.has(use.name) && module.paths.some(({ path }) => path[0] === use.name)) continue;
      note(module, target, use.line);
    }
    for (const { path, line } of module.paths) note(module, resolve(root, module, path).target, line);
  }
  return [...found.values()];
}

/**
 * The module that defines what a path leads to, seen from `module`; none for other crates' items. `whole` says that the path
 * names the module itself.
 */
function resolve(root, module, path, seen = new Set()) {
  const [first, ...rest] = path;
  if (first === 'crate') return walk(root, root, rest, seen);
  if (first === 'self') return walk(root, module, rest, seen);
  if (first === 'super') {
    let at = module.parent;
    while (rest[0] === 'super') {
      at = at?.parent;
      rest.shift();
    }
    return at === undefined ? {} : walk(root, at, rest, seen);
  }
  return knows(module, first) ? walk(root, module, path, seen, true) : {};
}

const knows = (module, name) => module.children.has(name) || module.uses.some((use) => use.name === name && use.path[0] !== name);

function walk(root, start, path, seen, mustBeKnown = false) {
  let module = start;
  for (const [index, name] of path.entries()) {
    const child = module.children.get(name);
    if (child !== undefined) {
      module = child;
      continue;
    }
    const key = `${module.file} ${module.name} ${name}`;
    if (seen.has(key)) return {};
    const inner = new Set([...seen, key]);
    const use = module.uses.find((candidate) => candidate.name === name);
    if (use !== undefined) {
      const { target, whole } = resolve(root, module, use.path, inner);
      if (target === undefined || !whole) return { target, whole: false };
      return walk(root, target, path.slice(index + 1), inner);
    }
    if (mustBeKnown && index === 0) return {};
    if (module.defined.has(name)) return { target: module, whole: false };
    for (const { path: globbed } of module.uses.filter(({ glob }) => glob)) {
      const { target } = resolve(root, module, globbed, inner);
      if (target !== undefined && target !== module && (target.defined.has(name) || target.children.has(name) || target.uses.some((each) => each.name === name))) {
        return walk(root, target, path.slice(index), inner);
      }
    }
    return { target: module, whole: false };
  }
  return { target: module, whole: true };
}

/** `use module::*` imports what the module defines, and what it re-exports. */
function globTargets(root, module) {
  if (module === undefined) return [];
  const reexported = module.uses.filter(({ exported, glob }) => exported && !glob).map(({ path }) => resolve(root, module, path).target);
  const targets = reexported.filter((target) => target !== undefined);
  return module.defined.size > 0 || targets.length === 0 ? [module, ...targets] : targets;
}

const isInside = (module, ancestor) => module !== undefined && (module === ancestor || isInside(module.parent, ancestor));

/** The folder that a file is in, below the crate's root folder; a file beside the root counts as a folder of its own name. */
export function folderOf(file, rootFile) {
  const rootFolder = dirname(rootFile);
  const folder = dirname(file);
  // `a.rs` beside `a/` is the module file of that folder.
  const own = join(folder, basename(file, '.rs'));
  if (!ROOTS.has(basename(file)) && existsSync(own)) return own.slice(rootFolder.length + 1);
  return folder === rootFolder ? basename(file) : folder.slice(rootFolder.length + 1);
}
