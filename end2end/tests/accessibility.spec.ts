/** Every screen, in light and in dark, against the accessibility guidelines; and what all have in common. */

import { expectAccessible } from '../harness/axe.ts';
import { screens } from '../harness/screens.ts';
import { expect, test } from '../harness/test.ts';

for (const screen of screens) {
  test(`${screen.name}: accessible in light and in dark`, async ({ page, goTo }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await goTo(screen);
    await test.step('light', () => expectAccessible(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    await test.step('dark', () => expectAccessible(page));
  });

  test(`${screen.name}: a screen reader is told where it is`, async ({ page, portal, goTo }) => {
    await goTo(screen);
    await expect.poll(() => page.title()).toMatch(new RegExp(`^${screen.heading}`));
    await expect(portal.heading).toHaveCount(1);
    await expect(page.getByRole('main')).toHaveCount(1);
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^en/);
  });
}

test('light and dark differ', async ({ page, openKeys }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await openKeys();
  const colours = () =>
    page.evaluate(() => [document.documentElement, document.body].map((element) => getComputedStyle(element).backgroundColor).join());
  const light = await colours();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(colours).not.toBe(light);
});
