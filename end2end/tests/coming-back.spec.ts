/** After the end: coming back through the app to where one was, or not, where it may be somebody else. */

import type { Page } from '@playwright/test';
import { endSessionIn } from '../harness/cookies.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import { openTab } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

const LIST = /portal\.listKeys/;
const EXPIRED = 'Your session has expired';

/** A window that a dozen keys don't fit in. */
test.use({ viewport: { width: 1280, height: 400 } });

async function scrollTo(page: Page, down: number): Promise<void> {
  await page.evaluate((top) => window.scrollTo({ top, behavior: 'instant' }), down);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(down);
}

/** From the return screen through the app, by its button. */
async function throughTheApp(page: Page): Promise<void> {
  await new Portal(page).returnLink.click();
  await page.getByRole('button', { name: /API keys/i }).click();
  await expect(new Portal(page).table).toBeVisible();
}

test('coming back after an expiry leads to where one was', async ({ page, servers, sandbox, portal, openKeys, failures }) => {
  failures.expectFailures(LIST, 401);
  await openKeys('user_123');
  await sandbox.endAll();
  await page.goto('/keys?x=1&y=a%20b#there');
  await expect(portal.screen(EXPIRED)).toBeVisible();
  await throughTheApp(page);
  await expect(page).toHaveURL(`${servers.urls.portal}/keys?x=1&y=a%20b#there`);
  await expect(portal.count).toHaveText('12 keys');
});

test('coming back leads as far down as one was', async ({ page, servers, portal, openKeys }) => {
  await openKeys('user_123');
  await page.goto('/keys?x=1');
  await expect(portal.table).toBeVisible();
  await scrollTo(page, 210);
  await endSessionIn(page, -1_000);
  await expect(portal.screen(EXPIRED)).toBeVisible();
  await throughTheApp(page);
  await expect(page).toHaveURL(`${servers.urls.portal}/keys?x=1`);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(180);
  expect(await page.evaluate(() => window.scrollY)).toBeLessThan(240);
});

test('a tab that learned of the expiry from another one comes back to where it was', async ({ page, context, servers, sandbox, openKeys, failures }) => {
  failures.expectFailures(LIST, 401);
  await openKeys('user_123');
  const { page: tab, portal } = await openTab(context, '/keys?x=2#there');
  await scrollTo(tab, 210);
  await sandbox.endAll();
  await page.reload();
  await expect(portal.screen(EXPIRED)).toBeVisible();
  await page.close();
  await throughTheApp(tab);
  await expect(tab).toHaveURL(`${servers.urls.portal}/keys?x=2#there`);
  await expect.poll(() => tab.evaluate(() => window.scrollY)).toBeGreaterThan(180);
});

test('a place is gone back to once: the next link leads to the keys', async ({ page, servers, sandbox, portal, openKeys, failures }) => {
  failures.expectFailures(LIST, 401);
  await openKeys();
  await sandbox.endAll();
  await page.goto('/keys?x=1');
  await expect(portal.screen(EXPIRED)).toBeVisible();
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.table).toBeVisible();
  await expect(page).toHaveURL(`${servers.urls.portal}/keys?x=1`);
  await page.goto('/');
  await expect(portal.table).toBeVisible();
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
});

test('a link that points somewhere leads there, wherever one was', async ({ page, servers, sandbox, portal, openKeys, failures }) => {
  failures.expectFailures(LIST, 401);
  await openKeys();
  await sandbox.endAll();
  await page.goto('/keys?x=1');
  await expect(portal.screen(EXPIRED)).toBeVisible();
  await page.goto(`/keys?z=3&session=${sessionIdIn(await sandbox.createSession())}`);
  await expect(portal.table).toBeVisible();
  await expect(page).toHaveURL(`${servers.urls.portal}/keys?z=3`);
});

test('after signing out, the next person does not come to where the last one was', async ({ page, servers, portal, openKeys }) => {
  await openKeys('user_123');
  await page.goto('/keys?x=1');
  await portal.signOut.click();
  await expect(portal.screen('You’re signed out')).toBeVisible();
  await throughTheApp(page);
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
});

test('after another session was opened, nobody comes to where the last one was', async ({ page, context, servers, sandbox, portal, openKeys }) => {
  await openKeys();
  await page.goto('/keys?x=1');
  await expect(portal.table).toBeVisible();
  const other = await context.newPage();
  await other.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await new Portal(other).openNew.click();
  await expect(portal.screen('Other keys were opened in this browser')).toBeVisible();
  await page.goto(pathOf(await sandbox.createSession()));
  await portal.openNew.click();
  await expect(portal.rows).toHaveCount(3);
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
});

test('an expiry in one tab is no place for another', async ({ page, context, servers, sandbox, portal, openKeys, failures }) => {
  failures.expectFailures(LIST, 401);
  await openKeys();
  await sandbox.endAll();
  await page.goto('/keys?x=1');
  await expect(portal.screen(EXPIRED)).toBeVisible();
  const other = await context.newPage();
  await other.goto(pathOf(await sandbox.createSession()));
  await expect(new Portal(other).table).toBeVisible();
  await expect(other).toHaveURL(`${servers.urls.portal}/keys`);
});

test('nothing secret is kept to come back by', async ({ page, context, sandbox, portal, openKeys, failures }) => {
  failures.expectFailures(LIST, 401);
  await openKeys();
  const token = (await context.cookies()).find((cookie) => cookie.httpOnly)?.value ?? '';
  expect(token).toMatch(/^ps_/);
  await sandbox.endAll();
  await page.goto('/keys?x=1');
  await expect(portal.screen(EXPIRED)).toBeVisible();
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, window.name]));
  expect(stored).toContain('/keys?x=1');
  expect(stored).not.toContain(token);
  expect(stored).not.toMatch(/p(st|s|at)_[A-Za-z0-9]{8}|acme_/);
});

test('WSTG-CLNT-04: a place that leads to another site is none', async ({ page, servers, sandbox, portal }) => {
  await page.goto('/');
  await page.evaluate((place) => sessionStorage.setItem('portal_place', place), '0 /\\evil.example/');
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.table).toBeVisible();
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
});
