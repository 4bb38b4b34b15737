import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameByCode } from './wasm-order.mjs';
import { functionImport, interfaceOf, wasmModule } from './wasm-samples.mjs';

const module = wasmModule({ imports: [functionImport('m', 'f')], results: { last: 9, first: 3, second: 5 } });

/** The section's text, with its binary numbers removed. */
function namesIn(bytes) {
  const [section, ...more] = WebAssembly.Module.customSections(new WebAssembly.Module(bytes), 'name');
  assert.deepEqual(more, []);
  return Buffer.from(section).toString('latin1').match(/\d{6}/g);
}

test('functions are named by the place of their code, in the order of the module', () => {
  assert.deepEqual(namesIn(nameByCode(module)), ['000002', '000000', '000001']);
});

test('former names are replaced, everything else stays', () => {
  const named = nameByCode(module);
  assert.deepEqual(namesIn(nameByCode(named)), namesIn(named));
  assert.deepEqual(interfaceOf(named), interfaceOf(module));
});

test('for a profile the former names stay behind the new ones', () => {
  const named = nameByCode(module);
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(nameByCode(named, { keep: true })), 'name');
  assert.deepEqual(Buffer.from(section).toString('latin1').match(/\d{6} \d{6}/g), ['000002 000002', '000000 000000', '000001 000001']);
});
