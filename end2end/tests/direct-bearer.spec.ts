/** Without the gateway, where no cookie comes back and the operator allows the token as a header. */

import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({
  setup: {
    deployment: 'static',
    allowsOrigin: true,
    acceptsBearer: true,
    config: (at) => ({ ...defaultConfig(at), apiBase: at.api, allowBearer: true }),
  },
});

const LIST = /portal\.listKeys/;

test('the keys are shown with the token as a header, after the API has missed the cookie', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(LIST, 400, 401);
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.rows).toHaveCount(3);
  const [first, second, ...more] = await sandbox.requests('portal.listKeys');
  expect(first?.authorization, 'the cookie is tried first').toBeNull();
  expect(second?.authorization).toMatch(/^Bearer ps_/);
  expect(second?.cookie).toBeNull();
  expect(more).toEqual([]);
});

test('the token is in memory alone', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(LIST, 400, 401);
  const url = await sandbox.createSession();
  await page.goto(pathOf(url));
  await expect(portal.rows).toHaveCount(3);
  const token = (await sandbox.requests('portal.listKeys')).at(-1)?.authorization?.replace('Bearer ', '');
  expect(token).toMatch(/^ps_/);
  const kept = (await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]))) + (await page.content());
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(sessionIdIn(url));
});

test('a reload ends the session, in words, and the page says so before', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(LIST, 400, 401);
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.rows).toHaveCount(3);
  await expect(page.getByRole('status').filter({ hasText: /reload/i })).toBeVisible();
  await page.reload();
  await expect(portal.screen('Your session is gone')).toBeVisible();
  await expect(portal.returnLink).toBeVisible();
});
