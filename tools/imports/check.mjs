// Compares crates and modules with the rules. Everything here takes data and gives problems as lines of text.
import { dirname, relative } from 'node:path';
import { cycles } from './cycles.mjs';
import { folderOf } from './module-graph.mjs';

/** `packages`: as `cargo metadata` gives them. `lineOf(manifest, name)`: the line on which a dependency is named. */
export function checkCrates(packages, rules, lineOf) {
  const problems = [];
  const local = new Set(packages.map(({ name }) => name));
  for (const { name, dependencies, manifest_path: manifest } of packages) {
    const allowed = rules.crates[name];
    if (allowed === undefined) problems.push(`${manifest}:1 crate ${name} has no line in tools/imports/rules.mjs`);
    for (const { name: dependency, kind } of dependencies) {
      const at = `${manifest}:${lineOf(manifest, dependency)}`;
      const allowedHere = [...(allowed ?? [dependency]), ...((kind === 'dev' && rules.testCrates[name]) || [])];
      if (local.has(dependency) && !allowedHere.includes(dependency)) problems.push(`${at} ${name} must not depend on ${dependency}`);
      if (rules.forbiddenDependencies[name]?.includes(dependency)) problems.push(`${at} ${name} must not depend on ${dependency}: it is used without browser and network`);
    }
  }
  return problems;
}

/** Cycles between the files of a crate, and between folders of which neither is inside the other. */
export function checkCycles(imports, rootFile) {
  const short = (file) => relative(dirname(rootFile), file);
  const describe = (members, edges, kind) => [
    `${dirname(rootFile)} ${members.length} ${kind} import each other in a circle: ${members.map((name) => (kind === 'files' ? short(name) : name)).join(', ')}`,
    ...edges
      .filter(({ from, to }) => members.includes(from) && members.includes(to))
      .map(({ from, to, file = from, target = to, line }) => `  ${file}:${line} imports ${short(target)}`),
  ];
  const folders = betweenFolders(imports, rootFile).filter(({ from, to }) => !contains(from, to) && !contains(to, from));
  return [
    ...cycles(imports).flatMap((members) => describe(members, imports, 'files')),
    ...cycles(folders)
      // Files in the root folder: found above already.
      .filter((members) => members.some((member) => !member.endsWith('.rs')))
      .flatMap((members) => describe(members, folders, 'folders')),
  ];
}

export function checkFolders(imports, rootFile, table) {
  const problems = new Map();
  for (const { from, to, file, target, line } of betweenFolders(imports, rootFile)) {
    if (table[from] === undefined) problems.set(from, `${file}:${line} folder ${from} has no line in tools/imports/rules.mjs`);
    else if (!table[from].includes(to)) problems.set(`${file} ${target}`, `${file}:${line} ${from} must not import ${to} (${target})`);
  }
  return [...problems.values()];
}

/** The table of today's imports between folders, in the form of the rules. */
export function folderTable(imports, rootFile) {
  const table = new Map();
  for (const { from, to } of betweenFolders(imports, rootFile)) table.set(from, (table.get(from) ?? new Set()).add(to));
  return Object.fromEntries([...table].sort().map(([from, to]) => [from, [...to].sort()]));
}

/** Imports of another crate, in files of folders that may not name it. */
export function checkOnlyIn(modules, rootFile, { dependency, folders }) {
  return modules.flatMap((module) => {
    if (folders.includes(folderOf(module.file, rootFile))) return [];
    return [...module.uses, ...module.paths]
      .filter(({ path }) => path[0] === dependency)
      .map(({ line }) => `${module.file}:${line} only ${folders.join(', ')} may import ${dependency}`);
  });
}

const betweenFolders = (imports, rootFile) =>
  imports
    .map(({ from, to, line }) => ({ from: folderOf(from, rootFile), to: folderOf(to, rootFile), file: from, target: to, line }))
    .filter(({ from, to }) => from !== to);

const contains = (folder, other) => other.startsWith(`${folder}/`);
