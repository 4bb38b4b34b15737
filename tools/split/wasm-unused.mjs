// Removes what wasm-bindgen generates and nobody calls: classes that crates export for JavaScript that this portal doesn't have
// (wasm-streams' IntoUnderlying*), and exports of the program. Split and wasm-opt then remove the functions that only they
// need; by themselves they can't, because any export may be called from outside.
import { execFileSync } from 'node:child_process';
import { rewriteInterface } from './wasm-interface.mjs';

// What wasm-bindgen exports with each function that Rust exports for JavaScript: a description of its types.
const DESCRIBE = '__wbindgen_describe_';
// What the start script calls, and so stays: `take_over` in src/main.rs.
const CALLED = /^takeOver(_[0-9a-f]{16})?$/;
// Frees an object of a class.
const FREE = /^__wbg_\w+_free_[0-9a-f]{16}$/;

/**
 * Returns the program, a wasm module as the linker wrote it, without the functions that crates export for JavaScript. Before the
 * split, which leaves out their code and their data: after it, nothing says any more which data is whose.
 */
export function removeJsExports(program) {
  const names = new Set(WebAssembly.Module.exports(new WebAssembly.Module(program)).map(({ name }) => name));
  const isDescribed = (name) => names.has(name) && names.has(DESCRIBE + name) && !CALLED.test(name);
  const isForJs = (name) => isDescribed(name) || (name.startsWith(DESCRIBE) && isDescribed(name.slice(DESCRIBE.length))) || FREE.test(name);
  return rewriteInterface(program, { exportName: (name) => (isForJs(name) ? undefined : name) });
}

/** Returns the glue, a JavaScript module, without the classes that none of its functions uses. */
export function removeUnusedClasses(glue) {
  const source = glue
    .replaceAll('export class ', 'class ')
    // The registry that frees forgotten objects. esbuild keeps unused constants unless it is told that making them has no effect.
    .replaceAll(': new FinalizationRegistry(', ': /* @__PURE__ */ new FinalizationRegistry(');
  const options = [
    '--bundle',
    '--format=esm',
    '--log-level=warning',
    // wasm-bindgen imports wasm-split-cli's script once for each part. finish-build.mjs bundles it.
    '--external:./__wasm_split.js',
    '--log-override:duplicate-object-key=silent',
    // The line `if (Symbol.dispose) …` adds to each class what `using` calls; the portal has no such statement.
    '--define:Symbol.dispose=undefined',
    // Evaluates that condition.
    '--minify-syntax',
  ];
  return execFileSync('esbuild', options, { input: source, encoding: 'utf8', maxBuffer: 100_000_000 });
}

/** Returns the program, a wasm module, without the exports that neither the glue nor a part uses; `parts` are wasm modules. */
export function removeUnusedExports(program, { glue, parts }) {
  const had = new Set(WebAssembly.Module.exports(new WebAssembly.Module(program)).map(({ name }) => name));
  const used = new Set([...exportsUsedByGlue(glue), ...parts.flatMap(exportsUsedByPart)]);
  for (const name of used) {
    if (!had.has(name)) throw new Error(`the program doesn't export ${name}, which the glue or a part uses`);
  }
  return rewriteInterface(program, { exportName: (name) => (used.has(name) ? name : undefined) });
}

function exportsUsedByGlue(glue) {
  // wasm-bindgen keeps the exports in the variable `wasm`. A use in any other form would be missed.
  if (!/\bwasm = instance\.exports\b/.test(glue) || /\bwasm\[/.test(glue)) {
    throw new Error('the glue does not use the exports as `wasm.<name>`: has wasm-bindgen changed?');
  }
  return [...glue.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name);
}

function exportsUsedByPart(part) {
  return WebAssembly.Module.imports(new WebAssembly.Module(part))
    .filter(({ module }) => module === '__wasm_split')
    .map(({ name }) => name);
}
