/** A browser whose owner blocks all cookies: a setting of Chromium's that no launch option reaches. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, BrowserType, LaunchOptions } from '@playwright/test';

export interface Cookieless {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

const BLOCK = 2;

export async function launchCookieless(chromium: BrowserType, options: LaunchOptions & BrowserContextOptions): Promise<Cookieless> {
  const profile = await mkdtemp(join(tmpdir(), 'portal-end2end-'));
  await mkdir(join(profile, 'Default'));
  await writeFile(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { default_content_setting_values: { cookies: BLOCK } } }),
  );
  const context = await chromium.launchPersistentContext(profile, options);
  return {
    context,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
