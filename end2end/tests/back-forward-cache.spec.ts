/** Pages that the browser kept whole: going back shows them without loading anything, however old they are. */

import type { Page } from '@playwright/test';
import { fullChromiumPath } from '../harness/programs.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf } from '../harness/sandbox.ts';
import { openTab } from '../harness/tabs.ts';
import { expect, test as base } from '../harness/test.ts';

/** Playwright turns the cache off; this browser has it. */
const test = base.extend<{ revisit: Page }>({
  revisit: async ({ playwright, launchOptions, servers, failures, sandbox }, use) => {
    const browser = await playwright.chromium.launch({ ...launchOptions, executablePath: fullChromiumPath(), ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    const context = await browser.newContext({ baseURL: servers.urls.portal });
    await failures.watch(context);
    const page = await context.newPage();
    await page.addInitScript(() => addEventListener('pageshow', (event) => Object.assign(window, { restored: event.persisted })));
    await page.goto(pathOf(await sandbox.createSession()));
    const portal = new Portal(page);
    await portal.table.waitFor();
    // The page of the landing itself is never kept.
    await page.goto('/keys?x=1');
    await portal.table.waitFor();
    await page.getByRole('link', { name: 'Back to Acme' }).click();
    await page.waitForURL(`${servers.urls.app}/**`);
    await use(page);
    await browser.close();
  },
});

function wasRestored(page: Page): Promise<boolean> {
  return page.evaluate(() => (window as unknown as { restored: boolean }).restored);
}

test('going back from the app shows the keys at once', async ({ revisit, servers, sandbox }) => {
  await revisit.goBack({ waitUntil: 'commit' });
  await expect(new Portal(revisit).rows).toHaveCount(3);
  await expect(revisit).toHaveURL(`${servers.urls.portal}/keys?x=1`);
  expect(await wasRestored(revisit)).toBe(true);
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
});

test('going back after signing out in another tab shows no keys', async ({ revisit }) => {
  const other = await openTab(revisit.context());
  await other.portal.signOut.click();
  await expect(other.portal.screen('You’re signed out')).toBeVisible();
  await revisit.goBack({ waitUntil: 'commit' });
  const portal = new Portal(revisit);
  // A browser that threw the page away loads it anew, without a session.
  const shown = (await wasRestored(revisit)) ? portal.screen('You’re signed out') : portal.screen('Open this page from Acme');
  await expect(shown).toBeVisible();
  await expect(portal.table).toBeHidden();
});

test("going back after another user's session was opened does not show the first user's keys", async ({ revisit, sandbox }) => {
  const page = await revisit.context().newPage();
  const other = new Portal(page);
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await other.openNew.click();
  await expect(other.rows).toHaveCount(12);
  await revisit.goBack({ waitUntil: 'commit' });
  const portal = new Portal(revisit);
  // A browser that threw the page away loads it anew, with the session that is open now.
  const shown = (await wasRestored(revisit)) ? portal.screen('Other keys were opened in this browser') : portal.rows.nth(11);
  await expect(shown).toBeVisible();
  await expect(portal.link('Laptop')).toBeHidden();
});

test('going back after the session has ended elsewhere shows that it has', async ({ revisit, sandbox, failures }) => {
  failures.expectFailures(/portal\.listKeys/, 401);
  const other = await openTab(revisit.context());
  await sandbox.revoke();
  await other.page.reload();
  await expect(other.portal.screen('Your session has expired')).toBeVisible();
  await revisit.goBack({ waitUntil: 'commit' });
  const portal = new Portal(revisit);
  await expect(portal.screen('Your session has expired')).toBeVisible();
  await expect(portal.table).toBeHidden();
});
