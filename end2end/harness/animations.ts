/** The clock of a page's animations, which Playwright's fake clock doesn't move. */

import type { Page } from '@playwright/test';

/** Moves all animations to so many milliseconds after their start, their delays included. */
export async function moveAnimations(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate((time) => {
    for (const animation of document.getAnimations()) animation.currentTime = time;
  }, milliseconds);
}
