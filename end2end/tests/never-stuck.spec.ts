/** Whatever never answers, or answers in the API's place: the page says so and goes on. */

import { installClock } from '../harness/clock.ts';
import { withoutConfigBlock } from '../harness/documents.ts';
import { tooMany } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import { blankPage } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

const EXCHANGE = /portal\.exchangeSession/;
const LIST = /portal\.listKeys/;

test('a tab that never lets go of the lock does not keep another from opening its session', async ({ page, context, servers, sandbox, portal }) => {
  const frozen = await blankPage(context, servers.urls.portal);
  await frozen.evaluate(() => new Promise<void>((granted) => {
    void navigator.locks.request('portal-exchange', () => {
      granted();
      return new Promise(() => undefined);
    });
  }));
  await installClock(page);
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(page.getByText('Opening your session')).toBeAttached();
  expect(await sandbox.count('portal.exchangeSession')).toBe(0);
  await page.clock.fastForward(11_000);
  await expect(portal.table).toBeVisible();
});

test('an exchange that is never answered can be tried again', async ({ page, sandbox, portal }) => {
  await installClock(page);
  await page.route(EXCHANGE, () => undefined, { times: 1 });
  const requested = page.waitForRequest(EXCHANGE);
  await page.goto(pathOf(await sandbox.createSession()));
  await requested;
  await page.clock.fastForward(41_000);
  await expect(portal.screen("Your keys couldn’t be opened yet")).toBeVisible();
  await portal.tryAgain.click();
  await expect(portal.table).toBeVisible();
});

test('a config that is never answered is asked for again, and the link still works', async ({ page, sandbox, portal }) => {
  await installClock(page);
  await withoutConfigBlock(page);
  let isHeld = true;
  await page.route(/config\.json/, (route) => (isHeld ? undefined : route.continue()));
  const requested = page.waitForRequest(/config\.json/);
  await page.goto(pathOf(await sandbox.createSession()));
  await requested;
  await page.clock.fastForward(16_000);
  await expect(portal.screen("This page can’t be reached right now")).toBeVisible();
  await expect(page.getByText('Your link has not been used yet.')).toBeVisible();
  isHeld = false;
  await portal.tryAgainNow.click();
  await expect(portal.table).toBeVisible();
});

test('where no link was opened, a config that is lost says nothing of one', async ({ page, portal, failures }) => {
  failures.expectFailures(/config\.json/, 'net::ERR_FAILED');
  await withoutConfigBlock(page);
  await page.route(/config\.json/, (route) => route.abort());
  await page.goto('/keys');
  await expect(portal.screen("This page can’t be reached right now")).toBeVisible();
  await expect(page.getByText(/link/)).toBeHidden();
});

// A redirect to another origin is a lost connection to the page.
test('a config that is lost, as by a redirect to a login, leaves a reload at the link', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/config\.json/, 'net::ERR_FAILED');
  await withoutConfigBlock(page);
  await page.route(/config\.json/, (route) => route.abort());
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.screen("This page can’t be reached right now")).toBeVisible();
  await page.unroute(/config\.json/);
  await portal.reload.click();
  await expect(portal.table).toBeVisible();
});

test('after a login in front has answered the exchange, reloading opens the link again', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(EXCHANGE, 401);
  await page.route(EXCHANGE, (route) => route.fulfill({ status: 401, contentType: 'text/html', body: '<title>Sign in</title>' }), { times: 1 });
  const url = await sandbox.createSession();
  await page.goto(pathOf(url));
  await expect(portal.screen("Your keys couldn’t be opened yet")).toBeVisible();
  await expect(portal.returnLink).toBeVisible();
  const reloaded = page.waitForRequest((request) => request.isNavigationRequest() && request.url().includes(sessionIdIn(url)));
  await portal.reload.click();
  await reloaded;
  await expect(portal.table).toBeVisible();
});

test('an exchange that is redirected to a login is not followed there, and its link is not called used', async ({ page, servers, sandbox, portal }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.route(EXCHANGE, (route) => route.fulfill({ status: 307, headers: { location: `${servers.urls.portal}/login` } }));
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.screen("Your keys couldn’t be opened yet")).toBeVisible();
  await expect(portal.reload).toBeVisible();
  expect(asked.filter((address) => address.includes('/login'))).toEqual([]);
});

test('a login in front of the API ends no session', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(LIST, 502);
  await openKeys();
  await sandbox.answer('portal.listKeys', { status: 401, headers: { 'content-type': 'text/html' }, raw: '<title>Sign in</title>' });
  await page.reload();
  await expect(portal.alert).toContainText('Your keys couldn’t be loaded');
  await expect(portal.table).toBeVisible();
});

test('a delay that the server names as a date is kept to', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(LIST, 503);
  await openKeys();
  const later = (ms: number) => ({ status: 503, headers: { 'retry-after': new Date(Date.now() + ms).toUTCString() }, raw: '' });
  await sandbox.answer('portal.listKeys', later(42 * 60_000), later(3 * 3_600_000 + 60_000));
  await page.reload();
  await expect(page.getByText(/^Trying again in 4[12] min\.$/)).toBeVisible();
  await portal.tryAgainNow.click();
  await expect(page.getByText('The server can be asked again in 3 hours.')).toBeVisible();
  await portal.tryAgain.click();
  await expect(portal.table).toBeVisible();
});

test('a sign-out whose answer a login has given is not taken for one', async ({ page, openKeys, portal }) => {
  await openKeys();
  await page.route(/session\/end/, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Sign in</title>' }));
  await portal.signOut.click();
  await expect(portal.alert).toContainText('You’re still signed in');
  await expect(portal.reload).toBeVisible();
});

test('usage is not asked for again before the delay that the server named is over', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.getVerifications/, 429);
  await installClock(page);
  await landToRotate(page, sandbox, { externalId: 'user_123', permissions: ['keys:read', 'analytics:read'] });
  await sandbox.answer('portal.getVerifications', tooMany(600));
  const visit = async () => {
    await portal.link('Production').click();
    await expect(portal.screen('Production')).toBeVisible();
    await page.getByRole('link', { name: 'All API keys' }).click();
    await expect(portal.table).toBeVisible();
  };
  await visit();
  await expect.poll(() => sandbox.count('portal.getVerifications')).toBe(1);
  await page.clock.fastForward(120_000);
  await visit();
  expect(await sandbox.count('portal.getVerifications')).toBe(1);
  await page.clock.fastForward(600_000);
  await visit();
  await expect.poll(() => sandbox.count('portal.getVerifications')).toBe(2);
});
