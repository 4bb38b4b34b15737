import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renameInterface, shortNames } from './wasm-names.mjs';
import { functionImport, interfaceOf, wasmModule } from './wasm-samples.mjs';

const CLICK = '__wbg_click_c6eff13daacf9806';
const FOCUS = '__wbg_focus_0f3f1a5a0b6c7d8e';

test('generated names become short, in the order of the file; others stay', () => {
  const program = wasmModule({
    imports: [functionImport('./portal_bg.js', CLICK), functionImport('./__wasm_split.js', '__wasm_split_load_rotate'), functionImport('./portal_bg.js', FOCUS)],
    results: { __wbindgen_start: 1, own: 2 },
  });
  const names = shortNames(program);
  assert.deepEqual([...names], [[CLICK, 'aa'], [FOCUS, 'ab'], ['__wbindgen_start', 'ac']]);
  assert.deepEqual(interfaceOf(renameInterface(program, names)), {
    imports: ['./portal_bg.js aa function', './__wasm_split.js __wasm_split_load_rotate function', './portal_bg.js ab function'],
    exports: ['ac function', 'own function'],
  });
});

test('a program without generated names is refused', () => {
  assert.throws(() => shortNames(wasmModule({ results: { own: 1 } })), /has wasm-bindgen changed/);
});
