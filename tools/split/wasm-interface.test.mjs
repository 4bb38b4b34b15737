import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rewriteInterface } from './wasm-interface.mjs';
import { EVERY_KIND, instantiate, interfaceOf } from './wasm-samples.mjs';

test('without new names the module is the same, byte for byte', () => {
  assert.deepEqual(rewriteInterface(EVERY_KIND, {}), EVERY_KIND);
});

test('imports of every kind get their new names', () => {
  const renamed = rewriteInterface(EVERY_KIND, { importName: (name, module) => `${module}/${name}` });
  assert.deepEqual(interfaceOf(renamed).imports, ['m m/f function', 'm m/t table', 'm m/y memory', 'm m/g global', 'm m/h global']);
});

test('exports get their new names and keep what they stand for', () => {
  const renamed = rewriteInterface(EVERY_KIND, { exportName: (name) => ({ seven: 'a', eight: 'b' })[name] ?? name });
  assert.deepEqual(interfaceOf(renamed).exports, ['a function', 'b function', 'memory memory']);
  const exports = instantiate(renamed);
  assert.equal(exports.a(), 7);
  assert.equal(exports.b(), 8);
});

test('a name may be longer than one byte of length can say', () => {
  const long = 'ü'.repeat(200);
  const renamed = rewriteInterface(EVERY_KIND, { exportName: (name) => (name === 'eight' ? long : name) });
  assert.equal(instantiate(renamed)[long](), 8);
  assert.deepEqual(rewriteInterface(renamed, { exportName: (name) => (name === long ? 'eight' : name) }), EVERY_KIND);
});

test('an export without a new name is removed', () => {
  const rest = rewriteInterface(EVERY_KIND, { exportName: (name) => (name === 'seven' ? undefined : name) });
  assert.deepEqual(interfaceOf(rest).exports, ['eight function', 'memory memory']);
  assert.equal(instantiate(rest).eight(), 8);
});

test('two exports of one name are refused', () => {
  assert.throws(() => rewriteInterface(EVERY_KIND, { exportName: () => 'same' }), WebAssembly.CompileError);
});

test('a module that ends too early is refused', () => {
  assert.throws(() => rewriteInterface(EVERY_KIND.subarray(0, 25), {}));
});
