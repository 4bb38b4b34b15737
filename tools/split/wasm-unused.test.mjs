// Needs esbuild on the PATH: `make` puts it there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionImport, interfaceOf, wasmModule } from './wasm-samples.mjs';
import { removeJsExports, removeUnusedClasses, removeUnusedExports } from './wasm-unused.mjs';

// As wasm-bindgen writes it.
const classOf = (name) => `
export class ${name} {
    free() {
        ${name}Finalization.unregister(this);
        wasm.__wbg_${name.toLowerCase()}_free(this.__wbg_ptr, 0);
    }
}
if (Symbol.dispose) ${name}.prototype[Symbol.dispose] = ${name}.prototype.free;
const ${name}Finalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_${name.toLowerCase()}_free(ptr, 1));
`;
const REST = `
let wasm;
function initSync(instance) {
    wasm = instance.exports;
    new Used();
    wasm.start();
    return wasm;
}
export { initSync, initSync as default };
`;
const glue = `import * as import1 from "./__wasm_split.js"\n${classOf('Used')}${classOf('Unused')}console.log(import1);${REST}`;

test('a class that nothing uses is removed with its registry, one that is used stays', () => {
  const rest = removeUnusedClasses(glue);
  assert.doesNotMatch(rest, /unused/i);
  assert.match(rest, /Used = class\b/);
  assert.match(rest, /new FinalizationRegistry\(\(?ptr\)? => wasm\.__wbg_used_free/);
  assert.match(rest, /from "\.\/__wasm_split\.js"/);
  assert.match(rest, /export \{\n? *initSync as default,\n? *initSync\n?\}/);
});

test('before the split, what crates export for JavaScript is removed, with its description, and nothing else', () => {
  const linked = wasmModule({
    results: {
      main: 1,
      sink_close_58a9338f50bce61c: 2,
      __wbindgen_describe_sink_close_58a9338f50bce61c: 3,
      __wbg_sink_free_58a9338f50bce61c: 4,
      // Of an import.
      __wbindgen_describe___wbg_focus_58a9338f50bce61c: 5,
      __wbindgen_free: 6,
      // What the start script calls.
      takeOver_58a9338f50bce61c: 7,
      __wbindgen_describe_takeOver_58a9338f50bce61c: 8,
    },
  });
  assert.deepEqual(interfaceOf(removeJsExports(linked)).exports, [
    'main function',
    '__wbindgen_describe___wbg_focus_58a9338f50bce61c function',
    '__wbindgen_free function',
    'takeOver_58a9338f50bce61c function',
    '__wbindgen_describe_takeOver_58a9338f50bce61c function',
  ]);
});

const program = wasmModule({ results: { main: 1, start: 2, __wbg_used_free: 3, __wbg_unused_free: 4, shared: 5 } });

test('exports that neither the glue nor a part uses are removed', () => {
  const part = wasmModule({ imports: [functionImport('__wasm_split', 'shared')] });
  const rest = removeUnusedExports(program, { glue: removeUnusedClasses(glue), parts: [part] });
  assert.deepEqual(interfaceOf(rest).exports, ['start function', '__wbg_used_free function', 'shared function']);
});

test('an export that is used and missing is named', () => {
  const part = wasmModule({ imports: [functionImport('__wasm_split', 'gone')] });
  assert.throws(() => removeUnusedExports(program, { glue: removeUnusedClasses(glue), parts: [part] }), /doesn't export gone/);
});

test('a glue that uses exports in an unexpected way is refused', () => {
  assert.throws(() => removeUnusedExports(program, { glue: 'const { start } = instance.exports;', parts: [] }), /has wasm-bindgen changed/);
  assert.throws(() => removeUnusedExports(program, { glue: 'wasm = instance.exports; wasm["start"]();', parts: [] }), /has wasm-bindgen changed/);
});
