/** Every screen, in light and in dark, against the accessibility guidelines; and what each has in common. */

import { expectAccessible } from '../harness/axe.ts';
import { reach, screens } from '../harness/screens.ts';
import { expect, test } from '../harness/test.ts';

for (const screen of screens) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`${screen.name}: accessible in ${scheme}`, async ({ page, context, sandbox, failures, openKeys }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await reach(screen, { page, context, sandbox, failures, openKeys });
      await expectAccessible(page);
    });
  }

  test(`${screen.name}: the tab's title begins with the heading, and there is one main part`, async ({ page, context, sandbox, failures, openKeys, portal }) => {
    await reach(screen, { page, context, sandbox, failures, openKeys });
    expect((await page.title()).startsWith(screen.heading), `title "${await page.title()}"`).toBe(true);
    await expect(portal.heading).toHaveCount(1);
    await expect(page.getByRole('main')).toHaveCount(1);
    await expect(page.locator('html')).toHaveAttribute('lang', /^en/);
  });
}

test('light and dark differ', async ({ page, openKeys }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await openKeys();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(background).not.toBe(light);
});
