// Small wasm modules for the tests of this folder, written by hand: no tool makes them.

const number = (value) => (value < 128 ? [value] : [(value % 128) + 128, Math.floor(value / 128)]);
const text = (value) => [...number(value.length), ...Buffer.from(value)];
const section = (id, ...body) => [id, ...number(body.flat().length), ...body.flat()];
const vector = (...entries) => [entries.length, ...entries.flat()];
const FUNCTION = 0x00;
const TABLE = 0x01;
const MEMORY = 0x02;
const GLOBAL = 0x03;
const I32 = 0x7f;
const FUNCREF = 0x70;

/** A module of these imports (module, name, kind and type) and exported functions without parameters, which return a number. */
export function wasmModule({ imports = [], results = {} }) {
  const imported = imports.filter(([, , kind]) => kind === FUNCTION).length;
  const hasMemory = imports.some(([, , kind]) => kind === MEMORY);
  const names = Object.keys(results);
  return Buffer.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([0x60, 0, 1, I32])),
    ...section(2, vector(...imports.map(([module, name, ...type]) => [...text(module), ...text(name), ...type]))),
    ...section(3, vector(...names.map(() => [0]))),
    ...section(7, vector(...names.map((name, index) => [...text(name), FUNCTION, imported + index]), ...(hasMemory ? [[...text('memory'), MEMORY, 0]] : []))),
    // i32.const, end.
    ...section(10, vector(...Object.values(results).map((result) => [4, 0, 0x41, result, 0x0b]))),
  ]);
}

const WITHOUT_MAXIMUM = 0;
const WITH_MAXIMUM = 1;
const CONSTANT = 0;
const MUTABLE = 1;

/** Imports something of every kind, and exports two functions, which return 7 and 8, and the memory. */
export const EVERY_KIND = wasmModule({
  imports: [
    ['m', 'f', FUNCTION, 0],
    ['m', 't', TABLE, FUNCREF, WITHOUT_MAXIMUM, 1],
    // 200 pages: a number of two bytes.
    ['m', 'y', MEMORY, WITH_MAXIMUM, 1, ...number(200)],
    ['m', 'g', GLOBAL, I32, CONSTANT],
    ['m', 'h', GLOBAL, I32, MUTABLE],
  ],
  results: { seven: 7, eight: 8 },
});

/** The exports of an instance of EVERY_KIND, or of what it was rewritten to without other names for its imports. */
export function instantiate(bytes) {
  const m = {
    f: () => 1,
    t: new WebAssembly.Table({ element: 'anyfunc', initial: 1 }),
    y: new WebAssembly.Memory({ initial: 1, maximum: 200 }),
    g: new WebAssembly.Global({ value: 'i32' }, 1),
    h: new WebAssembly.Global({ value: 'i32', mutable: true }, 1),
  };
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { m }).exports;
}

export function interfaceOf(bytes) {
  const module = new WebAssembly.Module(bytes);
  return {
    imports: WebAssembly.Module.imports(module).map(({ module: from, name, kind }) => `${from} ${name} ${kind}`),
    exports: WebAssembly.Module.exports(module).map(({ name, kind }) => `${name} ${kind}`),
  };
}

/** An import of a function that has no parameters and returns a number, for `wasmModule`. */
export const functionImport = (module, name) => [module, name, FUNCTION, 0];
