/** Ten thousand keys: only the rows in sight are drawn, and the rest comes when it is asked for. */

import type { Page } from '@playwright/test';
import { keys, listPage, listPages, tooMany } from '../harness/keys.ts';
import { pathOf, type Sandbox } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';
import type { Portal } from '../harness/portal.ts';

/** What the page may hold of a list, however long it is. */
const MOST_ROWS = 60;

async function land(page: Page, sandbox: Sandbox, portal: Portal): Promise<void> {
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many' })));
  await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
}

async function loadAll(portal: Portal): Promise<void> {
  await portal.loadAll.click();
  await expect(portal.count).toHaveText('10,000 keys', { timeout: 40_000 });
}

/** To a part of the page, from 0 (its top) to 1 (its end), and waits until rows are drawn there. */
async function scrollToPart(page: Page, portal: Portal, part: number): Promise<void> {
  await page.evaluate((to) => scrollTo({ top: to * document.documentElement.scrollHeight, behavior: 'instant' }), part);
  await expect.poll(() => rowsInSight(page, portal)).toBeGreaterThan(5);
}

function rowsInSight(page: Page, portal: Portal): Promise<number> {
  const height = page.viewportSize()?.height ?? 0;
  return portal.rows.evaluateAll(
    (rows, bottom) => rows.filter((row) => row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < bottom).length,
    height,
  );
}

test('however far one scrolls, the page holds at most 60 rows', async ({ page, sandbox, portal }) => {
  test.slow();
  await land(page, sandbox, portal);
  await loadAll(portal);
  for (const part of [0, 0.001, 0.25, 0.5, 0.731, 0.999, 1, 0.4, 0]) {
    await scrollToPart(page, portal, part);
    expect(await portal.table.locator('tr').count(), `at ${part}`).toBeLessThanOrEqual(MOST_ROWS + 3);
    expect(await portal.rows.count(), `at ${part}`).toBeLessThanOrEqual(MOST_ROWS);
  }
});

test('on a tall screen, too', async ({ page, sandbox, portal }) => {
  test.slow();
  await page.setViewportSize({ width: 1_280, height: 2_160 });
  await land(page, sandbox, portal);
  await loadAll(portal);
  await scrollToPart(page, portal, 0.5);
  expect(await portal.rows.count()).toBeLessThanOrEqual(MOST_ROWS);
});

test('the screen is full of rows wherever one scrolls to', async ({ page, sandbox, portal }) => {
  test.slow();
  await land(page, sandbox, portal);
  await loadAll(portal);
  for (const part of [0.1, 0.5, 0.9]) {
    await scrollToPart(page, portal, part);
    const edges = await portal.rows.evaluateAll((rows) => {
      const boxes = rows.map((row) => row.getBoundingClientRect());
      return { top: Math.min(...boxes.map((box) => box.top)), bottom: Math.max(...boxes.map((box) => box.bottom)) };
    });
    expect(edges.top, `at ${part}`).toBeLessThanOrEqual(0);
    expect(edges.bottom, `at ${part}`).toBeGreaterThanOrEqual(800);
  }
});

test('the rows that are drawn follow one another', async ({ page, sandbox, portal }) => {
  test.slow();
  await land(page, sandbox, portal);
  await loadAll(portal);
  for (const part of [0, 0.5, 1]) {
    await scrollToPart(page, portal, part);
    // At one moment: rows beyond those in sight are drawn when the list has come to rest.
    const rows = await portal.rows.evaluateAll((found) =>
      found.map((row) => ({ index: Number(row.getAttribute('aria-rowindex')), name: row.querySelector('th')?.textContent ?? '' })),
    );
    // Names end in their number, the newest being 0: its row is the first below the headings.
    const numbers = rows.map(({ name }) => Number(/\d{5}$/.exec(name)?.[0]));
    expect(rows.map(({ index }) => index), `at ${part}`).toEqual(numbers.map((number) => number + 2));
    expect(numbers, `at ${part}`).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  }
  expect((await portal.names()).at(-1)).toMatch(/09999$/);
});

test('after the first thousand the portal asks for no more by itself', async ({ page, sandbox, portal }) => {
  await page.clock.install();
  await land(page, sandbox, portal);
  const asked = await sandbox.count('portal.listKeys');
  expect(asked).toBeLessThanOrEqual(12);
  await page.clock.runFor(60_000);
  expect(await sandbox.count('portal.listKeys')).toBe(asked);
});

test('scrolling down brings the rest of the keys', async ({ page, sandbox, portal }) => {
  test.slow();
  await land(page, sandbox, portal);
  await scrollToPart(page, portal, 1);
  await expect(portal.count).toHaveText('10,000 keys', { timeout: 40_000 });
});

test('what one looks at stays where it is while more keys come below', async ({ page, sandbox, portal, openKeys }) => {
  // From the newest to the oldest: what comes later belongs below.
  const all = keys(1, 400).toReversed();
  const [first, second, ...rest] = listPages(all);
  if (!first || !second) throw new Error('a list of several pages');
  await sandbox.answer('portal.listKeys', first, { ...second, delayMs: 2_000 }, ...rest);
  await openKeys();
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, 600);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(600);
  const row = portal.row('Key 388');
  const top = () => row.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const before = await top();
  expect(before).toBeGreaterThan(0);
  await expect(portal.count).toHaveText('400 keys');
  expect(await top()).toBe(before);
});

test('a search after scrolling far shows what it found', async ({ page, sandbox, portal }) => {
  test.slow();
  await land(page, sandbox, portal);
  await loadAll(portal);
  await scrollToPart(page, portal, 0.8);
  await portal.search.fill('lagos importer');
  await expect(portal.count).toHaveText(/^\d+ of 10,000 keys$/);
  await expect.poll(() => rowsInSight(page, portal)).toBeGreaterThan(5);
  for (const name of await portal.names()) expect(name).toMatch(/^Lagos importer/);
});

test('on a phone, cards are drawn as needed, too', async ({ page, sandbox, portal }) => {
  test.slow();
  await page.setViewportSize({ width: 360, height: 740 });
  await land(page, sandbox, portal);
  await loadAll(portal);
  for (const part of [0.5, 1, 0.2]) {
    await page.evaluate((to) => scrollTo({ top: to * document.documentElement.scrollHeight, behavior: 'instant' }), part);
    await expect.poll(() => rowsInSight(page, portal), `at ${part}`).toBeGreaterThan(0);
    expect(await portal.rows.count(), `at ${part}`).toBeLessThanOrEqual(MOST_ROWS);
  }
  // The end can be reached.
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
  await expect.poll(async () => (await portal.names()).at(-1)).toMatch(/09999$/);
});

test('Back from a key far down leads to where one was', async ({ page, sandbox, portal, failures }) => {
  test.slow();
  failures.expectFailures(/getVerifications/, 403);
  await land(page, sandbox, portal);
  await loadAll(portal);
  await scrollToPart(page, portal, 0.5);
  const middle = Math.floor((await portal.rows.count()) / 2);
  const name = (await portal.names())[middle] ?? '';
  await portal.link(name).click();
  await expect(portal.screen(name)).toBeVisible();
  await page.goBack();
  await expect(portal.link(name)).toBeInViewport();
});

test('a key that is pressed while the list changes does not become another', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.fill('Production');
  await expect(portal.count).toHaveText('1 of 12 keys');
  await expect(page).toHaveURL(/q=/);
  const box = await portal.link('Production').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 8, (box?.y ?? 0) + 8);
  await page.mouse.down();
  await page.evaluate(() => {
    history.replaceState(history.state, '', '/keys?q=staging');
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
  });
  await expect(portal.link('Production')).toBeHidden();
  await page.mouse.up();
  await expect(portal.count).toHaveText('1 of 12 keys');
  await expect(page).toHaveURL(/\/keys\?q=staging$/);
});

test.describe('the pace', () => {
  test('a 429 on the way to all keys is waited out, and nothing is lost', async ({ sandbox, openKeys, portal, failures }) => {
    test.slow();
    failures.expectFailures(/listKeys/, 429);
    const pages = listPages(keys(1, 1_500));
    await sandbox.answer('portal.listKeys', ...pages.slice(0, 12), tooMany(3), ...pages.slice(12));
    await openKeys();
    await portal.loadAll.click({ timeout: 15_000 });
    await expect(portal.count).toHaveText('1,500 keys', { timeout: 20_000 });
    const requests = await sandbox.requests('portal.listKeys');
    const refused = requests.findIndex((request) => request.status === 429);
    expect(refused).toBe(12);
    expect((requests[refused + 1]?.atMs ?? 0) - (requests[refused]?.atMs ?? 0)).toBeGreaterThanOrEqual(3_000);
  });

  test('where few requests are left, the rest waits for the next ones', async ({ sandbox, openKeys, portal }) => {
    test.slow();
    const all = keys(1, 1_300);
    const pages = listPages(all);
    // The answer to the twelfth request says that it was the last for now.
    const spent = listPage(all.slice(1_100, 1_200), all[1_200]?.keyId, { 'ratelimit-limit': '12', 'ratelimit-remaining': '0', 'ratelimit-reset': '4' });
    await sandbox.answer('portal.listKeys', ...pages.slice(0, 11), spent, ...pages.slice(12));
    await openKeys();
    await portal.loadAll.click({ timeout: 15_000 });
    await expect(portal.count).toHaveText('1,300 keys', { timeout: 20_000 });
    const requests = await sandbox.requests('portal.listKeys');
    expect(requests).toHaveLength(13);
    expect((requests[12]?.atMs ?? 0) - (requests[11]?.atMs ?? 0)).toBeGreaterThanOrEqual(3_900);
  });

  test('one page is asked for after the other', async ({ page, sandbox, portal }) => {
    test.slow();
    await land(page, sandbox, portal);
    let open = 0;
    let most = 0;
    page.on('request', (request) => {
      if (request.url().includes('listKeys')) most = Math.max(most, (open += 1));
    });
    page.on('requestfinished', (request) => {
      if (request.url().includes('listKeys')) open -= 1;
    });
    await loadAll(portal);
    expect(most).toBe(1);
  });
});

test('a list that stops on the way to all says so, and goes on when asked to', async ({ sandbox, openKeys, portal, failures }) => {
  test.slow();
  failures.expectFailures(/listKeys/, 429);
  const pages = listPages(keys(1, 1_500));
  await sandbox.answer('portal.listKeys', ...pages.slice(0, 12), ...Array.from({ length: 5 }, () => tooMany(0)), ...pages.slice(12));
  await openKeys();
  await portal.loadAll.click({ timeout: 15_000 });
  await expect(portal.alert).toContainText('Loading stopped after 1,200 keys', { timeout: 15_000 });
  await expect(async () => {
    if (await portal.goOn.isVisible()) await portal.goOn.click();
    await expect(portal.count).toHaveText('1,500 keys', { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(portal.alert).toBeHidden();
});
