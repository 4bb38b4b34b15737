// Trunk's hook after a build. Minifies the glue, which Trunk's own minifier can't parse, and writes each file a second and
// third time, in brotli and gzip, for the gateway and for hosts that serve such files: no server compresses while a user
// waits. Development builds skip both.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = process.env.TRUNK_STAGING_DIR;
if (!folder) throw new Error('TRUNK_STAGING_DIR is not set: this runs as a hook of `trunk build`');

const IS_GLUE = /^portal-[0-9a-f]+\.js$/;
const WORTH_COMPRESSING = /\.(html|js|css|wasm|svg|json|txt)$/;

if (process.env.TRUNK_PROFILE === 'release') {
  const names = readdirSync(folder, { recursive: true });
  const glue = names.filter((name) => IS_GLUE.test(name)).map((name) => join(folder, name));
  if (glue.length !== 1) throw new Error(`expected one file of glue, found ${glue.length}`);
  execFileSync('esbuild', ['--minify', '--format=esm', '--log-level=warning', '--allow-overwrite', `--outfile=${glue[0]}`, glue[0]]);

  for (const name of names) {
    if (!WORTH_COMPRESSING.test(name)) continue;
    const file = join(folder, name);
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
}
