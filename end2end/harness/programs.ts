/** Where the programs under test and the browser are. */

import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A file that has to be there, or an error that says how to get it. */
function required(path: string, what: string, variable: string): string {
  if (!existsSync(path)) {
    throw new Error(`${what} isn't at ${path}. Build it (\`make build\` does), or say with ${variable} where it is.`);
  }
  return path;
}

function built(name: string): string {
  return join(process.env['CARGO_TARGET_DIR'] ?? join(root, 'target'), 'release', name);
}

export function sandboxPath(): string {
  return required(process.env['SANDBOX_BIN'] ?? built('portal-sandbox'), 'The sandbox', 'SANDBOX_BIN');
}

export function gatewayPath(): string {
  return required(process.env['GATEWAY_BIN'] ?? built('portal-gateway'), 'The gateway', 'GATEWAY_BIN');
}

/** The built portal. */
export function distPath(): string {
  return required(resolve(process.env['DIST'] ?? join(root, 'dist')), 'The built portal', 'DIST');
}

/** A program on the `PATH`, or Chrome where macOS has it. The same places as in tools/setup, which installs one where none has. */
function firstInstalled(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).map((folder) => folder.replace(/^~/, homedir()));
  const places = [...names.flatMap((name) => folders.map((folder) => resolve(folder, name))), '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  return places.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function browserPath(names: readonly string[]): string {
  const named = process.env['CHROME_PATH'];
  if (named) return required(named, 'Chromium', 'CHROME_PATH');
  const found = firstInstalled(names);
  if (!found) throw new Error('No Chromium found. Install one (Debian: `apt-get install chromium`), or say with CHROME_PATH where it is.');
  return found;
}

const WITH_WINDOWS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The browser of most tests: the headless shell where it is installed, as in Playwright's own downloads. It takes half the time. */
export function chromiumPath(): string {
  return browserPath(['chromium-headless-shell', ...WITH_WINDOWS]);
}

/** A browser with profiles and a back/forward cache, which the headless shell lacks. */
export function fullChromiumPath(): string {
  return browserPath(WITH_WINDOWS);
}

/** No sandbox, since tests also run as root in containers; nothing that calls home. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
