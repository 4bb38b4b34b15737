// The start script as it is built. Needs esbuild on the PATH: `make` puts it there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { bundleStartScript } from '../start-script.mjs';

const names = { glue: 'portal-0123456789abcdef.js', program: 'portal-0123456789abcdef_bg.wasm' };

test('the start script names glue and program, and has at most 2.5 kB', () => {
  const script = bundleStartScript({ ...names, release: true });
  for (const name of Object.values(names)) assert.equal(script.split(`"./${name}"`).length, 2);
  const { length } = brotliCompressSync(script);
  assert.ok(length <= 2_500, `${length} bytes`);
});

test('it exports nothing, and leaves nothing on the window', () => {
  const script = bundleStartScript({ ...names, release: false });
  assert.doesNotMatch(script, /^export/m);
  assert.doesNotMatch(script, /\b(window|self|globalThis)\.\w+ = |defineProperty/);
});
