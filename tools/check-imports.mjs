#!/usr/bin/env node
// Checks the import rules of the architecture (tools/imports/rules.mjs): which crate may depend on which, which folder of the
// browser program may import which, and no cycles between files, in any crate. Prints one violation a line. With names of crates: only those.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { checkCrates, checkCycles, checkFolders, checkOnlyIn, folderTable } from './imports/check.mjs';
import { importsOf, readCrate } from './imports/module-graph.mjs';
import * as rules from './imports/rules.mjs';

const metadata = execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1', '--locked', '--offline'], { maxBuffer: 100_000_000 });
const packages = JSON.parse(metadata).packages.map((each) => ({ ...each, manifest_path: relative(process.cwd(), each.manifest_path) }));

function lineOf(manifest, dependency) {
  const lines = readFileSync(manifest, 'utf8').split('\n');
  return lines.findIndex((line) => line.startsWith(`${dependency}.`) || line.startsWith(`${dependency} `) || line.includes(`dependencies.${dependency}]`)) + 1;
}

const options = process.argv.slice(2);
const print = options.includes('--print');
const only = options.filter((option) => !option.startsWith('--'));
const problems = checkCrates(packages, rules, lineOf);
for (const { name, targets } of packages) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const target of targets) {
    const root = relative(process.cwd(), target.src_path);
    const testsToo = target.kind.some((kind) => kind === 'test' || kind === 'bench');
    const { root: rootModule, modules } = readCrate(root, { testsToo });
    const imports = importsOf({ root: rootModule, modules });
    problems.push(...checkCycles(imports, root));
    const table = rules.folders[name];
    if (table !== undefined) {
      if (print) console.log(`${name}:`, JSON.stringify(folderTable(imports, root), undefined, 2));
      else problems.push(...checkFolders(imports, root, table));
    }
    for (const rule of rules.onlyIn) if (rule.crate === name) problems.push(...checkOnlyIn(modules, root, rule));
  }
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
