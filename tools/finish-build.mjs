// Trunk's `post_build` hook. Terms: the program is the wasm module of the first page, the parts are the wasm modules that it
// fetches when needed, the glue is the JavaScript module between them and the browser. This hook
//   1. copies the parts and their stylesheet to the build and bundles the glue with the script that fetches them (tools/parts.mjs),
//   2. shortens the names of imports and exports in program and glue (tools/split/wasm-names.mjs),
//   3. checks that program, glue and parts still link (tools/split/wasm-link.mjs),
//   4. renames program and glue by the hash of their content: Trunk's hash is of what the compiler made,
//   5. bundles the start script and completes its tag (tools/start-script.mjs),
//   6. writes each file also in brotli and gzip, so that no server compresses while a user waits.
// Debug builds skip 2, 3, 6 and minifying. What comes before the hook: tools/split/wasm-bindgen and tools/split/wasm-opt.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { hashOf } from './hash.mjs';
import { placeParts } from './parts.mjs';
import { bundleStartScript, markScripts, withoutComments } from './start-script.mjs';
import { checkLink } from './split/wasm-link.mjs';
import { renameInterface, shortNames } from './split/wasm-names.mjs';

const folder = process.env.TRUNK_STAGING_DIR;
if (!folder) throw new Error('TRUNK_STAGING_DIR is not set: this runs as a hook of `trunk build`');
const release = process.env.TRUNK_PROFILE === 'release';

const WORTH_COMPRESSING = /\.(html|js|css|wasm|svg|json|txt)$/;

const glue = theOne(/^portal-[0-9a-f]+\.js$/);
const program = theOne(/^portal-[0-9a-f]+_bg\.wasm$/);
const names = release ? shortNames(readFileSync(join(folder, program))) : new Map();
const placed = placeParts(readFileSync(join(folder, glue), 'utf8'), { folder, release, names });
writeFileSync(join(folder, glue), placed.glue);
if (release) {
  const renamed = renameInterface(readFileSync(join(folder, program)), names);
  await checkLink({ program: renamed, glue: placed.glue, parts: placed.parts.map((name) => readFileSync(join(folder, name))) });
  writeFileSync(join(folder, program), renamed);
}
const boot = theOne(/^boot-[0-9a-f]+\.js$/);
writeFileSync(join(folder, boot), bundleStartScript({ glue: rename(glue), program: rename(program), release }));
const renamed = rename(boot);
const page = join(folder, 'index.html');
const html = markScripts(readFileSync(page, 'utf8'), renamed, readFileSync(join(folder, renamed)));
writeFileSync(page, release ? withoutComments(html) : html);
if (release) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (WORTH_COMPRESSING.test(name)) compress(join(folder, name));
  }
}

function theOne(pattern) {
  const names = readdirSync(folder).filter((name) => pattern.test(name));
  if (names.length !== 1) throw new Error(`expected one file named ${pattern}, found ${names.length}`);
  return names[0];
}

/** Replaces the hash in a file's name by that of its content, in index.html too. Returns the new name. */
function rename(name) {
  const renamed = name.replace(/-[0-9a-f]+/, `-${hashOf(readFileSync(join(folder, name)))}`);
  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8');
  if (!html.includes(`/${name}"`)) throw new Error(`index.html does not load ${name}`);
  writeFileSync(page, html.replaceAll(`/${name}"`, `/${renamed}"`));
  renameSync(join(folder, name), join(folder, renamed));
  return renamed;
}

function compress(file) {
  const bytes = readFileSync(file);
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      // Larger blocks: 0.1 % of the wasm.
      [constants.BROTLI_PARAM_LGBLOCK]: constants.BROTLI_MAX_INPUT_BLOCK_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  writeFileSync(`${file}.br`, brotli);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
