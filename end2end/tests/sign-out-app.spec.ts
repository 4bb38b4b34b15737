/** Signing out where the app ends the sessions themselves: the config's `signOutUrl`. */

import { SESSION_COOKIE } from '../harness/cookies.ts';
import { post } from '../harness/http.ts';
import { landToRotate } from '../harness/rotation.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { apiVersion: 'code-v3', config: (at) => ({ ...defaultConfig(at), signOutUrl: `${at.app}/portal-signed-out` }) } });

const APP = /\/portal-signed-out$/;
const SIGNED_OUT = 'You’re signed out';

test('the app ends the session: the API refuses its token afterwards', async ({ page, context, servers, sandbox, portal }) => {
  await page.goto(`${servers.urls.app}/?user=${sandbox.user}`);
  await page.getByRole('button', { name: /API keys/i }).click();
  await expect(portal.table).toBeVisible();
  const token = (await context.cookies(servers.urls.portal)).find((cookie) => cookie.name === SESSION_COOKIE)?.value ?? '';
  const ask = async () => (await post(`${servers.nodeUrls.api}/v2/portal.listKeys`, {}, { cookie: `portal_session=${token}` })).status;
  expect(await ask()).toBe(200);
  await expect(portal.signOut).toHaveAccessibleDescription('Also asks the app to end your sessions in all browsers. That can take a few minutes.');
  const asked = page.waitForRequest(APP);
  await portal.signOut.click();
  expect((await asked).method()).toBe('GET');
  await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}/`));
  expect(await ask()).toBe(401);
  expect(await context.cookies(servers.urls.portal).then((all) => all.filter((cookie) => cookie.name.startsWith('__Host-portal')))).toEqual([]);
});

test('Back from the app shows no keys', async ({ page, servers, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  await portal.row('Production').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/keys\/key_/);
  await portal.signOut.click();
  await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}/`));
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`^${servers.urls.portal}/keys`));
  await expect(page.getByRole('heading', { level: 1, name: /You’re signed out|Open this page from Acme/ })).toBeVisible();
  await expect(portal.table).toBeHidden();
});

test('an app that leads back to the portal ends there, and the other tabs are told', async ({ page, context, servers, sandbox, portal, openKeys }) => {
  await openKeys();
  const other = await context.newPage();
  await other.goto('/keys');
  await expect(other.getByRole('table', { name: 'API keys' })).toBeVisible();
  await page.route(APP, (route) => route.fulfill({ status: 302, headers: { location: `${servers.urls.portal}/` } }));
  await portal.signOut.click();
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  await expect(other.getByRole('heading', { level: 1, name: SIGNED_OUT })).toBeVisible();
  expect(await sandbox.count('portal.exchangeCode')).toBe(1);
});

test('a sign-out that fails does not leave the portal', async ({ page, portal, openKeys, failures }) => {
  failures.expectFailures(/\/session\/end/, 503);
  await openKeys();
  let asked = 0;
  page.on('request', (request) => void (APP.test(request.url()) && (asked += 1)));
  await page.route(/\/session\/end/, (route) => route.fulfill({ status: 503, body: '' }));
  await portal.signOut.click();
  await expect(portal.alert).toContainText(/still signed in/i);
  await expect(portal.table).toBeVisible();
  expect(asked).toBe(0);
});
