#!/usr/bin/env node
// Checks what the documents say of the repository: links, paths, make targets, names in the code, the tests that the threat
// model cites, the import rules in docs/ARCHITECTURE.md, and the README's examples and tables of settings and flags. Prints one
// problem a line.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkExamples, checkLinks, checkMakeTargets, checkNames, checkPaths, wordsOf } from './docs/check.mjs';
import { readDocument } from './docs/markdown.mjs';
import { checkCitedTests, checkImportTables, checkSettings, checkVariables } from './docs/tables.mjs';
import * as rules from './imports/rules.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const NOT_SOURCE = ['.git', 'dist', 'node_modules', 'target', 'test-results', 'playwright-report'];

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_SOURCE.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : [relative(root, path).split(sep).join('/')];
    });
}

const repository = { files: filesIn(root), read: (file) => readFileSync(join(root, file), 'utf8') };
const words = wordsOf(repository);
const documents = ['README.md', 'SECURITY.md', 'THREAT-MODEL.md', 'end2end/README.md', ...repository.files.filter((file) => /^docs\/[^/]+\.md$/.test(file))];

const problems = documents.flatMap((file) => {
  const document = readDocument(file, repository.read(file));
  return [
    ...checkLinks(document, repository),
    ...checkPaths(document, repository),
    ...checkMakeTargets(document, repository),
    ...(file.startsWith('docs/') ? checkNames(document, words) : []),
    ...(file === 'README.md' ? checkExamples(document, repository) : []),
    ...(file === 'README.md' ? checkSettings(document, JSON.parse(repository.read('config.schema.json'))) : []),
    ...(file === 'README.md' ? checkVariables(document, repository.read('crates/gateway/src/cli/arguments.rs')) : []),
    ...(file === 'THREAT-MODEL.md' ? checkCitedTests(document, repository) : []),
    ...(file === 'docs/ARCHITECTURE.md' ? checkImportTables(document, rules) : []),
  ];
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
