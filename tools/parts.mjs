// Lazily loaded parts: copies what tools/split/wasm-bindgen split off the program into the build.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.mjs';

// After this time a fetch of a part counts as failed, in milliseconds.
const FETCH_TIMEOUT_MS = 30_000;

// In the glue if the program was not split.
const UNSPLIT_MARKER = '__wasm_split_placeholder__';
// wasm-split-cli's script that fetches the parts, and the calls in it.
const FETCHER = '__wasm_split.js';
const FETCH = /fetch\(new URL\("\.\/(\w+)\.wasm", import\.meta\.url\)\)/g;

/**
 * Writes the parts to `folder`, named by the hash of their content. Returns their names, and the glue bundled with the script
 * that fetches them: the two import each other, and in two files neither could be named by its hash.
 */
export function placeParts(glue, { folder, release }) {
  if (glue.includes(UNSPLIT_MARKER)) {
    throw new Error('the program was not split: tools/split must come first on the PATH. Build through make');
  }
  const work = join('target', 'split', release ? 'release' : 'debug');
  mkdirSync(work, { recursive: true });
  const entry = join(work, 'portal.js');
  writeFileSync(entry, glue);
  const fetcher = join(work, FETCHER);
  const names = new Map();
  if (glue.includes(FETCHER)) {
    const script = readFileSync(fetcher, 'utf8').replace(FETCH, (_, part) => {
      names.set(`${part}.wasm`, placePart(join(work, `${part}.wasm`), part, { folder, release }));
      return `fetch(new URL("./${names.get(`${part}.wasm`)}", import.meta.url), { signal: AbortSignal.timeout(${FETCH_TIMEOUT_MS}) })`;
    });
    const lost = readdirSync(work).filter((name) => name.endsWith('.wasm') && name !== 'portal.wasm' && !names.has(name));
    if (lost.length > 0) throw new Error(`${FETCHER} does not fetch ${lost.join(', ')} in the expected form: has wasm-split-cli changed?`);
    writeFileSync(fetcher, script);
  }
  const options = ['--bundle', '--format=esm', '--log-level=warning', ...(release ? ['--minify'] : [])];
  // wasm-bindgen imports the script once for each part.
  options.push('--log-override:duplicate-object-key=silent');
  const bundled = execFileSync('esbuild', [entry, ...options], { maxBuffer: 100_000_000 });
  return { glue: bundled, parts: [...names.values()] };
}

/** Fails if a part imports what the program doesn't export: wasm-opt optimised each without knowing the other. */
export function checkFit(program, parts) {
  const had = new Map(WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(program))).map(({ name, kind }) => [name, kind]));
  for (const part of parts) {
    for (const { module, name, kind } of WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(part)))) {
      if (module !== '__wasm_split' || had.get(name) !== kind) throw new Error(`${part} imports ${kind} ${module} ${name}, which the program does not export`);
    }
  }
}

function placePart(file, part, { folder, release }) {
  // Trunk does the same with the program.
  if (release) execFileSync('wasm-opt', ['-Oz', '--output', file, file], { stdio: 'pipe' });
  const bytes = readFileSync(file);
  // Code that several parts share is called chunk_<number>.
  const name = `${part.replace(/^split_/, '').replace(/^chunk_\d+$/, 'shared')}-${hashOf(bytes)}.wasm`;
  writeFileSync(join(folder, name), bytes);
  return name;
}
