import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLink } from './wasm-link.mjs';
import { functionImport, wasmModule } from './wasm-samples.mjs';

const program = wasmModule({ imports: [functionImport('./portal_bg.js', 'aa')], results: { start: 1 } });
const part = (name) => wasmModule({ imports: [functionImport('__wasm_split', name)] });

/** A glue that gives the program the imports in the text, and fails the test if more than linking happens. */
const glue = (imports) => `
  export function initSync({ module }) {
    new WebAssembly.Instance(module, { './portal_bg.js': ${imports} });
    throw new Error('the program was started');
  }`;

test('what fits is linked and not started', async () => {
  const { Instance } = WebAssembly;
  await checkLink({ program, glue: glue('{ aa: () => 1 }'), parts: [part('start')] });
  assert.equal(WebAssembly.Instance, Instance);
});

test('an import that the glue lacks is refused', async () => {
  await assert.rejects(checkLink({ program, glue: glue('{ ab: () => 1 }'), parts: [] }), WebAssembly.LinkError);
});

test('a part that asks for what the program lacks is refused', async () => {
  await assert.rejects(checkLink({ program, glue: glue('{ aa: () => 1 }'), parts: [part('other')] }), /other/);
});

test('a glue that makes no instance is refused', async () => {
  await assert.rejects(checkLink({ program, glue: 'export function initSync() {}', parts: [] }), /has wasm-bindgen changed/);
});
