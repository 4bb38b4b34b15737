// Completes what starts the program: public/boot.js, and the script tags in index.html.
import { execFileSync } from 'node:child_process';
import { integrityOf } from './hash.mjs';

/** The start script, bundled, with the names of glue and program; in release builds minified. */
export function bundleStartScript({ glue, program, release }) {
  const names = Object.entries({ GLUE: `./${glue}`, PROGRAM: `./${program}` }).map(([key, name]) => `--define:${key}=${JSON.stringify(name)}`);
  const options = ['--bundle', '--format=esm', '--log-level=warning', ...names, ...(release ? ['--minify'] : [])];
  return execFileSync('esbuild', ['public/boot.js', ...options], { encoding: 'utf8' });
}

/**
 * Marks the scripts as none for a script loader of a CDN (Cloudflare reads `data-cfasync` only where it stands before `src`), and
 * the start script as urgent, so that the program doesn't arrive before it, as changed if its content is not that of `script`, and as
 * one that waits for no stylesheet (`async`).
 */
export function markScripts(html, name, script) {
  const tag = new RegExp(`<script [^>]*src="/${name}"[^>]*></script>`);
  if (!tag.test(html)) throw new Error(`index.html has no script tag for ${name}`);
  return html
    .replace(tag, `<script type="module" async src="/${name}" integrity="${integrityOf(script)}" fetchpriority="high"></script>`)
    .replaceAll('<script ', '<script data-cfasync="false" ');
}

/** The page without comments and indentation. */
export function withoutComments(html) {
  return html.replace(/<!--.*?-->/gs, '').replace(/\n\s*/g, '\n');
}
