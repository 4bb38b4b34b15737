/** Each screen, visited once: accessible in light and in dark, called what it is, and whole on a phone. */

import { expectAccessible } from '../harness/axe.ts';
import { dialogScreens } from '../harness/dialog-screens.ts';
import { overflow, expectToFitPhones, NARROW_WIDTHS } from '../harness/narrow.ts';
import { key, keys, listPage } from '../harness/keys.ts';
import { ENDINGS_ELSEWHERE, endings, endScreens, screens } from '../harness/screens.ts';
import { expect, test } from '../harness/test.ts';

for (const screen of [...screens, ...dialogScreens]) {
  test(`${screen.name}: accessible in light and in dark, titled, and whole on a phone`, async ({ page, portal, openScreen }) => {
    await openScreen(screen);
    await test.step('a screen reader is told where it is', async () => {
      await expect(page).toHaveTitle(new RegExp(`^${screen.heading}`));
      await expect(portal.heading).toHaveCount(1);
      await expect(page.getByRole('main')).toHaveCount(1);
      await expect(page.locator('html')).toHaveAttribute('lang', /^en/);
    });
    await test.step('accessible', () => expectAccessible(page));
    await test.step('on a phone', () => expectToFitPhones(page));
  });
}

test('each ending of a session has its screen here, or in a file of its own', () => {
  const here = endScreens.flatMap((screen) => screen.ending ?? []);
  expect([...here, ...Object.keys(ENDINGS_ELSEWHERE)].sort()).toEqual(endings().sort());
});

test('light and dark differ', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const colours = () =>
    page.evaluate(() => [document.documentElement, document.body].map((element) => getComputedStyle(element).backgroundColor).join());
  const light = await colours();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(colours).not.toBe(light);
});

test('on a phone each key can be read in full, a very long name and a very long start included', async ({ page, sandbox, openKeys }) => {
  await sandbox.answer('portal.listKeys', listPage([...keys(1, 2), key(3, { name: 'Sleeping', enabled: false }), key(4, { name: 'W'.repeat(255), start: 'x'.repeat(24) })]));
  await openKeys();
  for (const width of NARROW_WIDTHS) {
    await page.setViewportSize({ width, height: 740 });
    expect(await overflow(page), `pixels beyond ${width}`).toBeLessThanOrEqual(0);
    for (const text of [/^Key 1$/, /^Key 2$/, /^Sleeping$/, /^acme_000003/, /^Disabled$/]) {
      const box = await page.getByText(text).filter({ visible: true }).first().boundingBox();
      const { x, width: wide } = box ?? { x: -1, width: 0 };
      expect(x, `${text} is shown and begins within ${width} px`).toBeGreaterThanOrEqual(0);
      expect(x + wide, `${text} ends within ${width} px`).toBeLessThanOrEqual(width);
    }
  }
});

test('on a wall the keys fit', async ({ page, openKeys }) => {
  await page.setViewportSize({ width: 2560, height: 1200 });
  await openKeys('user_123');
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});
