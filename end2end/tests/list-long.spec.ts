/** Lists of more than one page: how they are loaded, and what stops them. */

import { installClock } from '../harness/clock.ts';
import { heldSecondPage, keys, listPage, listPages, tooMany, unavailable } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const LIST = /portal\.listKeys/;

/** What the count line says first, as a number. */
function countIn(text: string | null): number {
  return Number(/^[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
}

test('the first 1,000 keys come by themselves, in pages of 100, and no more until they are asked for', async ({ page, sandbox, openKeys, portal }) => {
  await installClock(page);
  // The server repeats some keys: the page that completes the thousand may bring some more.
  await sandbox.answer('portal.listKeys', ...listPages([...keys(1, 950), ...keys(941, 1_500)]));
  await openKeys();
  await expect(portal.loadAll).toBeVisible();
  await expect(portal.count).toHaveText(/^[\d,]+\+ keys$/);
  const first = countIn(await portal.count.textContent());
  expect(first).toBeGreaterThanOrEqual(1_000);
  expect(first).toBeLessThan(1_100);
  expect(await portal.rowCount()).toBeUndefined();
  const asked = await sandbox.requests('portal.listKeys');
  for (const request of asked) expect(request.body).toMatchObject({ limit: 100 });
  await page.clock.fastForward(60_000);
  expect(await sandbox.count('portal.listKeys')).toBe(asked.length);

  await portal.loadAll.click();
  await expect(portal.count).toHaveText('1,500 keys');
  expect(await portal.rowCount()).toBe(1_500);
  await expect(portal.loadAll).toBeHidden();
});

test('while all keys are being loaded, how many there are grows before one’s eyes', async ({ sandbox, openKeys, portal }) => {
  const pages = listPages(keys(1, 1_500));
  await sandbox.answer('portal.listKeys', ...pages.slice(0, 11), ...pages.slice(11).map((answer) => ({ ...answer, hold: true as const })));
  await openKeys();
  await portal.loadAll.click();
  for (const count of ['1,100', '1,200', '1,300', '1,400']) {
    await expect(portal.count).toHaveText(`${count}+ keys, loading more…`);
    await sandbox.release('portal.listKeys');
  }
  await expect(portal.count).toHaveText('1,500 keys');
});

test('rows can be read before the whole list is there', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...heldSecondPage(keys(1, 100), keys(101, 150)));
  await openKeys();
  await expect(portal.count).toHaveText(/^100\+ keys/);
  await expect(portal.row('Key 100')).toBeVisible();
  await sandbox.release('portal.listKeys');
  await expect(portal.count).toHaveText('150 keys');
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
  await expect(portal.count).toHaveText('300+ keys');
  await expect(portal.loadAll).toBeHidden();
  expect(await sandbox.count('portal.listKeys')).toBe(3);
});

test('a list that stops on the way keeps its keys and goes on when asked to, without asking for anything twice', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(LIST, 429);
  await installClock(page);
  await sandbox.answer(
    'portal.listKeys',
    listPage(keys(1, 100), 'key_made000101'),
    listPage(keys(101, 200), 'key_made000201'),
    listPage(keys(201, 300), 'key_made000301'),
    ...Array.from({ length: 5 }, () => tooMany(0)),
    listPage(keys(301, 350)),
  );
  await openKeys();
  await expect(async () => {
    await page.clock.runFor(15_000);
    await expect(portal.alert).toContainText('Loading stopped after 300 keys', { timeout: 500 });
  }).toPass();
  await expect(portal.count).toHaveText('300+ keys');
  await portal.goOn.click();
  await expect(portal.count).toHaveText('350 keys');
  expect(await portal.rowCount()).toBe(350);
  await expect(portal.alert).toBeHidden();
  const cursors = (await sandbox.requests('portal.listKeys')).map((request) => /key_made\d+/.exec(JSON.stringify(request.body))?.[0] ?? 'none');
  expect(cursors.filter((cursor) => cursor !== 'key_made000301')).toEqual(['none', 'key_made000101', 'key_made000201']);
});

test('a 429 on the way is waited out for as long as the server says, and nothing is lost', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(LIST, 429);
  await installClock(page);
  const pages = listPages(keys(1, 300));
  await sandbox.answer('portal.listKeys', ...pages.slice(0, 2), tooMany(20), ...pages.slice(2));
  await openKeys();
  await expect.poll(() => sandbox.count('portal.listKeys')).toBe(3);
  await expect(portal.count).toHaveText(/^200\+ keys/);
  await page.clock.runFor(10_000);
  expect(await sandbox.count('portal.listKeys')).toBe(3);
  await page.clock.runFor(11_000);
  await expect(portal.count).toHaveText('300 keys');
});

test('the next page waits when the server says that no requests are left', async ({ page, sandbox, openKeys, portal }) => {
  await installClock(page);
  const spent = { 'ratelimit-limit': '100', 'ratelimit-remaining': '0', 'ratelimit-reset': '30' };
  await sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101', spent), listPage(keys(101, 150)));
  await openKeys();
  await expect(portal.count).toHaveText(/^100\+ keys/);
  await page.clock.fastForward(15_000);
  expect(await sandbox.count('portal.listKeys')).toBe(1);
  await page.clock.fastForward(16_000);
  await expect(portal.count).toHaveText('150 keys');
});

test('one page is asked for after the other', async ({ page, sandbox, openKeys, portal }) => {
  let open = 0;
  let most = 0;
  const isList = (url: string) => LIST.test(url);
  page.on('request', (request) => {
    if (isList(request.url())) most = Math.max(most, (open += 1));
  });
  page.on('requestfinished', (request) => {
    if (isList(request.url())) open -= 1;
  });
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 1_500)));
  await openKeys();
  await portal.loadAll.click();
  await expect(portal.count).toHaveText('1,500 keys');
  expect(most).toBe(1);
});

test.describe('the first page fails', () => {
  test('after a 429 the seconds until the next try count down, and then the keys are shown', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 429);
    await installClock(page);
    await sandbox.answer('portal.listKeys', tooMany(30));
    await page.goto(pathOf(await sandbox.createSession()));
    const seconds = async () => Number(/in (\d+) s/.exec((await portal.waiting.textContent()) ?? '')?.[1]);
    await expect(portal.alert).toContainText('Your keys couldn’t be loaded');
    await expect(portal.waiting).toBeVisible();
    const before = await seconds();
    await page.clock.runFor(10_000);
    await expect.poll(seconds).toBeLessThanOrEqual(before - 10);
    expect(await sandbox.count('portal.listKeys')).toBe(1);
    await page.clock.runFor(21_000);
    await expect(portal.table).toBeVisible();
    await expect(portal.alert).toBeHidden();
  });

  test('"retry now" still waits a second', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 429);
    await sandbox.answer('portal.listKeys', { case: 'rate limited, retry now' });
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(portal.table).toBeVisible();
    const [first, second] = await sandbox.requests('portal.listKeys');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  test('trying again at once is possible', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 429);
    await sandbox.answer('portal.listKeys', tooMany(3_600));
    await page.goto(pathOf(await sandbox.createSession()));
    await portal.tryAgainNow.click();
    await expect(portal.table).toBeVisible();
  });

  test('after five tries the portal leaves it to the person', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 503);
    await installClock(page);
    await sandbox.answer('portal.listKeys', unavailable, unavailable, unavailable, unavailable, unavailable);
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(async () => {
      await page.clock.runFor(15_000);
      await expect(portal.tryAgain).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(portal.waiting).toBeHidden();
    await page.clock.fastForward(300_000);
    expect(await sandbox.count('portal.listKeys')).toBe(5);
    await portal.tryAgain.click();
    await expect(portal.table).toBeVisible();
    expect(await sandbox.count('portal.listKeys')).toBe(6);
  });

  test('a network that fails passes too', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 'net::ERR_CONNECTION_RESET');
    await page.route(LIST, (route) => route.abort('connectionreset'), { times: 1 });
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(portal.table).toBeVisible();
  });
});
