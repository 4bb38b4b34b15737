/** What the gateway needs to know a POST that the browser repeats by itself from one that the portal sends anew. */

import type { Page, Request } from '@playwright/test';
import { bodyOf, landToRotate } from '../harness/rotation.ts';
import { unavailable } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const KEY = /^[0-9a-f]{32}$/;

/** The headers of all requests to a route from now on. */
function headersOf(page: Page, route: string): Record<string, string>[] {
  const seen: Record<string, string>[] = [];
  page.on('request', (request: Request) => {
    if (request.url().endsWith(`/v2/portal.${route}`)) seen.push(request.headers());
  });
  return seen;
}

test('each exchange is named anew, one that is repeated by hand too', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.exchangeSession/, 503);
  const seen = headersOf(page, 'exchangeSession');
  await sandbox.answer('portal.exchangeSession', unavailable);
  await page.goto(pathOf(await sandbox.createSession()));
  await portal.tryAgain.click();
  await expect(portal.table).toBeVisible();
  const names = seen.map((headers) => headers['idempotency-key']);
  expect(names).toEqual([expect.stringMatching(KEY), expect.stringMatching(KEY)]);
  expect(names[0]).not.toBe(names[1]);
  expect(seen.map((headers) => headers['expected-key-expires'])).toEqual([undefined, undefined]);
});

test('the exchange of the other API version is named anew', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.exchangeCode/, 404);
  const first = headersOf(page, 'exchangeCode');
  const second = headersOf(page, 'exchangeSession');
  await page.goto(pathOf(await sandbox.createSession()).replace('session=', 'code='));
  await expect(portal.table).toBeVisible();
  const names = [...first, ...second].map((headers) => headers['idempotency-key']);
  expect(names).toEqual([expect.stringMatching(KEY), expect.stringMatching(KEY)]);
  expect(names[0]).not.toBe(names[1]);
});

test('each rotation is named anew and says when its key expires, reads say nothing', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 400);
  const lists = headersOf(page, 'listKeys');
  const seen = headersOf(page, 'rerollKey');
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  // This server refuses that, and the next request is another one.
  await rotation.choice(/^Keep it as it is/).check();
  await rotation.rotate.click();
  await expect(rotation.dialog.getByRole('alert')).toBeVisible();
  await rotation.choice(/^In 1 hour/).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  await rotation.closeWithoutSecret();
  // The old key, which now stops in an hour.
  await rotation.opener('Production').nth(1).click();
  await rotation.choice(/^Now/).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  expect(seen).toHaveLength(3);
  for (const headers of seen) expect(headers['idempotency-key']).toMatch(KEY);
  expect(new Set(seen.map((headers) => headers['idempotency-key'])).size).toBe(3);
  const expires = seen.map((headers) => headers['expected-key-expires']);
  expect(expires.slice(0, 2)).toEqual(['never', 'never']);
  const ends = Number(expires[2]);
  expect(ends).toBeGreaterThan(Date.now());
  expect(ends % 60_000).toBe(0);
  expect(new Set((await sandbox.requests('portal.rerollKey')).map((request) => bodyOf(request)['keyId'])).size).toBe(1);
  expect(lists.length).toBeGreaterThan(0);
  for (const headers of lists) expect(headers['idempotency-key']).toBeUndefined();
});
