// Completes what starts the program: public/boot.js, and the script tags in index.html.
import { execFileSync } from 'node:child_process';
import { integrityOf } from './hash.mjs';

/** The start script with the names of the build in place of `files`, its names in the source; in release builds minified. */
export function completeStartScript(source, { files, release }) {
  let script = source;
  for (const [name, built] of Object.entries(files)) {
    if (script.split(`'${name}'`).length !== 2) throw new Error(`public/boot.js does not name '${name}' once`);
    script = script.replace(`'${name}'`, `'${built}'`);
  }
  return release ? execFileSync('esbuild', ['--minify', '--format=esm', '--log-level=warning'], { input: script, encoding: 'utf8' }) : script;
}

/**
 * Marks the scripts as none for a script loader of a CDN (Cloudflare reads `data-cfasync` only where it stands before `src`), and
 * the start script as urgent, so that the program doesn't arrive before it, and as changed if its content is not that of `script`.
 */
export function markScripts(html, name, script) {
  const tag = new RegExp(`<script [^>]*src="/${name}"[^>]*></script>`);
  if (!tag.test(html)) throw new Error(`index.html has no script tag for ${name}`);
  return html
    .replace(tag, `<script type="module" src="/${name}" integrity="${integrityOf(script)}" fetchpriority="high"></script>`)
    .replaceAll('<script ', '<script data-cfasync="false" ');
}

/** The page without comments and indentation. */
export function withoutComments(html) {
  return html.replace(/<!--.*?-->/gs, '').replace(/\n\s*/g, '\n');
}
