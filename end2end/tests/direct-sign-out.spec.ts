/** Without the gateway, the app alone can end a session: with `signOutUrl` the portal offers to sign out there. */

import { defaultConfig, sameSite } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({
  setup: { ...sameSite, apiVersion: 'code-v3', config: (at) => ({ ...defaultConfig(at), apiBase: at.api, signOutUrl: `${at.app}/portal-signed-out` }) },
});

test('signing out goes to the app, ends the session and forgets it here', async ({ page, context, servers, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.listKeys/, 401);
  await page.goto(`${servers.urls.app}/?user=${sandbox.user}`);
  await page.getByRole('button', { name: /API keys/i }).click();
  await expect(portal.table).toBeVisible();
  const other = await context.newPage();
  await other.goto(`${servers.urls.portal}/keys`);
  await expect(other.getByRole('table', { name: 'API keys' })).toBeVisible();
  await portal.signOut.click();
  await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}/`));
  await expect(other.getByRole('heading', { level: 1, name: 'You’re signed out' })).toBeVisible();
  // The cookie is the API's and still there; its session is over, and the portal doesn't ask.
  const before = await sandbox.count();
  await page.goto(`${servers.urls.portal}/keys`);
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  expect(await sandbox.count()).toBe(before);
  const status = await page.evaluate(async (url) => (await fetch(url, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: '{}' })).status, `${servers.urls.api}/v2/portal.listKeys`);
  expect(status).toBe(401);
});
