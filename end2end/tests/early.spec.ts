/** Exchange and list are sent by the start script, while the program is still loading: each once, and only where that is clear. */

import type { BrowserContext, Page } from '@playwright/test';
import { endSessionIn } from '../harness/cookies.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import { defaultConfig } from '../harness/setup.ts';
import { Portal } from '../harness/portal.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: (at) => ({ ...defaultConfig(at), account: { label: true } }) } });

const PROGRAM = /\/portal-[0-9a-f]+_bg\.wasm$/;
const EXCHANGE = 'portal.exchangeSession';
const LIST = 'portal.listKeys';

/** Holds the program back until the returned function is called. */
async function holdProgram(target: Page | BrowserContext): Promise<() => void> {
  let arrive: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await target.route(PROGRAM, async (route) => {
    await held;
    await route.continue();
  });
  return () => arrive();
}

test('a link is exchanged and its keys are asked for before the program is there, and its label is shown', async ({ page, servers, sandbox, portal }) => {
  const letProgramCome = await holdProgram(page);
  const url = await sandbox.createSession();
  await page.goto(`${pathOf(url)}&label=Northwind`, { waitUntil: 'commit' });
  await expect.poll(() => sandbox.count(LIST)).toBe(1);
  expect(page.url()).not.toMatch(/session|label/);
  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie, history.state, Object.keys(window)]));
  for (const secret of [sessionIdIn(url), 'Northwind', 'portalLanding']) expect(kept).not.toContain(secret);
  letProgramCome();
  await expect(portal.rows).toHaveCount(3);
  await expect(page.getByRole('banner').getByText('Northwind')).toBeVisible();
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
  const routes = (await sandbox.requests()).map(({ route }) => route);
  expect(routes).toEqual([EXCHANGE, LIST]);
  expect(await page.evaluate(() => sessionStorage.getItem('portal_exchange'))).toBeNull();
});

test('on a later visit the keys are asked for before the program is there', async ({ page, sandbox, openKeys, portal }) => {
  await openKeys();
  const letProgramCome = await holdProgram(page);
  await page.goto('/keys?q=Stag', { waitUntil: 'commit' });
  await expect.poll(() => sandbox.count(LIST)).toBe(2);
  letProgramCome();
  await expect(portal.rows).toHaveCount(1);
  expect(await sandbox.count(LIST)).toBe(2);
});

test('a link in two tabs whose programs are still loading is exchanged once', async ({ page, context, sandbox, portal }) => {
  const letProgramCome = await holdProgram(context);
  const path = pathOf(await sandbox.createSession());
  const other = await context.newPage();
  await sandbox.answer(EXCHANGE, { real: true, hold: true });
  await Promise.all([page, other].map((tab) => tab.goto(path, { waitUntil: 'commit' })));
  await sandbox.untilHeld(EXCHANGE);
  letProgramCome();
  await sandbox.release(EXCHANGE);
  await expect(portal.rows).toHaveCount(3);
  await expect(new Portal(other).rows).toHaveCount(3);
  expect(await sandbox.count(EXCHANGE)).toBe(1);
});

test('a page that is reloaded before the program is there waits for the exchange that was sent', async ({ page, sandbox, portal }) => {
  const letProgramCome = await holdProgram(page);
  await sandbox.answer(EXCHANGE, { real: true, hold: true });
  await page.goto(pathOf(await sandbox.createSession()), { waitUntil: 'commit' });
  await sandbox.untilHeld(EXCHANGE);
  await page.reload({ waitUntil: 'commit' });
  letProgramCome();
  await sandbox.release(EXCHANGE);
  await expect(portal.rows).toHaveCount(3);
  expect(await sandbox.count(EXCHANGE)).toBe(1);
});

test('a link opens before the program is there where the last session is over by the server’s clock', async ({ page, sandbox, openKeys, portal }) => {
  await openKeys();
  await endSessionIn(page, -1_000);
  const letProgramCome = await holdProgram(page);
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })), { waitUntil: 'commit' });
  await expect.poll(() => sandbox.count(LIST)).toBe(2);
  letProgramCome();
  await expect(portal.rows).toHaveCount(12);
  expect(await sandbox.count(LIST)).toBe(2);
});

test('keys that were asked for before another session replaced theirs are not shown', async ({ page, context, sandbox, openKeys, portal }) => {
  await openKeys();
  const letProgramCome = await holdProgram(page);
  await page.goto('/keys', { waitUntil: 'commit' });
  await expect.poll(() => sandbox.count(LIST)).toBe(2);
  const other = await context.newPage();
  await other.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await new Portal(other).openNew.click();
  await expect(new Portal(other).rows).toHaveCount(12);
  letProgramCome();
  await expect(portal.rows).toHaveCount(12);
});
