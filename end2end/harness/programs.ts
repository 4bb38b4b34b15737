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

/** The same places as in tools/setup, which installs one where none of them has it. */
function chromiumPlaces(): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).map((folder) => folder.replace(/^~/, homedir()));
  return [...names.flatMap((name) => folders.map((folder) => resolve(folder, name))), '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
}

export function chromiumPath(): string {
  const named = process.env['CHROME_PATH'];
  if (named) return required(named, 'Chromium', 'CHROME_PATH');
  for (const path of chromiumPlaces()) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there.
    }
  }
  throw new Error('No Chromium found. Install one (Debian: `apt-get install chromium`), or say with CHROME_PATH where it is.');
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
