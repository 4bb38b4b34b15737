// Trunk's post-build hook. Writes the lazily loaded parts, minifies the JavaScript glue (Trunk's own minifier can't parse it),
// renames program and glue to the hash of their final content (Trunk hashes the compiler's output), and compresses each file
// with brotli and gzip, so that no server has to. Development builds are neither minified nor compressed.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { hashOf } from './hash.mjs';
import { checkFit, placeParts } from './parts.mjs';

const folder = process.env.TRUNK_STAGING_DIR;
if (!folder) throw new Error('TRUNK_STAGING_DIR is not set: this runs as a hook of `trunk build`');
const release = process.env.TRUNK_PROFILE === 'release';

const WORTH_COMPRESSING = /\.(html|js|css|wasm|svg|json|txt)$/;

const glue = theOne(/^portal-[0-9a-f]+\.js$/);
const program = theOne(/^portal-[0-9a-f]+_bg\.wasm$/);
const placed = placeParts(readFileSync(join(folder, glue), 'utf8'), { folder, release });
if (release) checkFit(join(folder, program), placed.parts.map((name) => join(folder, name)));
writeFileSync(join(folder, glue), placed.glue);
rename(glue);
rename(program);
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

/** Renames a file to the hash of its content, and updates index.html. */
function rename(name) {
  const renamed = name.replace(/-[0-9a-f]+/, `-${hashOf(readFileSync(join(folder, name)))}`);
  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8');
  if (!html.includes(`/${name}"`)) throw new Error(`index.html has no reference to ${name}`);
  writeFileSync(page, html.replaceAll(`/${name}"`, `/${renamed}"`));
  renameSync(join(folder, name), join(folder, renamed));
}

function compress(file) {
  const bytes = readFileSync(file);
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  writeFileSync(`${file}.br`, brotli);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
