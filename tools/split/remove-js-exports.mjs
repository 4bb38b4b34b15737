// Called by ./wasm-bindgen: `node remove-js-exports.mjs <linked program> <output>`.
import { readFileSync, writeFileSync } from 'node:fs';
import { removeJsExports } from './wasm-unused.mjs';

const [linked, output] = process.argv.slice(2);
writeFileSync(output, removeJsExports(readFileSync(linked)));
