// Checks that program, glue and parts fit together, after each was optimised and renamed by itself.

/**
 * Links them as a browser does, up to the first call: throws a LinkError where an import is missing or is of another type.
 * `glue` is the text of a JavaScript module, the others are wasm modules.
 */
export async function checkLink({ program, glue, parts }) {
  const { initSync } = await import(`data:text/javascript;base64,${Buffer.from(glue).toString('base64')}`);
  const { Instance } = WebAssembly;
  let exports;
  WebAssembly.Instance = function stopAfterLinking(...input) {
    ({ exports } = new Instance(...input));
    throw new Linked();
  };
  try {
    initSync({ module: new WebAssembly.Module(program) });
  } catch (error) {
    if (!(error instanceof Linked)) throw error;
  } finally {
    WebAssembly.Instance = Instance;
  }
  if (!exports) throw new Error('initSync of the glue has not made an instance of the program: has wasm-bindgen changed?');
  for (const part of parts) new Instance(new WebAssembly.Module(part), { __wasm_split: exports });
}

class Linked extends Error {}
