// Changes the names by which a WebAssembly module imports and exports. Everything else is copied byte for byte, so that no
// index changes.
import { HEADER_BYTES, number, Reader, text } from './wasm-binary.mjs';

const IMPORT_SECTION = 2;
const EXPORT_SECTION = 7;
const KINDS = ['function', 'table', 'memory', 'global'];

/**
 * Returns a copy of the module. `importName(name, module)` and `exportName(name)` give the new names; an export whose new name
 * is undefined is removed. Throws where the result is no valid module.
 */
export function rewriteInterface(bytes, { importName = (name) => name, exportName = (name) => name }) {
  const written = [bytes.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < bytes.length; ) {
    const section = new Reader(bytes, at);
    const id = section.byte();
    const size = section.number();
    const end = section.at + size;
    const rewrite = { [IMPORT_SECTION]: () => rewriteImports(section, importName), [EXPORT_SECTION]: () => rewriteExports(section, exportName) }[id];
    if (rewrite) {
      const body = rewrite();
      if (section.at !== end) throw new Error(`section ${id} of the wasm module has ${size} bytes, but its entries end elsewhere`);
      written.push(Buffer.from([id]), number(body.length), body);
    } else {
      written.push(bytes.subarray(at, end));
    }
    at = end;
  }
  const result = Buffer.concat(written);
  new WebAssembly.Module(result);
  return result;
}

function rewriteImports(section, importName) {
  const count = section.number();
  const entries = [number(count)];
  for (let index = 0; index < count; index += 1) {
    const module = section.text();
    const name = section.text();
    entries.push(text(module), text(importName(name, module)), section.copy(skipImportType));
  }
  return Buffer.concat(entries);
}

function rewriteExports(section, exportName) {
  const count = section.number();
  const entries = [];
  for (let index = 0; index < count; index += 1) {
    const renamed = exportName(section.text());
    const target = section.copy(() => {
      section.byte();
      section.number();
    });
    if (renamed !== undefined) entries.push(Buffer.concat([text(renamed), target]));
  }
  return Buffer.concat([number(entries.length), ...entries]);
}

function skipImportType(section) {
  const kind = section.byte();
  switch (KINDS[kind]) {
    case 'function':
      section.number();
      break;
    case 'table':
      section.byte();
      skipLimits(section);
      break;
    case 'memory':
      skipLimits(section);
      break;
    case 'global':
      // Type of the value, and whether it is mutable.
      section.byte();
      section.byte();
      break;
    default:
      throw new Error(`the wasm module imports something of the unknown kind ${kind}`);
  }
}

function skipLimits(section) {
  const HAS_MAXIMUM = 1;
  const flags = section.byte();
  section.number();
  if (flags & HAS_MAXIMUM) section.number();
}
