/** What people hand to support when something failed: enough to find it, and nothing that opens anything. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { tooMany } from '../harness/keys.ts';
import { gatewayPath } from '../harness/programs.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import type { Screen } from '../harness/screen.ts';
import { screens } from '../harness/screens.ts';
import { expect, test } from '../harness/test.ts';

const LIST = /portal\.listKeys/;

function screenCalled(name: string): Screen {
  const screen = screens.find((screen) => screen.name === name);
  if (!screen) throw new Error(`no screen is called ${name}`);
  return screen;
}

function allowClipboard(context: BrowserContext, origin: string): Promise<void> {
  return context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
}

function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Presses the button; gives the lines that it put into the clipboard. */
async function copyDetails(page: Page): Promise<Record<string, string>> {
  await page.evaluate(() => navigator.clipboard.writeText('nothing yet'));
  await page.getByRole('button', { name: 'Copy details' }).click();
  await expect.poll(() => clipboard(page)).not.toBe('nothing yet');
  const lines = (await clipboard(page)).trim().split('\n');
  return Object.fromEntries(lines.map((line) => /^([^:]+): (.+)$/.exec(line)?.slice(1) ?? ['unreadable', line])) as Record<string, string>;
}

// One of each place that shows a failure: a screen, the same after an exchange, above the list, and below it.
for (const [name, route, status, isFolded] of [
  ['cookie cleared', 'portal.listKeys', /^40[01]$/, true],
  ['exchange failed, with a wait', 'portal.exchangeSession', '429', true],
  ['keys that could not be loaded', 'portal.listKeys', '429', false],
  ['a list that stopped half-way', 'portal.listKeys', '429', false],
] as const) {
  test(`${name}: the details can be copied, and hold no more than support needs`, async ({ page, context, servers, portal, openScreen }) => {
    await allowClipboard(context, servers.urls.portal);
    const before = Date.now();
    await openScreen(screenCalled(name));
    if (isFolded) await portal.supportDetails.click();
    const details = await copyDetails(page);
    const version = /\d+\.\d+\.\d+/.exec((await promisify(execFile)(gatewayPath(), ['--version'])).stdout)?.[0];
    expect(details).toEqual({
      Time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/) as unknown,
      Route: route,
      Status: expect.stringMatching(status) as unknown,
      Code: expect.stringMatching(/^err:\w+:\w+:\w+$/) as unknown,
      'Request ID': expect.stringMatching(/^req_\w+$/) as unknown,
      Version: version,
    });
    // To the second, and no later than now.
    const time = Date.parse(details['Time'] ?? '');
    expect(time).toBeGreaterThan(before - 2_000);
    expect(time).toBeLessThan(Date.now() + 2_000);
    await expect(page.getByText(details['Request ID'] ?? '', { exact: true })).toBeVisible();
  });
}

test('a failure without any answer has what is known of it', async ({ page, context, servers, sandbox, portal, failures }) => {
  failures.expectFailures(LIST, 'net::ERR_CONNECTION_RESET');
  await allowClipboard(context, servers.urls.portal);
  await page.route(LIST, (route) => route.abort('connectionreset'));
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.alert).toBeVisible();
  const details = await copyDetails(page);
  expect(details).toMatchObject({ Route: 'portal.listKeys', Version: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown });
  expect(details).not.toHaveProperty('unreadable');
  expect(details).not.toHaveProperty('Code');
  expect(details['Request ID'] ?? 'none').not.toMatch(/^req_/);
});

test('the time is the server’s', async ({ page, context, servers, sandbox, failures }) => {
  failures.expectFailures(LIST, 429);
  await allowClipboard(context, servers.urls.portal);
  await sandbox.shiftClock(3 * 3_600_000);
  await sandbox.answer('portal.listKeys', tooMany(60));
  await page.goto(pathOf(await sandbox.createSession()));
  const { Time } = await copyDetails(page);
  expect(Math.abs(Date.parse(Time ?? '') - Date.now() - 3 * 3_600_000)).toBeLessThan(600_000);
});

test('WSTG-SESS-04: an answer that repeats secrets puts none of them into the details', async ({ page, context, servers, sandbox, portal, failures }) => {
  failures.expectFailures(LIST, 422);
  await allowClipboard(context, servers.urls.portal);
  const url = await sandbox.createSession();
  const id = sessionIdIn(url);
  await page.goto(pathOf(url));
  await expect(portal.rows).toHaveCount(3);
  const token = (await context.cookies()).find((cookie) => cookie.httpOnly)?.value ?? '';
  expect(token).toMatch(/^ps_/);
  await sandbox.answer('portal.listKeys', {
    status: 422,
    headers: { 'content-type': 'application/problem+json' },
    body: {
      meta: { requestId: id },
      error: { title: token, detail: `Bearer ${token}`, status: 422, type: `https://unkey.com/docs/errors/unkey/${token}/acme_3Zd4key` },
    },
  });
  await page.reload();
  await expect(portal.alert).toBeVisible();
  const text = JSON.stringify(await copyDetails(page));
  expect(text).not.toContain(id);
  expect(text).not.toContain(token);
  expect(text).not.toContain('acme_3Zd4key');
});

test('a sign-out that failed can be handed to support', async ({ page, context, servers, portal, openKeys, failures }) => {
  failures.expectFailures(/session\/end/, 503);
  await allowClipboard(context, servers.urls.portal);
  await openKeys();
  await page.route(/session\/end/, (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/json',
      body: JSON.stringify({ meta: { requestId: 'req_signout01' }, error: { title: 'T', detail: 'D', status: 503, type: 'https://unkey.com/docs/errors/unkey/application/service_unavailable' } }),
    }),
  );
  await portal.signOut.click();
  await expect(portal.alert).toBeVisible();
  expect(await copyDetails(page)).toMatchObject({ Status: '503', 'Request ID': 'req_signout01' });
});
