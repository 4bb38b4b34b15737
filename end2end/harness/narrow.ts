/** How a page fits a phone, and a window that is made small by large text. */

import { expect, type Page } from '@playwright/test';
import { layoutFaults } from './layout.ts';

/** 390 is a usual phone; 320 is what the guidelines ask for, and what a zoom of 400 % leaves of a laptop. */
export const NARROW_WIDTHS = [390, 320] as const;

/** The height of what is left of a laptop at 400 %. */
const ZOOMED_HEIGHT = 256;

/** What the guidelines ask a page to bear (WCAG 1.4.12). */
const TEXT_SPACING = '* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important } p { margin-block-end: 2em !important }';

/** Half as large again as usual. */
const LARGE_TEXT = 'html { font-size: 150% !important }';

/** Pixels that stand out to the right, of the page and of its dialogs. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(...[document.documentElement, ...document.querySelectorAll('dialog[open], dialog[open] > *')].map((element) => element.scrollWidth - element.clientWidth)),
  );
}

/** As a user's own stylesheet, which no policy forbids. */
async function withStyles(page: Page, styles: string, check: () => Promise<void>): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, styles);
  await check();
  await page.evaluate(() => (document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)));
}

async function expectDialogButtonsInReach(page: Page, where: string): Promise<void> {
  const outOfReach = await page.evaluate(() =>
    [...document.querySelectorAll('dialog[open] button')].flatMap((button) => {
      if (!button.checkVisibility({ visibilityProperty: true })) return [];
      button.scrollIntoView({ block: 'nearest' });
      const { left, right, top, bottom } = button.getBoundingClientRect();
      const isWhole = left >= -0.5 && top >= -0.5 && right <= window.innerWidth + 0.5 && bottom <= window.innerHeight + 0.5;
      return isWhole ? [] : [button.textContent.trim()];
    }),
  );
  expect(outOfReach, `buttons of the dialog that can’t be scrolled to, ${where}`).toEqual([]);
}

/** The page as it is, with the spacing that the guidelines ask it to bear, and with large text. */
export async function expectNoLayoutFaults(page: Page, where: string): Promise<void> {
  expect.soft(await layoutFaults(page, { maxControlHeight: 44, oneLineLabels: true }), where).toEqual([]);
  const isPhone = (page.viewportSize()?.width ?? 0) >= NARROW_WIDTHS[0];
  for (const [what, styles] of [
    ['with text spacing', TEXT_SPACING],
    // A laptop at 400 % has large text already.
    ...(isPhone ? ([['with large text', LARGE_TEXT]] as const) : []),
  ] as const) {
    await withStyles(page, styles, async () => {
      expect.soft(await overflow(page), `pixels beyond, ${where} ${what}`).toBeLessThanOrEqual(0);
      expect.soft(await layoutFaults(page, { maxControlHeight: 120, oneLineLabels: false }), `${where} ${what}`).toEqual([]);
    });
  }
}

/** Nothing has to be scrolled sideways, nothing is cut off, broken or over something else, and what a dialog asks for can be reached. */
export async function expectToFitPhones(page: Page): Promise<void> {
  for (const width of NARROW_WIDTHS) {
    await page.setViewportSize({ width, height: 740 });
    expect(await overflow(page), `pixels beyond ${width}`).toBeLessThanOrEqual(0);
    await expectNoLayoutFaults(page, `at ${width}`);
    await expectDialogButtonsInReach(page, `at ${width}`);
  }
  await page.setViewportSize({ width: 320, height: ZOOMED_HEIGHT });
  expect(await overflow(page), 'pixels beyond at 400 %').toBeLessThanOrEqual(0);
  await expectDialogButtonsInReach(page, 'at 400 %');
}
