/** Without the gateway: static files, and an API on another origin of the same site that sets the cookie itself. */

import { call } from '../harness/http.ts';
import { tooMany } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import { sameSite } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: sameSite });

const LIST = /portal\.listKeys/;

test("the API gets its cookie from a portal on another origin, which keeps neither token nor session ID and offers no sign-out", async ({ page, context, servers, sandbox, portal }) => {
  const url = await sandbox.createSession();
  await page.goto(pathOf(url));
  await expect(portal.table).toBeVisible();
  const [exchange] = await sandbox.requests('portal.exchangeSession');
  expect(exchange?.origin).toBe(servers.urls.portal);
  const [list] = await sandbox.requests('portal.listKeys');
  expect(list?.cookie).toMatch(/^portal_session=ps_/);
  expect(list?.origin).toBe(servers.urls.portal);
  expect(list?.authorization).toBeNull();
  expect(list?.externalId).toBe(sandbox.user);
  const cookies = await context.cookies(servers.urls.api);
  expect(cookies.map(({ name, httpOnly }) => [name, httpOnly])).toEqual([['portal_session', true]]);
  const token = cookies[0]?.value;
  expect(token).toMatch(/^ps_/);
  const kept = (await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]))) + (await page.content());
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(sessionIdIn(url));
  // Nobody can take the cookie away or end the session.
  await expect(portal.signOut).toBeHidden();
});

test('someone who came directly is told so, and nothing is asked of the API', async ({ page, sandbox, portal }) => {
  await page.goto('/keys');
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  expect(await sandbox.requests()).toEqual([]);
});

test('a session that was revoked has ended', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(LIST, 401);
  await openKeys();
  await sandbox.revoke();
  await page.reload();
  await expect(portal.screen('Your session has expired')).toBeVisible();
});

test('a session whose cookie was cleared is gone', async ({ page, context, openKeys, portal, failures }) => {
  failures.expectFailures(LIST, 400, 401);
  await openKeys();
  await context.clearCookies();
  await page.reload();
  await expect(portal.screen('Your session is gone')).toBeVisible();
});

test('no request carries a header that the API would have to allow by CORS', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  for (const request of await sandbox.requests()) {
    expect(request.headers['idempotency-key'], request.route).toBeUndefined();
    expect(request.headers['expected-key-expires'], request.route).toBeUndefined();
  }
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
});

test('a wait that the browser may not read is waited for all the same', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(LIST, 429);
  await sandbox.answer('portal.listKeys', tooMany(0));
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.waiting).toBeVisible();
  await expect(portal.table).toBeVisible();
});

test('a dropped connection is told as a failure that passes', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(LIST, 'net::ERR_EMPTY_RESPONSE', 'net::ERR_CONNECTION_RESET', 'net::ERR_SOCKET_NOT_CONNECTED');
  // Chromium repeats by itself what failed on a connection that it used before: more than one.
  await sandbox.answer('portal.listKeys', { drop: true }, { drop: true }, { drop: true });
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.alert).toContainText('Your keys couldn’t be loaded');
  await expect(portal.table).toBeVisible();
});

test('a reload in the middle of the exchange ends in the keys', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.exchangeSession', { real: true, hold: true });
  const path = pathOf(await sandbox.createSession());
  await page.goto(path, { waitUntil: 'commit' });
  await sandbox.untilHeld('portal.exchangeSession');
  await page.reload();
  await sandbox.release('portal.exchangeSession');
  await expect(portal.table).toBeVisible();
});

test('the exported headers let the page talk to that API and to nobody else', async ({ servers }) => {
  const answer = await call(`${servers.nodeUrls.portal}/`, { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } });
  expect(answer.headers['content-security-policy']).toContain(`connect-src 'self' ${servers.urls.api}`);
  expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
});
