// Copies the parts, which tools/split/wasm-bindgen split off the program, and their stylesheet to the build, and bundles the glue.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hashOf, integrityOf } from './hash.mjs';
import { GENERATED } from './split/wasm-names.mjs';
import { nameByCode } from './split/wasm-order.mjs';

// Time limit of the fetch of a part, and of their stylesheet.
const FETCH_TIMEOUT_MS = 30_000;

// The module that the program imports from as long as wasm-split-cli hasn't split it.
const NOT_SPLIT = '__wasm_split_placeholder__';
// The script that wasm-split-cli generates to fetch the parts, and the call to fetch in it.
const FETCHER = '__wasm_split.js';
const FETCH = /fetch\(new URL\("\.\/(\w+)\.wasm", import\.meta\.url\)\)/g;
// Where that script awaits a part.
const PART_AWAITED = 'await callee();';

// Trunk's `pre_build` hook bundles it.
const STYLES = join('target', 'style', 'parts.css');

/**
 * Writes the parts to `folder`, with a hash of their content in their names. Returns these names, and the glue bundled with
 * the script that fetches the parts: glue and script import each other, so as two files neither could have its hash in its name.
 * In release builds the glue is minified, and what the program imports and exports has the new name that the map `names` gives.
 */
export function placeParts(glue, { folder, release, names }) {
  if (glue.includes(NOT_SPLIT)) {
    throw new Error('the program is not split: tools/split must come first on the PATH. Build through make');
  }
  const work = join('target', 'split', release ? 'release' : 'debug');
  mkdirSync(work, { recursive: true });
  const entry = join(work, 'portal.js');
  writeFileSync(entry, glue);
  const fetcher = join(work, FETCHER);
  const files = new Map();
  if (glue.includes(FETCHER)) {
    const script = readFileSync(fetcher, 'utf8').replace(FETCH, (_, part) => {
      files.set(`${part}.wasm`, placePart(join(work, `${part}.wasm`), part, { folder, release }));
      return `fetch(new URL("./${files.get(`${part}.wasm`)}", import.meta.url), { signal: AbortSignal.timeout(${FETCH_TIMEOUT_MS}) })`;
    });
    const lost = readdirSync(work).filter((name) => name.endsWith('.wasm') && name !== 'portal.wasm' && !files.has(name));
    if (lost.length > 0) throw new Error(`${FETCHER} doesn't fetch ${lost.join(', ')} as expected: has wasm-split-cli changed?`);
    writeFileSync(fetcher, withStyles(script));
  }
  const options = ['--bundle', '--format=esm', '--log-level=warning', ...placeStyles(folder), ...(release ? minified(names, work) : [])];
  // wasm-bindgen lists the script once for each part.
  options.push('--log-override:duplicate-object-key=silent');
  const bundled = execFileSync('esbuild', [entry, ...options], { encoding: 'utf8', maxBuffer: 100_000_000 });
  const left = [...names.keys()].find((name) => bundled.includes(name));
  if (left) throw new Error(`esbuild did not rename ${left} in the glue: is it no unquoted property there?`);
  return { glue: bundled, parts: [...files.values()] };
}

/** The options of esbuild for minified output with properties renamed by `names`, which it reads from a file, its mangle cache. */
function minified(names, work) {
  const cache = join(work, 'names.json');
  writeFileSync(cache, JSON.stringify(Object.fromEntries(names)));
  return ['--minify', `--mangle-props=${GENERATED.source}`, `--mangle-cache=${cache}`];
}

/** The script with the stylesheet awaited beside each part. */
function withStyles(script) {
  if (script.split(PART_AWAITED).length !== 2) throw new Error(`${FETCHER} has not one \`${PART_AWAITED}\`: has wasm-split-cli changed?`);
  const styles = JSON.stringify(resolve('public', 'part-styles.js'));
  return `import { loadStyles } from ${styles};\n${script.replace(PART_AWAITED, 'await Promise.all([callee(), loadStyles()]);')}`;
}

/** Copies the stylesheet. Returns the options of esbuild for what public/part-styles.js has to know of it. */
function placeStyles(folder) {
  const bytes = readFileSync(STYLES);
  const name = `parts-${hashOf(bytes)}.css`;
  writeFileSync(join(folder, name), bytes);
  return Object.entries({ STYLESHEET: `./${name}`, INTEGRITY: integrityOf(bytes), TIME_LIMIT_MS: FETCH_TIMEOUT_MS }).map(
    ([key, value]) => `--define:${key}=${JSON.stringify(value)}`,
  );
}

function placePart(file, part, { folder, release }) {
  if (release) {
    writeFileSync(file, nameByCode(readFileSync(file)));
    // Trunk does the same with the program.
    execFileSync('wasm-opt', ['-Oz', '--output', file, file], { stdio: 'pipe' });
  }
  const bytes = readFileSync(file);
  // wasm-split-cli puts functions that several parts need into a chunk.
  const name = `${part.replace(/^split_/, '').replace(/^chunk_\d+$/, 'shared')}-${hashOf(bytes)}.wasm`;
  writeFileSync(join(folder, name), bytes);
  return name;
}
