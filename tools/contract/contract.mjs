#!/usr/bin/env node
// Compares crates/api with the portal models of the newest Python SDK, or with those of the wheel that is named:
// `node tools/contract/contract.mjs [unkey_py-….whl]`. Prints every difference; ends with 1 if one of them isn't known.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from './compare.mjs';
import knownDifferences from './known-differences.mjs';

const PACKAGE = 'unkey.py';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function download(folder) {
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--dest', folder, PACKAGE];
  execFileSync('python3', pip, { stdio: ['ignore', 'ignore', 'inherit'] });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  return join(folder, wheel);
}

function readSdk(wheel) {
  const json = execFileSync('python3', [here('read_sdk.py'), wheel], { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(json);
}

const folder = mkdtempSync(join(tmpdir(), 'portal-contract-'));
try {
  const sdk = readSdk(process.argv[2] ?? download(folder));
  const ours = JSON.parse(readFileSync(here('../../crates/api/fixtures/schema.json'), 'utf8'));
  const { differences, unused, count } = compare(sdk, ours, knownDifferences);
  const fresh = differences.filter(({ reason }) => !reason);
  for (const { path, sdk: theirs = 'nothing', ours: own = 'nothing', reason } of differences) {
    console.log(`${reason ? 'known  ' : 'DIFFERS'} ${path}\n        SDK: ${theirs}; crates/api: ${own}${reason ? `\n        ${reason}` : ''}`);
  }
  for (const { path, reason } of unused) console.log(`GONE    ${path}: a known difference that there isn't any more (${reason})`);
  console.log(`${PACKAGE} ${sdk.version}: ${count} statements compared, ${differences.length - fresh.length} known differences, ${fresh.length} others, ${unused.length} gone.`);
  if (fresh.length + unused.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(`contract: ${error.status === undefined ? error.stack : error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
