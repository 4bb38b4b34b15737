/** Signing out: nothing of the session stays in this browser, and a failure to do so is said. */

import { readBrowserStorage } from '../harness/browser-storage.ts';
import { SESSION_COOKIE } from '../harness/cookies.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const END = /\/session\/end/;
const SIGNED_OUT = 'You’re signed out';

test('WSTG-SESS-06: signing out says so, and the way back tells the app of no expiry and leads in again', async ({ page, servers, portal, openKeys }) => {
  await openKeys();
  await portal.signOut.press('Enter');
  await expect(portal.screen(SIGNED_OUT)).toBeVisible();
  await expect(portal.table).toBeHidden();
  await expect(page).toHaveTitle(new RegExp(`^${SIGNED_OUT}`));
  await expect(portal.returnLink).toHaveAttribute('href', `${servers.urls.app}/account?tab=keys`);
  await portal.returnLink.click();
  await page.getByRole('button', { name: /API keys/i }).click();
  await expect(portal.screen('API keys')).toBeVisible();
  await expect(portal.rows).not.toHaveCount(0);
});

test('WSTG-SESS-06: signing out leaves nothing of the session in the browser; the gateway has the cache cleared, and neither the cookies of the app nor what people have set', async ({ page, context, portal, openKeys }) => {
  await openKeys();
  await page.goto('/keys?x=1');
  const answer = page.waitForResponse(END);
  await portal.signOut.click();
  expect((await answer).request().method()).toBe('POST');
  expect((await (await answer).allHeaders())['clear-site-data']).toBe('"cache"');
  await expect(portal.screen(SIGNED_OUT)).toBeVisible();
  const { localStorage, ...others } = await readBrowserStorage(page, context);
  expect(others).toEqual({ cookies: [], sessionStorage: {}, databases: [], caches: [], serviceWorkers: 0 });
  // Which session it was, for tabs that slept: a tag, from which nobody can get back to the session.
  expect(localStorage).toEqual({ portal_signed_out: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown });
});

test('WSTG-SESS-06: Back shows no keys after signing out, and no address of the portal asks anything of the API', async ({ page, sandbox, portal, openKeys }) => {
  await openKeys();
  await page.goto('/keys?x=1');
  await expect(portal.table).toBeVisible();
  await page.goto('/keys?x=2');
  await portal.signOut.click();
  await expect(portal.screen(SIGNED_OUT)).toBeVisible();
  const before = await sandbox.count();
  await page.goBack();
  await expect(page).toHaveURL(/x=1/);
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  await expect(portal.table).toBeHidden();
  await page.goto('/keys');
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  expect(await sandbox.count()).toBe(before);
});

test('WSTG-SESS-06: a list that was on its way is not shown after signing out', async ({ page, sandbox, portal, openKeys }) => {
  await openKeys();
  await sandbox.answer('portal.listKeys', { real: true, hold: true });
  await page.reload();
  await portal.signOut.click();
  await expect(portal.screen(SIGNED_OUT)).toBeVisible();
  // Its answer is sent now.
  await sandbox.release('portal.listKeys');
  await expect.poll(() => sandbox.count('portal.listKeys')).toBe(2);
  await expect(portal.screen(SIGNED_OUT)).toBeVisible();
  await expect(portal.table).toBeHidden();
});

test('the link that made the session does not open it again after signing out', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.exchangeSession/, 401);
  const path = pathOf(await sandbox.createSession());
  await page.goto(path);
  await portal.signOut.click();
  await expect(portal.screen(SIGNED_OUT)).toBeVisible();
  await page.goto(path);
  await expect(portal.screen('This link no longer works')).toBeVisible();
});

for (const [what, fail] of [
  ['the gateway refuses it', { status: 503 }],
  ['the network fails', 'net::ERR_CONNECTION_RESET'],
] as const) {
  test(`a sign-out that fails because ${what} says so, and the session stays`, async ({ page, context, portal, openKeys, failures }) => {
    failures.expectFailures(END, typeof fail === 'string' ? fail : fail.status);
    await openKeys();
    await page.route(END, (route) => (typeof fail === 'string' ? route.abort('connectionreset') : route.fulfill({ ...fail, body: '' })));
    await portal.signOut.click();
    await expect(portal.alert).toContainText(/still signed in|not signed out/i);
    await expect(portal.screen(SIGNED_OUT)).toBeHidden();
    await expect(portal.table).toBeVisible();
    expect((await context.cookies()).map((cookie) => cookie.name)).toContain(SESSION_COOKIE);
    await page.unroute(END);
    await portal.signOut.click();
    await expect(portal.screen(SIGNED_OUT)).toBeVisible();
  });
}

test('a sign-out that fails leaves the other tabs as they are', async ({ page, context, portal, openKeys, failures }) => {
  failures.expectFailures(END, 503);
  await openKeys();
  const other = await context.newPage();
  await other.goto('/keys');
  await expect(other.getByRole('table', { name: 'API keys' })).toBeVisible();
  await page.route(END, (route) => route.fulfill({ status: 503, body: '' }));
  await portal.signOut.click();
  await expect(portal.alert).toBeVisible();
  await expect(other.getByRole('table', { name: 'API keys' })).toBeVisible();
});
