/** Every screen of the portal behind the gateway, and how a person comes to it. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { endScreens } from './end-screens.ts';
import { keyScreens } from './key-screens.ts';
import type { Screen } from './screen.ts';

export { endScreens } from './end-screens.ts';

/** Endings that need another browser or deployment, and the files that test their screens. */
export const ENDINGS_ELSEWHERE: Readonly<Record<string, string>> = {
  CookiesBlocked: 'cookies-blocked.spec.ts',
  CrossSite: 'direct-cross-site.spec.ts',
};

/** The names of all endings, from core's source. */
export function endings(): string[] {
  const source = readFileSync(resolve(import.meta.dirname, '../../crates/core/src/session/machine/ending.rs'), 'utf8');
  const variants = /^pub enum Ending \{(.*?)^\}/ms.exec(source)?.[1] ?? '';
  return [...variants.matchAll(/^ {4}(\w+),$/gm)].map(([, name = '']) => name);
}

export const screens: readonly Screen[] = [...keyScreens, ...endScreens];
