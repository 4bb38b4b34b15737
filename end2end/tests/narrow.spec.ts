/** On a phone, and on a wall. */

import type { Page } from '@playwright/test';
import { key, keys, listPage } from '../harness/keys.ts';
import { screens } from '../harness/screens.ts';
import { expect, test } from '../harness/test.ts';

/** 360 is a usual phone; 320 what the guidelines ask for, and what a zoom of 400 % leaves of a laptop. */
const NARROW = [360, 320];

test.use({ viewport: { width: 360, height: 740 } });

/** Pixels that stand out of the window to the right. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function expectToFit(page: Page): Promise<void> {
  for (const width of NARROW) {
    await page.setViewportSize({ width, height: 740 });
    expect(await overflow(page), `pixels beyond ${width}`).toBeLessThanOrEqual(0);
  }
}

for (const screen of screens) {
  test(`${screen.name}: nothing has to be scrolled sideways`, async ({ page, goTo }) => {
    await goTo(screen);
    await expectToFit(page);
  });
}

test('each key can be read in full', async ({ page, sandbox, openKeys }) => {
  await sandbox.answer('portal.listKeys', listPage([...keys(1, 2), key(3, { name: 'Sleeping', enabled: false })]));
  await openKeys();
  for (const width of NARROW) {
    await page.setViewportSize({ width, height: 740 });
    for (const text of [/^Key 1$/, /^Key 2$/, /^Sleeping$/, /^acme_000003/, /^Disabled$/]) {
      const box = await page.getByText(text).filter({ visible: true }).first().boundingBox();
      expect(box, `${text} is shown`).not.toBeNull();
      if (box) expect(box.x >= 0 && box.x + box.width <= width, `${text} within ${width} px`).toBe(true);
    }
  }
});

test('a very long name fits', async ({ page, sandbox, openKeys }) => {
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'W'.repeat(255) })]));
  await openKeys();
  await expectToFit(page);
});

test('a very long beginning of a key fits', async ({ page, sandbox, openKeys }) => {
  await sandbox.answer('portal.listKeys', listPage([key(1, { start: 'x'.repeat(24) })]));
  await openKeys();
  await expectToFit(page);
});

test.describe('very wide', () => {
  test.use({ viewport: { width: 2560, height: 1200 } });

  test('the keys fit', async ({ page, openKeys }) => {
    await openKeys('user_123');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
});
