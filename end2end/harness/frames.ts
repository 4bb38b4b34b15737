/** Moments of a page: what an event causes is done one frame later. */

import type { Page } from '@playwright/test';

/** Waits until the page has drawn what it has to draw, and ran what it had put off until then. */
export async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
}
