/** Without a network: what is there stays readable, and goes on by itself when the network is back. */

import type { BrowserContext } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { keys, listPage, listPages } from '../harness/keys.ts';
import { expectComplaints, SCREENS } from '../harness/parts.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const LIST = /portal\.listKeys/;

/** Whether requests of the list failed for want of a network: the portal may send some and may wait instead. */
function watchLostRequests(context: BrowserContext): () => boolean {
  let lost = false;
  context.on('requestfailed', (request) => {
    if (LIST.test(request.url())) lost = true;
  });
  return () => lost;
}

test('going offline is said politely, the keys stay readable, and the banner goes by itself', async ({ page, context, portal, openKeys }) => {
  await openKeys();
  await context.setOffline(true);
  await expect(portal.offline).toBeVisible();
  await expect(portal.rows).toHaveCount(3);
  await expect(portal.screen('API keys')).toBeVisible();
  await expect(page.getByRole('status').filter({ has: portal.offline })).toBeVisible();
  await expect(portal.alert).toBeHidden();
  await context.setOffline(false);
  await expect(portal.offline).toBeHidden();
  await expect(portal.rows).toHaveCount(3);
});

test('the list says how old it is while offline', async ({ page, context, portal, openKeys }) => {
  await installClock(page);
  await openKeys();
  await context.setOffline(true);
  await expect(portal.offline).toBeVisible();
  // Right from the start.
  await expect(portal.offline).toHaveText(/loaded (just now|a moment ago|(less than )?a minute ago|\d+ seconds? ago)\.?/);
  await page.clock.fastForward(6 * 60_000);
  await expect(portal.offline).toHaveText(/loaded [56] minutes ago\.?/);
});

test('nothing that needs the network can be pressed while offline, signing out included: the cookie would stay', async ({ context, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 1_100)));
  await openKeys();
  for (const button of [portal.loadAll, portal.signOut]) {
    await expect(button).toBeEnabled();
    await context.setOffline(true);
    await expect(portal.offline).toBeVisible();
    await expect(button).toBeDisabled();
    await context.setOffline(false);
    await expect(button).toBeEnabled();
  }
});

test('a list that was loading goes on by itself when the network is back', async ({ page, context, sandbox, portal, openKeys, failures }) => {
  const lost = watchLostRequests(context);
  // The second page has to wait, and the network goes meanwhile.
  const spent = { 'ratelimit-limit': '100', 'ratelimit-remaining': '0', 'ratelimit-reset': '30' };
  await installClock(page);
  await sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101', spent), listPage(keys(101, 150)));
  await openKeys();
  await expect(portal.count).toHaveText(/^100\+ keys/);
  await context.setOffline(true);
  await expect(portal.offline).toBeVisible();
  await page.clock.fastForward(31_000);
  await expect(portal.count).toHaveText(/^100\+ keys/);
  await context.setOffline(false);
  await expect(portal.count).toHaveText('150 keys');
  await expect(portal.alert).toBeHidden();
  if (lost()) failures.expectFailures(LIST, 'net::ERR_INTERNET_DISCONNECTED');
});

test('a list that failed while offline is loaded by itself when the network is back', async ({ page, context, sandbox, portal, failures }) => {
  // The tab's icon may come later than the first request of the list.
  failures.expectFailures(/portal\.listKeys|favicon/, 'net::ERR_INTERNET_DISCONNECTED');
  await installClock(page);
  // The network goes with the first request of the list.
  await page.route(
    LIST,
    async (route) => {
      await context.setOffline(true);
      await route.abort('internetdisconnected');
    },
    { times: 1 },
  );
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.offline).toBeVisible();
  await expect(portal.table).toBeHidden();
  // However long it takes: no try is used up without a network.
  await page.clock.fastForward(600_000);
  await context.setOffline(false);
  await expect(portal.rows).toHaveCount(3);
  await expect(portal.alert).toBeHidden();
});

test('being offline is not the end of the session', async ({ page, context, portal, openKeys }) => {
  await installClock(page);
  await openKeys();
  await context.setOffline(true);
  await page.clock.fastForward(3_600_000);
  await expect(portal.table).toBeVisible();
  await expect(portal.returnLink).toBeHidden();
});

test('a session whose time is over while offline shows no keys', async ({ page, context, portal, openKeys }) => {
  await installClock(page);
  await openKeys();
  await context.setOffline(true);
  await expect(portal.offline).toBeVisible();
  await page.clock.fastForward(24 * 3_600_000 + 60_000);
  await expect(portal.screen('Your session has expired')).toBeVisible();
  await expect(portal.table).toBeHidden();
});

test('a session whose time is over while offline, before the screens were fetched, leaves the way back to the app', async ({ page, context, servers, portal, openKeys, failures }) => {
  failures.expectFailures(SCREENS, 'net::ERR_FAILED');
  await installClock(page);
  const verify = expectComplaints(page, failures);
  await page.route(SCREENS, (route) => route.abort());
  await openKeys();
  await context.setOffline(true);
  await expect(portal.offline).toBeVisible();
  await page.clock.fastForward(24 * 3_600_000 + 60_000);
  await expect(portal.screen('Your session has ended')).toBeFocused();
  await expect(portal.table).toBeHidden();
  await expect(portal.returnLink).toHaveAttribute('href', `${servers.urls.app}/account?tab=keys&reason=session_expired`);
  await page.unroute(SCREENS);
  await context.setOffline(false);
  await portal.tryAgain.click();
  await expect(portal.screen('Your session has expired')).toBeFocused();
  verify();
});
