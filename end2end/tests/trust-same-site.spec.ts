/** Where the operator trusts the portal's own site, its links replace an open session unasked; those of others never do. */

import type { Page } from '@playwright/test';
import { withoutConfigBlock } from '../harness/documents.ts';
import { pathOf } from '../harness/sandbox.ts';
import { defaultConfig } from '../harness/setup.ts';
import { startStranger } from '../harness/stranger.ts';
import { expect, test } from '../harness/test.ts';

test.use({
  setup: {
    portalHost: 'portal.acme.localhost',
    appHost: 'app.acme.localhost',
    config: (at) => ({ ...defaultConfig(at), trustSameSite: true }),
  },
});

const CHOICE = 'Open the keys from this link?';

/** Through the app, as a user comes twice a day. */
async function throughTheApp(page: Page, app: string, user: string): Promise<void> {
  await page.goto(`${app}/?user=${user}`);
  await page.getByRole('button', { name: /API keys/i }).click();
}

test("a click in the app opens the keys, also where others are open", async ({ page, servers, portal, sandbox }) => {
  await throughTheApp(page, servers.urls.app, sandbox.user);
  await expect(portal.rows).toHaveCount(3);
  await throughTheApp(page, servers.urls.app, 'user_123');
  await expect(portal.rows).toHaveCount(12);
  await expect(page.locator('html')).toHaveAttribute('data-same-site');
  expect(await sandbox.count('portal.exchangeSession')).toBe(2);
});

test('a link from a mail, a chat or the address bar asks', async ({ page, portal, sandbox, openKeys }) => {
  await openKeys();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await expect(portal.screen(CHOICE)).toBeVisible();
});

test('a link on another site asks', async ({ page, servers, portal, sandbox, openKeys, failures }) => {
  const stranger = await startStranger();
  failures.allow(stranger.origin);
  try {
    await openKeys();
    const path = pathOf(await sandbox.createSession({ externalId: 'user_123' }));
    stranger.show(`<a href="${servers.urls.portal}${path}">Keys</a>`);
    await page.goto(stranger.origin);
    await page.getByRole('link', { name: 'Keys' }).click();
    await expect(portal.screen(CHOICE)).toBeVisible();
  } finally {
    await stranger.stop();
  }
});

test('what was said of one link is not believed of the next', async ({ page, servers, portal, sandbox }) => {
  await throughTheApp(page, servers.urls.app, sandbox.user);
  await expect(portal.rows).toHaveCount(3);
  const path = pathOf(await sandbox.createSession({ externalId: 'user_123' }));
  // Without a request for the page: the link is in the fragment.
  await page.evaluate((fragment) => location.assign(fragment), path.replace('/?', '/keys#'));
  await expect(portal.screen(CHOICE)).toBeVisible();
  await expect(page.locator('html')).not.toHaveAttribute('data-same-site');
});

test('a page that is reloaded at its link asks', async ({ page, servers, portal, sandbox, failures }) => {
  failures.expectFailures(/config\.json/, 'net::ERR_FAILED');
  await withoutConfigBlock(page);
  await throughTheApp(page, servers.urls.app, sandbox.user);
  await expect(portal.rows).toHaveCount(3);
  await page.route(/config\.json/, (route) => route.abort());
  await throughTheApp(page, servers.urls.app, 'user_123');
  await expect(portal.screen('This page can’t be reached right now')).toBeVisible();
  await page.unroute(/config\.json/);
  await portal.reload.click();
  await expect(portal.screen(CHOICE)).toBeVisible();
});
