// The parts that tools/split/wasm-bindgen took out of the program, put where the browser finds them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.mjs';

// How long a fetch may hang before it counts as failed, in milliseconds.
const PATIENCE_MS = 30_000;

// What the program imports where nothing was taken out of it.
const NOT_SPLIT = '__wasm_split_placeholder__';
// wasm-split-cli's script that fetches the parts, and the fetch in it.
const FETCHER = '__wasm_split.js';
const FETCH = /fetch\(new URL\("\.\/(\w+)\.wasm", import\.meta\.url\)\)/g;

/**
 * Writes the parts to `folder`, each under a name of its content. Gives their names, and the glue with the script that fetches
 * them in it: one file, because the two name each other, and then neither could have a name of its content.
 */
export function placeParts(glue, { folder, release }) {
  if (glue.includes(NOT_SPLIT)) {
    throw new Error('nothing was taken out of the program: tools/split must come first on the PATH. Build through make');
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
      return `fetch(new URL("./${names.get(`${part}.wasm`)}", import.meta.url), { signal: AbortSignal.timeout(${PATIENCE_MS}) })`;
    });
    const lost = readdirSync(work).filter((name) => name.endsWith('.wasm') && name !== 'portal.wasm' && !names.has(name));
    if (lost.length > 0) throw new Error(`${FETCHER} doesn't fetch ${lost.join(', ')} as expected: has wasm-split-cli changed?`);
    writeFileSync(fetcher, script);
  }
  const options = ['--bundle', '--format=esm', '--log-level=warning', ...(release ? ['--minify'] : [])];
  // wasm-bindgen names the one script once for each part.
  options.push('--log-override:duplicate-object-key=silent');
  const bundled = execFileSync('esbuild', [entry, ...options], { maxBuffer: 100_000_000 });
  return { glue: bundled, parts: [...names.values()] };
}

/** Fails where a part asks for something that the program doesn't have: both were optimised, each without the other. */
export function checkFit(program, parts) {
  const had = new Map(WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(program))).map(({ name, kind }) => [name, kind]));
  for (const part of parts) {
    for (const { module, name, kind } of WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(part)))) {
      if (module !== '__wasm_split' || had.get(name) !== kind) throw new Error(`${part} asks for ${kind} ${module} ${name}, which is not there`);
    }
  }
}

function placePart(file, part, { folder, release }) {
  // As Trunk does with the program itself.
  if (release) execFileSync('wasm-opt', ['-Oz', '--output', file, file], { stdio: 'pipe' });
  const bytes = readFileSync(file);
  // What several parts need is a chunk; its number says nothing.
  const name = `${part.replace(/^split_/, '').replace(/^chunk_\d+$/, 'shared')}-${hashOf(bytes)}.wasm`;
  writeFileSync(join(folder, name), bytes);
  return name;
}
