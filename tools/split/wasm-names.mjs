// Short names for what program and glue give each other. wasm-bindgen's own, such as `__wbg_createElement_de4a31ed2fb252be`,
// carry a hash each, which doesn't compress, and stand in both files.
import { rewriteInterface } from './wasm-interface.mjs';

/** What wasm-bindgen's names start with. esbuild reads it too: neither `\w` nor lookaround. */
export const GENERATED = /^(__wbg_|__wbindgen_|__externref_|wasm_bindgen__)/;

/** Gives each generated name of the program's imports and exports a short one, in the order of the file: that compresses best. */
export function shortNames(program) {
  const module = new WebAssembly.Module(program);
  const entries = [...WebAssembly.Module.imports(module), ...WebAssembly.Module.exports(module)];
  const generated = new Set(entries.map(({ name }) => name).filter((name) => GENERATED.test(name)));
  if (generated.size === 0) throw new Error(`no import or export of the program matches ${GENERATED}: has wasm-bindgen changed?`);
  return new Map([...generated].map((name, index) => [name, shortName(index)]));
}

/** Returns the program with its imports and exports renamed. The glue must have been bundled with the same `names`. */
export function renameInterface(program, names) {
  const renamed = (name) => names.get(name) ?? name;
  return rewriteInterface(program, { importName: renamed, exportName: renamed });
}

/** aa, ab, … zz, aaa, … */
function shortName(index) {
  const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
  const last = LETTERS[index % LETTERS.length];
  const rest = Math.floor(index / LETTERS.length);
  return rest < LETTERS.length ? LETTERS[rest] + last : shortName(rest - LETTERS.length) + last;
}
