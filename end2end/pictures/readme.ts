/** Takes `docs/*.png`. As wide as a window on a laptop, and only as high as there is something to see. */

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { markOpen } from '../harness/cookies.ts';
import { DAY_MS } from '../harness/keys.ts';
import { expect, test } from '../harness/test.ts';
import { withPalette } from './palette-png.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs');
const WIDTH = 1280;
const LARGEST_BYTES = 200_000;

/** Takes the page down to `bottom`. */
async function take(page: Page, name: string, bottom: number): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const clip = { x: 0, y: 0, width: WIDTH, height: Math.ceil(bottom) };
  const picture = withPalette(await page.screenshot({ clip, fullPage: true, animations: 'disabled' }));
  expect(picture.length, 'bytes: readers wait for it').toBeLessThan(LARGEST_BYTES);
  await writeFile(resolve(FOLDER, `${name}.png`), picture);
}

for (const [scheme, ending] of [['light', ''], ['dark', '-dark']] as const) {
  test(`the keys, ${scheme}`, async ({ page, openKeys, portal }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openKeys('user_123');
    const last = await portal.rows.last().boundingBox();
    await take(page, `keys${ending}`, (last?.y ?? 0) + (last?.height ?? 0) + 24);
  });

  test(`the return screen, ${scheme}`, async ({ page, portal }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await markOpen(page, Date.now() - DAY_MS);
    await page.goto('/keys');
    await portal.returnLink.waitFor();
    const link = await portal.returnLink.boundingBox();
    await take(page, `return${ending}`, (link?.y ?? 0) + (link?.height ?? 0) + 72);
  });
}
