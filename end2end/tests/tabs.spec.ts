/** What happens to the session in one tab, as its other tabs see it. They are told: no tab asks, or waits until it looks. */

import { installClock } from '../harness/clock.ts';
import { ChannelListener, loseMessages, openTab, openTabWithoutTimers, type Tab } from '../harness/tabs.ts';
import { loseSessionCookie } from '../harness/cookies.ts';
import { tooMany } from '../harness/keys.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf, sessionIdIn, type Sandbox } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';
import type { BrowserContext } from '@playwright/test';

const LIST = /portal\.listKeys/;
const EXPIRED = 'Your session has expired';
const GONE = 'Your session is gone';
const REPLACED = 'Other keys were opened in this browser';
const SIGNED_OUT = 'You’re signed out';

/** Opens another user's session in a tab of its own: a dozen keys. */
async function replace(context: BrowserContext, sandbox: Sandbox): Promise<Tab> {
  const page = await context.newPage();
  const portal = new Portal(page);
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await portal.openNew.click();
  await expect(portal.rows).toHaveCount(12);
  return { page, portal };
}

test('a session that ends in one tab ends in the others at once, without a request of theirs, and is said once', async ({ page, context, servers, sandbox, portal, openKeys, failures }) => {
  failures.expectFailures(LIST, 401);
  await openKeys();
  const others = [await openTabWithoutTimers(context), await openTab(context)];
  const listener = await ChannelListener.start(context, servers.urls.portal);
  await sandbox.revoke();
  const before = await sandbox.count();
  await page.reload();
  await expect(portal.screen(EXPIRED)).toBeVisible();
  for (const other of others) {
    await expect(other.portal.screen(EXPIRED)).toBeVisible();
    await expect(other.portal.table).toBeHidden();
  }
  expect(await sandbox.count()).toBe(before + 1);
  expect(await listener.messages()).toHaveLength(1);
});

test('a session whose cookie is gone is gone in the other tabs at once', async ({ page, context, portal, openKeys, failures }) => {
  failures.expectFailures(LIST, 400, 401);
  await openKeys();
  const other = await openTabWithoutTimers(context);
  await loseSessionCookie(context);
  await page.reload();
  await expect(portal.screen(GONE)).toBeVisible();
  await expect(other.portal.screen(GONE)).toBeVisible();
});

test('WSTG-SESS-06: signing out in one tab signs out the others at once, and is said once', async ({ context, servers, portal, openKeys }) => {
  await openKeys();
  const others = [await openTabWithoutTimers(context), await openTab(context)];
  const listener = await ChannelListener.start(context, servers.urls.portal);
  await portal.signOut.click();
  await expect(portal.screen(SIGNED_OUT)).toBeVisible();
  for (const other of others) {
    await expect(other.portal.screen(SIGNED_OUT)).toBeVisible();
    await expect(other.portal.returnLink).toBeVisible();
    await expect(other.portal.table).toBeHidden();
  }
  expect(await listener.messages()).toHaveLength(1);
});

test("WSTG-SESS-11: opening another user's session replaces the first in every tab at once, is said once, and nothing secret with it", async ({ context, servers, sandbox, portal, openKeys }) => {
  await openKeys();
  const other = await openTabWithoutTimers(context);
  const listener = await ChannelListener.start(context, servers.urls.portal);
  const url = await sandbox.createSession({ externalId: 'user_123' });
  const opening = await context.newPage();
  await opening.goto(pathOf(url));
  await new Portal(opening).openNew.click();
  await expect(new Portal(opening).rows).toHaveCount(12);
  for (const tab of [portal, other.portal]) {
    await expect(tab.screen(REPLACED)).toBeVisible();
    await expect(tab.table).toBeHidden();
  }
  const messages = await listener.messages();
  expect(messages).toHaveLength(1);
  const token = (await context.cookies()).find((cookie) => cookie.httpOnly)?.value;
  expect(token).toMatch(/^ps_/);
  expect(messages[0]).not.toContain(sessionIdIn(url));
  expect(messages[0]).not.toContain(token);
});

test('a tab whose session was replaced shows the new one when asked to', async ({ page, context, sandbox, portal, openKeys }) => {
  await openKeys();
  await replace(context, sandbox);
  await page.getByRole('button', { name: 'Show the open keys' }).click();
  await expect(portal.rows).toHaveCount(12);
});

test('WSTG-SESS-11: a tab that was not told of the replacement notices before its next request', async ({ page, context, sandbox, portal, openKeys, failures }) => {
  failures.expectFailures(LIST, 429);
  await loseMessages(page);
  await openKeys();
  await sandbox.answer('portal.listKeys', tooMany(600));
  await installClock(page);
  await page.reload();
  await expect(portal.tryAgainNow).toBeVisible();
  // Nor does it look by itself from time to time.
  await page.clock.pauseAt(Date.now() + 5_000);
  await replace(context, sandbox);
  const before = await sandbox.count();
  await portal.tryAgainNow.click();
  await page.clock.resume();
  await expect(portal.screen(REPLACED)).toBeVisible();
  await expect(portal.table).toBeHidden();
  expect(await sandbox.count()).toBe(before);
});

test('a new session opens an expired tab again at once, where it was, and that is said once', async ({ page, context, servers, sandbox, portal, openKeys, failures }) => {
  failures.expectFailures(LIST, 401);
  await openKeys();
  const other = await openTab(context, '/keys?y=2#there');
  await sandbox.revoke();
  await page.reload();
  await expect(other.portal.screen(EXPIRED)).toBeVisible();
  const listener = await ChannelListener.start(context, servers.urls.portal);
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.rows).toHaveCount(3);
  await expect(other.portal.rows).toHaveCount(3);
  await expect(other.page).toHaveURL(`${servers.urls.portal}/keys?y=2#there`);
  expect(await listener.messages()).toHaveLength(1);
});

test('a new session opens a tab again in which nobody had come through the app', async ({ context, sandbox, page, portal }) => {
  const early = await context.newPage();
  await early.goto('/keys');
  await expect(new Portal(early).screen('Open this page from Acme')).toBeVisible();
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.rows).toHaveCount(3);
  await expect(new Portal(early).rows).toHaveCount(3);
});
