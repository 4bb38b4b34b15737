/** How a page fits a phone. */

import { expect, type Page } from '@playwright/test';

/** 390 is a usual phone; 320 is what the guidelines ask for, and what a zoom of 400 % leaves of a laptop. */
export const NARROW_WIDTHS = [390, 320] as const;

/** Pixels that stand out to the right, of the page and of its dialogs. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(...[document.documentElement, ...document.querySelectorAll('dialog[open], dialog[open] > *')].map((element) => element.scrollWidth - element.clientWidth)),
  );
}

/** The labels of buttons that stand in several lines. */
function brokenButtons(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const lines = (button: Element) => {
      const range = document.createRange();
      range.selectNodeContents(button);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1).sort((one, other) => one.top - other.top);
      // A box begins a line when it begins below the middle of the one before.
      return boxes.filter((box, index) => {
        const before = boxes[index - 1];
        return !before || box.top > before.top + before.height / 2;
      }).length;
    };
    const buttons = [...document.querySelectorAll('button, a.button')].filter((button) => button.checkVisibility({ visibilityProperty: true }));
    return buttons.filter((button) => lines(button) > 1).map((button) => button.textContent.trim());
  });
}

/** Nothing has to be scrolled sideways, no button is broken over lines, and those of a dialog can be scrolled to. */
export async function expectToFitPhones(page: Page): Promise<void> {
  for (const width of NARROW_WIDTHS) {
    await page.setViewportSize({ width, height: 740 });
    expect(await overflow(page), `pixels beyond ${width}`).toBeLessThanOrEqual(0);
    expect(await brokenButtons(page), `buttons in several lines at ${width}`).toEqual([]);
    const dialogButtons = page.locator('dialog[open]').getByRole('button');
    for (const button of await dialogButtons.all()) {
      await button.scrollIntoViewIfNeeded();
      await expect(button).toBeInViewport({ ratio: 1 });
    }
  }
}
