// tools/audit/audit with a `cargo` in place of the real one: what it says and how it ends, with and without a database.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const audit = fileURLToPath(new URL('./audit', import.meta.url));
let folder;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs it. `fetches` and `finds` are how `cargo deny fetch` and `cargo deny check` end; `has`: a database is there already. */
function run({ fetches = 0, finds = 0, has = false, args = [], env = {} }) {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const database = join(folder, 'advisory-dbs', 'advisory-db-1');
  if (has) mkdirSync(database, { recursive: true });
  const cargo = `#!/bin/sh
case "$*" in
*" fetch db"*) echo "fetching with $GIT_CONFIG_KEY_0"; [ ${fetches} = 0 ] && mkdir -p "${database}"; exit ${fetches} ;;
*--offline*" check advisories"*) echo "checked with $GIT_CONFIG_KEY_0"; exit ${finds} ;;
esac
exit 99`;
  writeFileSync(join(folder, 'cargo'), cargo);
  chmodSync(join(folder, 'cargo'), 0o755);
  const all = { ...process.env, CARGO_HOME: folder, PATH: `${folder}:${process.env.PATH}`, ADVISORY_DB: '', GIT_CONFIG_KEY_0: '', ...env };
  const { status, stdout, stderr } = spawnSync(audit, args, { env: all, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

test('a fetched database is used, and its findings fail', () => {
  assert.deepEqual(run({}), { status: 0, text: 'checked with \n' });
  rmSync(folder, { recursive: true });
  assert.equal(run({ finds: 5 }).status, 1);
});

test('without a database nothing was looked up, and it says so', () => {
  const { status, text } = run({ fetches: 1 });
  assert.equal(status, 2);
  assert.match(text, /no advisories were looked up/);
  assert.match(text, /ADVISORY_DB=/);
});

test('CI goes on without a database, and fails on what one finds', () => {
  const missing = run({ fetches: 1, args: ['--if-available'] });
  assert.equal(missing.status, 0);
  assert.match(missing.text, /no advisories were looked up/);
  rmSync(folder, { recursive: true });
  assert.equal(run({ finds: 5, args: ['--if-available'] }).status, 1);
});

test('without a network the former database is used', () => {
  const { status, text } = run({ fetches: 1, has: true });
  assert.equal(status, 0);
  assert.match(text, /using the one that was fetched before/);
  assert.match(text, /checked/);
});

test('a mirror takes the place of the database', () => {
  const { text } = run({ env: { ADVISORY_DB: 'https://mirror.example/advisory-db' } });
  assert.match(text, /checked with url\.https:\/\/mirror\.example\/advisory-db\.insteadOf/);
  rmSync(folder, { recursive: true });
  assert.match(run({ env: { ADVISORY_DB: tmpdir() } }).text, /checked with url\.file:\/\/\//);
});
