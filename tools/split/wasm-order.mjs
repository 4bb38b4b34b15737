// Names functions so that wasm-opt, with --reorder-functions-by-name, brings similar ones together: that compresses better. Sorted
// by type and code, instances of one generic function are neighbours, and so are functions that begin alike.
import { HEADER_BYTES, number, Reader, text } from './wasm-binary.mjs';

const CUSTOM_SECTION = 0;
const FUNCTION_SECTION = 3;
const CODE_SECTION = 10;
// Within the section `name`.
const FUNCTION_NAMES = 1;

/** Returns the wasm module with the place of each function in that order as its name; with `keep`, followed by the former name. */
export function nameByCode(bytes, { keep = false } = {}) {
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({ kind }) => kind === 'function').length;
  const written = [bytes.subarray(0, HEADER_BYTES)];
  let types = [];
  let codes = [];
  let former = new Map();
  for (let at = HEADER_BYTES; at < bytes.length; ) {
    const section = new Reader(bytes, at);
    const id = section.byte();
    const end = section.number() + section.at;
    if (id === FUNCTION_SECTION) types = readList(section, () => section.number());
    if (id === CODE_SECTION) codes = readList(section, () => readCode(section));
    if (id !== CUSTOM_SECTION || section.text() !== 'name') written.push(bytes.subarray(at, end));
    else if (keep) former = readNames(section, end);
    at = end;
  }
  const compare = (one, other) => types[one] - types[other] || Buffer.compare(codes[one], codes[other]);
  const places = [];
  [...codes.keys()].sort(compare).forEach((index, place) => (places[index] = place));
  const name = (place, index) => [String(place).padStart(6, '0'), former.get(imported + index)].filter(Boolean).join(' ');
  const names = places.map((place, index) => Buffer.concat([number(imported + index), text(name(place, index))]));
  const map = Buffer.concat([number(names.length), ...names]);
  const body = Buffer.concat([text('name'), number(FUNCTION_NAMES), number(map.length), map]);
  return Buffer.concat([...written, number(CUSTOM_SECTION), number(body.length), body]);
}

/** The names of functions, by their index, in the section that ends at `end`. */
function readNames(section, end) {
  while (section.at < end) {
    const id = section.byte();
    const next = section.number() + section.at;
    if (id === FUNCTION_NAMES) return new Map(readList(section, () => [section.number(), section.text()]));
    section.at = next;
  }
  return new Map();
}

function readList(section, readEntry) {
  return Array.from({ length: section.number() }, readEntry);
}

function readCode(section) {
  const size = section.number();
  section.at += size;
  return section.bytes.subarray(section.at - size, section.at);
}
