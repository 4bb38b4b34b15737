/** A browser that blocks cookies: the exchange succeeds, and nothing of it stays. */

import { expectAccessible } from '../harness/axe.ts';
import { expectToFitPhones } from '../harness/narrow.ts';
import { launchBlocking, type Blocking } from '../harness/blocking.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test as base } from '../harness/test.ts';

const test = base.extend<{ cookieless: Blocking }>({
  // Chromium refuses `navigator.locks` and storage to pages that may keep no cookies.
  cookieless: async ({ playwright, launchOptions, servers, failures }, use) => {
    const cookieless = await launchBlocking('cookies', playwright.chromium, { ...launchOptions, baseURL: servers.urls.portal });
    await failures.watch(cookieless.context);
    await use(cookieless);
    await cookieless.close();
  },
});

test('someone whose browser blocks cookies is told so, in light and in dark, and again after checking again', async ({ cookieless, sandbox }) => {
  const page = await cookieless.context.newPage();
  const portal = new Portal(page);
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.screen('Cookies are blocked')).toBeVisible();
  await expect(portal.returnLink).toBeVisible();
  await expectAccessible(page);
  await expectToFitPhones(page);
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(portal.screen('Cookies are blocked')).toBeVisible();
  expect(await sandbox.count('portal.exchangeSession')).toBe(0);
});

test('someone whose browser blocks cookies and who came directly is told to open the page from the app', async ({ cookieless, sandbox }) => {
  const page = await cookieless.context.newPage();
  await page.goto('/keys');
  await expect(new Portal(page).screen('Open this page from Acme')).toBeVisible();
  expect(await sandbox.requests()).toEqual([]);
});
