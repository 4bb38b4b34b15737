// Called by ./wasm-bindgen: `node remove-unused.mjs <glue> <program> <folder of the parts>`. Rewrites the first two files, and
// names the program's functions for wasm-opt.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameByCode } from './wasm-order.mjs';
import { removeUnusedClasses, removeUnusedExports } from './wasm-unused.mjs';

const [glueFile, programFile, partsFolder] = process.argv.slice(2);
const parts = readdirSync(partsFolder)
  .filter((name) => /^(split_|chunk_).*\.wasm$/.test(name))
  .map((name) => readFileSync(join(partsFolder, name)));

const glue = removeUnusedClasses(readFileSync(glueFile, 'utf8'));
writeFileSync(glueFile, glue);
writeFileSync(programFile, nameByCode(removeUnusedExports(readFileSync(programFile), { glue, parts }), { keep: Boolean(process.env.WASM_NAMES) }));
