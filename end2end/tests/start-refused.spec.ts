/** A browser or a proxy that keeps the program from running is named, and the link isn't lost. */

import type { Page } from '@playwright/test';
import { call } from '../harness/http.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const PAGE = /\/\?session=/;
const SCREENS = /\/screens-[0-9a-f]+\.wasm$/;
const FAILED = 'This page couldn’t be loaded';

/** Adds a policy to the page at `path`, as a proxy in front of the portal would. */
async function addPolicy(page: Page, portalUrl: string, policy: string): Promise<void> {
  const { text, headers } = await call(`${portalUrl}/`, { headers: { accept: 'text/html' } });
  const policies = `${String(headers['content-security-policy'])}, ${policy}`;
  await page.route(PAGE, (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policies }, body: text }));
}

test('a browser without WebAssembly is named as the cause, and the link opens once there is one', async ({ page, sandbox, portal, failures }) => {
  failures.expectComplaint(/^Uncaught: .*WebAssembly/);
  await page.addInitScript(() => {
    if (!sessionStorage.getItem('assembles')) Reflect.deleteProperty(window, 'WebAssembly');
  });
  const url = await sandbox.createSession();
  await page.goto(pathOf(url));
  await expect(portal.screen(FAILED)).toBeFocused();
  await expect(page.getByText(/Lockdown Mode/)).toBeVisible();
  await expect(page.getByText(/Security Policy|didn’t arrive/).filter({ visible: true })).toHaveCount(0);
  expect(page.url()).not.toContain(sessionIdIn(url));
  expect(await page.content()).not.toContain(sessionIdIn(url));
  await page.evaluate(() => sessionStorage.setItem('assembles', 'yes'));
  await portal.reload.click();
  await expect(portal.table).toBeVisible();
  expect(page.url()).not.toContain(sessionIdIn(url));
});

for (const [what, policy, complaint] of [
  ['compiling the program', "script-src 'self'", /^Uncaught: CompileError/],
  ['fetching the program', "connect-src 'none'", /^Uncaught: TypeError.*fetch/],
  ['the policy for HTML', "trusted-types 'none'", /^Uncaught: |TrustedHTML/],
] as const) {
  test(`a second policy that forbids ${what} is named as the cause`, async ({ page, servers, sandbox, portal, failures }) => {
    failures.expectComplaint(/content security policy/i);
    failures.expectComplaint(complaint);
    await addPolicy(page, servers.nodeUrls.portal, policy);
    const url = await sandbox.createSession();
    await page.goto(pathOf(url));
    await expect(page.getByText(/second Content Security Policy/)).toBeVisible();
    await expect(page.getByRole('main')).toHaveCount(1);
    expect(page.url()).not.toContain(sessionIdIn(url));
    await page.unroute(PAGE);
    await portal.reload.click();
    await expect(portal.table).toBeVisible();
  });
}

test('files that did not load leave no session ID in the address, and a reload opens the link', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/\.wasm/, 'net::ERR_FAILED');
  failures.expectComplaint(/^Uncaught: .*fetch/);
  await page.route(/\.wasm/, (route) => route.abort());
  const url = await sandbox.createSession();
  await page.goto(`/keys?q=Stag&session=${sessionIdIn(url)}`);
  await expect(portal.screen(FAILED)).toBeVisible();
  expect(page.url()).not.toContain(sessionIdIn(url));
  await page.unroute(/\.wasm/);
  await portal.reload.click();
  await expect(portal.table).toBeVisible();
  await expect(portal.search).toHaveValue('Stag');
});

test('a browser that refuses to write the address reloads at the link all the same', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/\.wasm/, 'net::ERR_FAILED');
  failures.expectComplaint(/^Uncaught: .*fetch/);
  await page.route(/\.wasm/, (route) => route.abort());
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.screen(FAILED)).toBeVisible();
  await page.unroute(/\.wasm/);
  await page.evaluate(() => {
    History.prototype.replaceState = () => {
      throw new DOMException('Too many', 'SecurityError');
    };
  });
  await portal.reload.click();
  await expect(portal.table).toBeVisible();
});

test('a part that is lost before the link is used doesn’t lose the link', async ({ page, openKeys, sandbox, portal, failures }) => {
  failures.expectFailures(SCREENS, 'net::ERR_FAILED');
  failures.expectComplaint(/TypeError.*fetch/);
  await openKeys();
  await page.route(SCREENS, (route) => route.abort());
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await expect(portal.screen('Your API keys can’t be shown right now')).toBeFocused();
  await page.unroute(SCREENS);
  await portal.reload.click();
  await portal.openNew.click();
  await expect(portal.rows).toHaveCount(12);
});

test('the page reloads at its link until the link is used, and then no more', async ({ page, openKeys, sandbox, portal }) => {
  const reload = () => page.evaluate(() => dispatchEvent(new Event('portal:reload')));
  await openKeys();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await expect(portal.openNew).toBeVisible();
  const again = page.waitForEvent('load');
  await reload();
  await again;
  await portal.openNew.click();
  await expect(portal.rows).toHaveCount(12);
  const third = page.waitForRequest((request) => request.isNavigationRequest());
  await reload();
  expect((await third).url()).not.toMatch(/session/);
  await expect(portal.rows).toHaveCount(12);
});
