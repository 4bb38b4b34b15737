/** A browser whose owner blocks something for all sites: settings of Chromium's that no launch option reaches. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fullChromiumPath } from './programs.ts';
import type { BrowserContext, BrowserContextOptions, BrowserType, LaunchOptions } from '@playwright/test';

export interface Blocking {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
}

const BLOCK = 2;

export async function launchBlocking(
  what: 'cookies' | 'javascript',
  chromium: BrowserType,
  options: LaunchOptions & BrowserContextOptions,
): Promise<Blocking> {
  const profile = await mkdtemp(join(tmpdir(), 'portal-end2end-'));
  await mkdir(join(profile, 'Default'));
  await writeFile(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { default_content_setting_values: { [what]: BLOCK } } }),
  );
  const context = await chromium.launchPersistentContext(profile, { ...options, executablePath: fullChromiumPath() });
  return {
    context,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
