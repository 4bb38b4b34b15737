// Fetches the stylesheet of the parts, style/parts.css. The build bundles this script with the one that fetches the parts, and
// defines STYLESHEET, the file's name, INTEGRITY, the hash of its content, and TIME_LIMIT_MS (tools/parts.mjs).

let loading;

// Not by a <link>, whose request can't be given up: trying again would wait for one that hangs.
const load = async () => {
  const file = await fetch(new URL(STYLESHEET, import.meta.url), { integrity: INTEGRITY, signal: AbortSignal.timeout(TIME_LIMIT_MS) });
  const sheet = await new CSSStyleSheet().replace(await file.text());
  // Applies after those of the document.
  document.adoptedStyleSheets.push(sheet);
};

/** Resolves once the stylesheet applies. Rejects where it can't be loaded: the next call tries again. */
export const loadStyles = () => {
  if (!loading) {
    loading = load();
    loading.catch(() => (loading = undefined));
  }
  return loading;
};
