import { expect, test } from '../harness/test.ts';
import { pathOf } from '../harness/sandbox.ts';
test('a part that hangs is given up after half a minute', async ({ page, openKeys, failures, portal }) => {
  test.setTimeout(60_000);
  failures.expectComplaint(/TimeoutError/);
  await openKeys();
  await page.route(/rotate-/, () => new Promise(() => {}));
  await page.evaluate(() => { history.pushState({}, '', '/proof'); dispatchEvent(new PopStateEvent('popstate')); });
  await expect(portal.alert).toBeVisible({ timeout: 40_000 });
  await page.unroute(/rotate-/);
  await portal.tryAgain.click();
  await expect(page.getByText('pressed 0 times in Acme')).toBeVisible();
});
