/** Without a session: what happened, and the way back to the app. */

import { markOpen } from '../harness/cookies.ts';
import { DAY_MS, keys, listPage, problem } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const LIST = /portal\.listKeys/;

test.describe('by cause', () => {
  test('someone who came directly is told to open the page from the app, and nothing is asked of the API', async ({ page, servers, portal, sandbox }) => {
    const calls: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/v2/')) calls.push(request.url());
    });
    await page.goto('/keys');
    await expect(portal.screen('Open this page from Acme')).toBeVisible();
    // Not as if a session had ended where none was.
    await expect(portal.returnLink).toHaveAttribute('href', `${servers.urls.app}/account?tab=keys`);
    expect(calls).toEqual([]);
    expect(await sandbox.requests()).toEqual([]);
  });

  test('a link older than 15 minutes no longer works', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(/exchangeSession/, 401);
    const path = pathOf(await sandbox.createSession());
    await sandbox.shiftClock(15 * 60_000 + 1_000);
    await page.goto(path);
    await expect(portal.screen('This link no longer works')).toBeVisible();
  });

  test('WSTG-SESS-07: a session of more than 24 hours has expired', async ({ page, sandbox, portal, openKeys, failures }) => {
    failures.expectFailures(LIST, 401);
    await openKeys();
    await sandbox.shiftClock(DAY_MS + 1_000);
    await page.reload();
    await expect(portal.screen('Your session has expired')).toBeVisible();
  });

  test('clearing all cookies leads to where someone starts who came directly', async ({ page, context, portal, openKeys, sandbox }) => {
    await openKeys();
    await context.clearCookies();
    const before = await sandbox.count();
    await page.reload();
    await expect(portal.screen('Open this page from Acme')).toBeVisible();
    expect(await sandbox.count()).toBe(before);
  });

  test('a session that ends while the list loads takes the rows away', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 401);
    await sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101'), { case: 'token refused', hold: true });
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(portal.table).toBeVisible();
    await sandbox.release('portal.listKeys');
    await expect(portal.screen('Your session has expired')).toBeVisible();
    await expect(portal.table).toBeHidden();
  });

  test('a permission that was withdrawn does not end the session', async ({ page, sandbox, portal, openKeys, failures }) => {
    failures.expectFailures(LIST, 403);
    await openKeys();
    await sandbox.permit(['analytics:read']);
    await page.reload();
    await expect(portal.screen("Your session doesn’t include API keys")).toBeVisible();
    await sandbox.permit(['keys:read']);
    await page.reload();
    await expect(portal.table).toBeVisible();
  });

});

test.describe('the way back', () => {

  test('from a session whose cookie the browser has dropped in time tells the app that it has expired, and ends in the keys again', async ({ page, servers, sandbox, portal }) => {
    await markOpen(page, Date.now() - 1_000);
    await page.goto('/keys?x=1');
    await expect(portal.screen('Your session has expired')).toBeVisible();
    // The screen leaves the address as it is.
    await expect(page).toHaveURL(`${servers.urls.portal}/keys?x=1`);
    await expect(portal.returnLink).toHaveAttribute('href', `${servers.urls.app}/account?tab=keys&reason=session_expired`);
    expect(await sandbox.requests()).toEqual([]);
    await portal.returnLink.click();
    await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}`));
    await page.getByRole('button', { name: /API keys/i }).click();
    await expect(portal.screen('API keys')).toBeVisible();
    await expect(portal.rows).not.toHaveCount(0);
  });

});

test.describe('for support', () => {
  test('a request ID is shown and can be copied', async ({ page, context, servers, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 403);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: servers.urls.portal });
    await sandbox.answer('portal.listKeys', problem(403, 'unkey/authorization/forbidden'));
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(portal.screen('This page is switched off')).toBeVisible();
    await expect(page.getByText('req_madeup002')).toBeHidden();
    await portal.supportDetails.click();
    await expect(page.getByText('Request ID').first()).toBeVisible();
    await expect(page.getByText('req_madeup002')).toBeVisible();
    await page.getByRole('button', { name: 'Copy request ID' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('req_madeup002');
  });

});
