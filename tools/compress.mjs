// Trunk's hook after a build: writes each file a second and third time, in brotli and gzip, for the gateway and for hosts
// that serve such files. Done once here, so that no server compresses while a user waits. Development builds skip it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = process.env.TRUNK_STAGING_DIR;
if (!folder) throw new Error('TRUNK_STAGING_DIR is not set: this runs as a hook of `trunk build`');

const WORTH_COMPRESSING = /\.(html|js|css|wasm|svg|json|txt)$/;

if (process.env.TRUNK_PROFILE === 'release') {
  for (const name of readdirSync(folder, { recursive: true })) {
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
