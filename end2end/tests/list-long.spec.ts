/** Lists of more than one page. */

import { keys, listPage, tooMany, unavailable } from '../harness/keys.ts';
import { pathOf, type NextAnswer } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const LIST = /portal\.listKeys/;

/** What the count line says first, as a number. */
function countIn(text: string | null): number {
  return Number(/^[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
}

test('of 10,000 keys the first 1,000 come by themselves, and all on demand', async ({ page, sandbox, portal }) => {
  test.slow();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many' })));
  const count = async () => countIn(await portal.count.textContent());
  await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
  await expect(portal.count).toHaveText(/^[\d,]+ keys so far$/);
  const first = await count();
  // The server repeats some keys: the page that completes the thousand may bring some more.
  expect(first).toBeGreaterThanOrEqual(1_000);
  expect(first).toBeLessThan(1_100);
  expect(await portal.rowCount()).toBe(first);
  const asked = await sandbox.requests('portal.listKeys');
  for (const request of asked) expect(request.body).toMatchObject({ limit: 100 });

  await portal.loadAll.click();
  await expect(portal.count).toHaveText('10,000 keys', { timeout: 40_000 });
  expect(await portal.rowCount()).toBe(10_000);
  await expect(portal.loadAll).toBeHidden();
});

test('while all keys are being loaded, how many there are grows before one’s eyes', async ({ page, sandbox, portal }) => {
  test.slow();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many' })));
  await portal.loadAll.click({ timeout: 15_000 });
  const seen = new Set<number>();
  await expect(async () => {
    const text = (await portal.count.textContent()) ?? '';
    if (/^[\d,]+ keys so far, loading more…$/.test(text)) seen.add(countIn(text));
    expect(seen.size).toBeGreaterThanOrEqual(3);
  }).toPass({ intervals: [100], timeout: 20_000 });
});

test('keys that the server repeats are shown once', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000091'), listPage(keys(91, 150)));
  await openKeys();
  await expect(portal.count).toHaveText('150 keys');
  expect(await portal.rowCount()).toBe(150);
});

test('a server whose cursor does not move is said to have stopped', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer(
    'portal.listKeys',
    listPage(keys(1, 100), 'key_made000101'),
    listPage(keys(101, 200), 'key_made000201'),
    listPage(keys(201, 300), 'key_made000201'),
  );
  await openKeys();
  await expect(page.getByText(/the server stopped at 300 keys/)).toBeVisible();
  expect(await portal.rowCount()).toBe(300);
  await expect(portal.loadAll).toBeHidden();
  expect(await sandbox.count('portal.listKeys')).toBe(3);
});

test('a list that stops half-way keeps its keys and goes on when asked to', async ({ sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(LIST, 429);
  // Whether or not the portal tries again by itself first, these are enough to stop it.
  const stop: NextAnswer[] = Array.from({ length: 5 }, () => tooMany(0));
  await sandbox.answer(
    'portal.listKeys',
    listPage(keys(1, 100), 'key_made000101'),
    listPage(keys(101, 200), 'key_made000201'),
    listPage(keys(201, 300), 'key_made000301'),
    ...stop,
    listPage(keys(301, 350)),
  );
  await openKeys();
  await expect(portal.alert).toContainText('Loading stopped after 300 keys', { timeout: 15_000 });
  expect(await portal.rowCount()).toBe(300);
  await expect(async () => {
    if (await portal.goOn.isVisible()) await portal.goOn.click();
    await expect(portal.count).toHaveText('350 keys', { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  expect(await portal.rowCount()).toBe(350);
  await expect(portal.alert).toBeHidden();
  // Nothing is asked for twice that is there already.
  const cursors = (await sandbox.requests('portal.listKeys')).map((request) => /key_made\d+/.exec(JSON.stringify(request.body))?.[0] ?? 'none');
  expect(cursors.filter((cursor) => cursor !== 'key_made000301')).toEqual(['none', 'key_made000101', 'key_made000201']);
});

test('the next page waits when the server says that no requests are left', async ({ sandbox, openKeys, portal }) => {
  const spent = { 'ratelimit-limit': '100', 'ratelimit-remaining': '0', 'ratelimit-reset': '3' };
  await sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101', spent), listPage(keys(101, 150)));
  await openKeys();
  await expect(portal.count).toHaveText('150 keys', { timeout: 10_000 });
  const [first, second] = await sandbox.requests('portal.listKeys');
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(2_900);
});

test('rows can be read before the whole list is there', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101'), { ...listPage(keys(101, 150)), delayMs: 2_000 });
  await openKeys();
  expect(await portal.rowCount()).toBe(100);
  await expect(portal.row('Key 100')).toBeVisible();
  await expect(portal.count).toHaveText('150 keys');
});

test.describe('the first page fails', () => {
  test("after a 429 the portal waits as long as the server says, and then shows the keys", async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 429);
    await sandbox.answer('portal.listKeys', tooMany(3));
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(portal.alert).toContainText("Your keys couldn’t be loaded");
    await expect(portal.waiting).toBeVisible();
    await expect(portal.table).toBeVisible({ timeout: 10_000 });
    await expect(portal.alert).toBeHidden();
    const [first, second] = await sandbox.requests('portal.listKeys');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(3_000);
  });

  test('"retry now" still waits a second', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 429);
    await sandbox.answer('portal.listKeys', { case: 'rate limited, retry now' });
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(portal.table).toBeVisible();
    const [first, second] = await sandbox.requests('portal.listKeys');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  test('the seconds until the next try count down', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 429);
    await page.clock.install();
    await sandbox.answer('portal.listKeys', { case: 'rate limited, with a delay' });
    await page.goto(pathOf(await sandbox.createSession()));
    const seconds = async () => Number(/in (\d+) s/.exec((await portal.waiting.textContent()) ?? '')?.[1]);
    await expect(portal.waiting).toBeVisible();
    const before = await seconds();
    expect(before).toBeGreaterThanOrEqual(15);
    await page.clock.runFor(5_000);
    await expect.poll(seconds).toBeLessThanOrEqual(before - 5);
    expect(await sandbox.count('portal.listKeys')).toBe(1);
    await page.clock.runFor(20_000);
    await expect(portal.table).toBeVisible();
  });

  test('trying again at once is possible', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 503);
    // The first wait is over within a second, the second takes longer.
    await sandbox.answer('portal.listKeys', unavailable, unavailable);
    await page.goto(pathOf(await sandbox.createSession()));
    await portal.tryAgainNow.click();
    await expect(portal.table).toBeVisible();
  });

  test('after five tries the portal leaves it to the person', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 503);
    await page.clock.install();
    await sandbox.answer('portal.listKeys', unavailable, unavailable, unavailable, unavailable, unavailable);
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(async () => {
      await page.clock.runFor(15_000);
      await expect(portal.tryAgain).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await expect(portal.waiting).toBeHidden();
    await page.clock.runFor(300_000);
    expect(await sandbox.count('portal.listKeys')).toBe(5);
    await portal.tryAgain.click();
    await expect(portal.table).toBeVisible();
    expect(await sandbox.count('portal.listKeys')).toBe(6);
  });

  test('a network that fails passes too', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 'net::ERR_CONNECTION_RESET');
    await page.route(LIST, (route) => route.abort('connectionreset'), { times: 3 });
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(portal.alert).toContainText("Your keys couldn’t be loaded");
    await expect(portal.table).toBeVisible({ timeout: 15_000 });
  });
});
