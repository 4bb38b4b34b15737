// Brotli sizes of what the browser downloads before the first rows, by file, and of the lazily loaded parts. Fails above the
// budgets, and if a file contains a path of the machine that built it. 1 kB is 1,000 bytes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const BUDGET_BYTES = 222_400;
// By the names in `#[wasm_split(…)]`. `shared`: all files with code that several parts need, together.
// 'parts.css' is their stylesheet, which comes with the first of them: nothing of the first page waits for it.
const PART_BUDGETS_BYTES = { rotate: 58_600, rotations: 27_800, details: 25_200, shared: 34_000, screens: 10_200, tools: 16_200, 'parts.css': 3_700 };

const dist = process.env.DIST;
const gateway = process.env.GATEWAY_BIN;
if (!dist || !gateway) throw new Error('DIST and GATEWAY_BIN are not set: run this through `make size`');

// With what the gateway adds: brand.css and config.json.
const work = mkdtempSync(join(tmpdir(), 'portal-size-'));
const config = join(work, 'config.json');
writeFileSync(config, JSON.stringify({ appName: 'Acme', colour: '#0f766e', returnUrl: 'https://app.acme.example/keys' }));
const site = join(work, 'site');
execFileSync(gateway, ['export', '--dist', dist, '--config', config, '--out', site], { stdio: 'ignore' });

const index = readFileSync(join(site, 'index.html'), 'utf8');
const named = [...index.matchAll(/<(?:link|script)\b[^>]*?\b(?:href|src)="\/([^"]+)"[^>]*>/g)]
  // Old browsers only.
  .filter(([tag]) => !tag.includes('nomodule'))
  .map(([, name]) => name);
const rows = ['index.html', ...named].map(weigh);
const parts = readdirSync(site)
  // The page has it by another name, with a hash.
  .filter((name) => /\.(wasm|css)$/.test(name) && !named.includes(name) && name !== 'brand.css')
  .map(weigh);

function weigh(name) {
  const file = join(site, name);
  const compressed = existsSync(`${file}.br`);
  // Served as it is where there is no compressed file.
  return { name, title: name.replace(/-[0-9a-f]{13,16}/, ''), bytes: (compressed ? readFileSync(`${file}.br`) : readFileSync(file)).length };
}

/** Several files may have one title: each is code for another combination of parts. */
function sumByTitle(rows) {
  const sums = new Map();
  for (const { title, bytes } of rows) sums.set(title, (sums.get(title) ?? 0) + bytes);
  return [...sums].map(([title, bytes]) => ({ title, bytes }));
}

const kB = (bytes) => (bytes / 1_000).toFixed(1).padStart(8);
const whole = (bytes) => `${(bytes / 1_000).toFixed(0)} kB`;
const bySize = (rows) => rows.toSorted((a, b) => b.bytes - a.bytes);
const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
console.log('\nFirst page, brotli      kB');
for (const { title, bytes } of bySize(rows)) console.log(`${kB(bytes)}  ${title}`);
console.log(`${kB(total)}  in all, of ${whole(BUDGET_BYTES)}\n`);

const problems = [];
for (const kind of ['.wasm', '.js']) {
  if (!rows.some(({ name }) => name.endsWith(kind))) problems.push(`index.html references no ${kind} file: nothing was measured`);
}
if (total > BUDGET_BYTES) problems.push(`the first page is ${total - BUDGET_BYTES} bytes over its budget`);

if (parts.length > 0) console.log('Lazily loaded           kB');
for (const { title, bytes } of bySize(sumByTitle(parts))) {
  const part = title.replace(/\.wasm$/, '');
  const budget = PART_BUDGETS_BYTES[part];
  console.log(`${kB(bytes)}  ${title}${budget ? `, of ${whole(budget)}` : ''}`);
  if (!budget) problems.push(`${title} has no budget in tools/size.mjs`);
  else if (bytes > budget) problems.push(`${title} is ${bytes - budget} bytes over its budget`);
}
if (parts.length > 0) console.log();

for (const { name } of [...rows, ...parts]) {
  const text = readFileSync(join(site, name), 'latin1');
  for (const path of [homedir(), process.cwd()]) {
    if (text.includes(path)) problems.push(`${name} contains a path of the machine that built it`);
  }
}
rmSync(work, { recursive: true });
for (const problem of problems) console.error(`size: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
