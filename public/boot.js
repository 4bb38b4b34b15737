// Starts the program. A file of its own, because the policy allows no inline script. The build bundles it, and defines GLUE and
// PROGRAM, the names of these files (tools/start-script.mjs): proxies add to the document and rewrite it.

import { handOver, sendEarly } from './start/early.js';
import { mayHoldLink, opened } from './start/link.js';

const element = (id) => document.getElementById(id);
let address = opened();
let link;
let shown;
let started = false;
let blocked = false;

/** Shows a section of index.html in place of the program, and of its paragraphs about causes the one about `cause`. */
const show = (id, cause) => {
  for (const gone of ['late', 'app']) element(gone)?.remove();
  address = undefined;
  // Releases the lock: no program comes.
  handOver()?.release?.();
  if (shown) shown.hidden = true;
  shown = element(id);
  shown.hidden = false;
  for (const paragraph of shown.querySelectorAll('[data-cause]')) paragraph.hidden = paragraph.dataset.cause !== cause;
  const heading = shown.querySelector('h1');
  // The screen's heading names the page and has the focus, as in the program's own screens. What all of this is called stays.
  document.title = `${heading.textContent} · ${document.title.replace(/^.*(?=API keys)/, '')}`;
  heading.focus();
};

/** Takes the session ID out of the address bar, whatever its spelling: in case of doubt the whole address. The program gets it,
 * once, and writes back what is no session ID (`Landing` in crates/core). */
const takeLink = () => {
  if (!mayHoldLink(address)) return;
  link = location.href;
  history.replaceState(history.state, '', '/');
};

/** The gateway marks a page that a click on this site has opened. Nobody has clicked where the browser loads it again by itself. */
const checkMark = () => {
  const [{ type } = {}] = performance.getEntriesByType('navigation');
  if (type !== 'navigate') document.documentElement.removeAttribute('data-same-site');
};

/** Removes what an earlier app on this origin left behind to answer requests. The portal has no service worker. */
const removeServiceWorkers = async () => {
  const registrations = await navigator.serviceWorker.getRegistrations();
  if (registrations.length === 0) return;
  for (const registration of registrations) await registration.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
};

/** Whether a file can be loaded: an import fails with the same error for a missing file and for one with a fault. */
const arrives = async (url, type) => {
  try {
    const { ok, headers } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    return ok && headers.get('content-type').includes(type);
  } catch {
    return false;
  }
};

const reload = (event) => {
  event.preventDefault();
  try {
    // Reloading is the one way that works where link and address differ in their fragment only.
    if (link) history.replaceState(history.state, '', link);
  } catch {
    // A browser that refuses to write its history; the program's guard of the history doesn't throw.
  }
  if (link && location.href !== link) location.replace(link);
  else location.reload();
};

/** An error that nobody has caught. A trap ends the program; any other error of its own does as long as only its skeleton is there.
 * Not one of a script that a CDN has added, which may come from this origin, too. */
const onError = (error, file) => {
  const isOwn = () => [import.meta.url, glue, program].some((own) => `${file} ${error?.stack}`.includes(own));
  if (error?.name === 'RuntimeError' || (document.querySelector('#app [aria-busy=true] .skeleton') && isOwn())) show('panicked');
};

/** Resolves once the document and its stylesheets are there, or lost. The program measures what it shows, and nothing is painted
 * before. This script and what it sends wait for neither. */
const untilStyled = async () => {
  const event = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
  if (document.readyState === 'loading') await event(document, 'DOMContentLoaded');
  if (document.readyState === 'complete') return;
  const pending = [...document.querySelectorAll('link[rel=stylesheet]')].filter(({ sheet }) => !sheet);
  const settled = pending.map((link) => Promise.race([event(link, 'load'), event(link, 'error')]));
  // The window's event comes after those of all links, also of one that has failed before.
  await Promise.race([event(window, 'load'), Promise.all(settled)]);
};

let isClear = true;
try {
  takeLink();
} catch {
  // A browser that refuses to write its history: the program tries again.
  isClear = false;
}
try {
  // HTML alone, for the program's views: scripts and their addresses stay refused.
  self.trustedTypes?.createPolicy('default', { createHTML: (html) => html });
} catch {
  // Another policy of a proxy's: reported below.
  isClear = false;
}
checkMark();
removeServiceWorkers().catch(() => {});

const glue = new URL(GLUE, import.meta.url).href;
const program = new URL(PROGRAM, import.meta.url).href;

addEventListener('error', ({ error, filename }) => error && onError(error, filename));
addEventListener('unhandledrejection', ({ reason }) => onError(reason));
// The program fires these: see src/browser/.
addEventListener('portal:panicked', () => show('panicked'));
addEventListener('portal:link-settled', () => (link = undefined));
addEventListener('portal:reload', reload);
// A link whose session ID is in its fragment, opened where the portal is open: browsers load nothing then.
addEventListener('hashchange', () => mayHoldLink(location.hash) && location.reload());
addEventListener('click', (event) => event.target.closest?.('[data-reload]') && reload(event));
addEventListener('securitypolicyviolation', ({ blockedURI, disposition }) => {
  const isOurs = blockedURI.startsWith(location.origin) || /^(wasm|trusted)/.test(blockedURI);
  if (started || !isOurs || disposition !== 'enforce') return;
  blocked = true;
  if (shown) show('load-failed', 'policy');
});

const styled = untilStyled().then(() => {
  element('late')?.toggleAttribute('hidden', true);
  // Its style shows it some seconds later. The program goes on loading behind it.
  setTimeout(() => element('late')?.toggleAttribute('hidden', false), 50_000);
});

let cause = 'wasm';
try {
  if (self.WebAssembly) cause = 'policy';
  // An empty module: fails where the browser has no WebAssembly, or where a second policy forbids it.
  new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  cause = 'files';
  // Not where it is known that the program can't run: the link may still be opened elsewhere.
  if (isClear) sendEarly(address).catch(() => {});
  const loading = import(glue);
  // The first format takes browsers tens of milliseconds: here, where the files are waited for, and not between list and rows.
  new Intl.DateTimeFormat();
  const { default: load, takeOver } = await loading;
  await load({ module_or_path: program });
  await styled;
  const opened = address;
  address = undefined;
  takeOver({ address: opened, ...handOver() });
  started = true;
  element('late')?.remove();
} catch (error) {
  const isFault = async () =>
    error.name === 'RuntimeError' ||
    (!/CompileError|LinkError/.test(error.name) && (await arrives(glue, 'script')) && (await arrives(program, 'wasm')));
  await styled;
  if (blocked) cause = 'policy';
  if (cause === 'files' && (await isFault())) show('panicked');
  else if (!shown) show('load-failed', cause);
  throw error;
}
