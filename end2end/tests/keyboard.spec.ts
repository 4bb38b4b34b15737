/** Without a mouse. */

import type { Page } from '@playwright/test';
import { markOpen } from '../harness/cookies.ts';
import { keys, listPage, listPages, tooMany, unavailable } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

/** Presses Tab until the part has the focus; fails when it isn't reached. */
async function tabTo(page: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> {
  const target = page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name });
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${role} ${String(name)} isn't reached by Tab`);
}

/** Whether the part with the focus can be seen to have it. */
function focusIsVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return false;
    const style = getComputedStyle(focused);
    const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return (outline || style.boxShadow !== 'none') && focused.matches(':focus-visible');
  });
}

test("from the app's button to the keys", async ({ page, servers, portal }) => {
  await page.goto(servers.urls.app);
  await tabTo(page, 'button', /API keys/i);
  await page.keyboard.press('Enter');
  await expect(portal.screen('API keys')).toBeVisible();
  await expect(portal.rows).not.toHaveCount(0);
});

test('back to the app from an ended session', async ({ page, servers }) => {
  await markOpen(page, Date.now() - 1_000);
  await page.goto('/keys');
  await tabTo(page, 'link', 'Back to Acme');
  expect(await focusIsVisible(page)).toBe(true);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}`));
});

test('trying a failed exchange again', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/exchangeSession/, 503);
  await sandbox.answer('portal.exchangeSession', unavailable);
  await page.goto(pathOf(await sandbox.createSession()));
  await tabTo(page, 'button', 'Try again');
  expect(await focusIsVisible(page)).toBe(true);
  await page.keyboard.press('Enter');
  await expect(portal.table).toBeVisible();
});

test('trying a failed list again', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/listKeys/, 429);
  await sandbox.answer('portal.listKeys', tooMany(20));
  await page.goto(pathOf(await sandbox.createSession()));
  await tabTo(page, 'button', 'Try again now');
  expect(await focusIsVisible(page)).toBe(true);
  await page.keyboard.press('Space');
  await expect(portal.table).toBeVisible();
});

test('loading all of a long list, without losing the focus with the button', async ({ page, sandbox, openKeys, portal }) => {
  const pages = listPages(keys(1, 1_200));
  await sandbox.answer('portal.listKeys', ...pages.slice(0, -1), { ...listPage(keys(1_101, 1_200)), hold: true });
  await openKeys();
  await tabTo(page, 'button', 'Load the rest');
  expect(await focusIsVisible(page)).toBe(true);
  await page.keyboard.press('Enter');
  await expect(portal.count).toContainText('loading more…');
  await expect(page.locator('body')).not.toBeFocused();
  await sandbox.release('portal.listKeys');
  await expect(portal.count).toHaveText('1,200 keys');
  await expect(page.locator('body')).not.toBeFocused();
});

test('choosing between two sessions', async ({ page, sandbox, openKeys, portal }) => {
  await openKeys();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await tabTo(page, 'button', 'Keep the ones I had');
  expect(await focusIsVisible(page)).toBe(true);
  await page.keyboard.press('Enter');
  await expect(portal.rows).toHaveCount(3);
});

test('everything that takes the focus on the keys page shows that it has it', async ({ page, openKeys }) => {
  await openKeys('user_123');
  await page.keyboard.press('Tab');
  const focused = () => page.evaluate(() => document.activeElement !== document.body && document.activeElement !== null);
  let stops = 0;
  while ((await focused()) && stops < 40) {
    expect(await focusIsVisible(page), `stop ${stops + 1}: ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))}`).toBe(true);
    await page.keyboard.press('Tab');
    stops += 1;
  }
  expect(stops).toBeGreaterThan(0);
});
