/** Only the rows in sight are drawn, and the rest comes when it is asked for. */

import type { Page } from '@playwright/test';
import { heldSecondPage, keys, listPages } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import { pathOf, type Sandbox } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';
import type { Portal } from '../harness/portal.ts';

/** What the page may hold of a list, however long it is. */
const MOST_ROWS = 60;

/** Lands with so many keys, and loads them all. */
async function landWith(count: number, { page, sandbox, portal }: { page: Page; sandbox: Sandbox; portal: Portal }): Promise<void> {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, count)));
  await landToRotate(page, sandbox);
  if (count > 1_000) await portal.loadAll.click();
  await expect(portal.count).toHaveText(`${count.toLocaleString('en-GB')} keys`);
}

/** To a part of the page, from 0 (its top) to 1 (its end), and waits until rows are drawn there. */
async function scrollToPart(page: Page, portal: Portal, part: number): Promise<void> {
  await page.evaluate((to) => scrollTo({ top: to * document.documentElement.scrollHeight, behavior: 'instant' }), part);
  await expect.poll(() => rowsInSight(page, portal)).toBeGreaterThan(1);
}

function rowsInSight(page: Page, portal: Portal): Promise<number> {
  const height = page.viewportSize()?.height ?? 0;
  return portal.rows.evaluateAll(
    (rows, bottom) => rows.filter((row) => row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < bottom).length,
    height,
  );
}

/** The rows that are drawn, at one moment: those beyond the ones in sight are drawn when the list has come to rest. */
function drawnRows(portal: Portal): Promise<{ index: number; name: string; top: number; bottom: number }[]> {
  return portal.rows.evaluateAll((rows) =>
    rows.map((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return { index: Number(row.getAttribute('aria-rowindex')), name: row.querySelector('th')?.textContent ?? '', top, bottom };
    }),
  );
}

test('of 10,000 keys at most 60 rows are in the page wherever one scrolls, they fill the screen and follow one another', async ({ page, sandbox, portal }) => {
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many' })));
  await portal.loadAll.click();
  await expect(portal.count).toHaveText('10,000 keys');
  expect(await portal.rowCount()).toBe(10_000);
  for (const part of [0, 0.001, 0.25, 0.5, 0.731, 1, 0.4, 0]) {
    await scrollToPart(page, portal, part);
    expect(await portal.table.locator('tr').count(), `at ${part}`).toBeLessThanOrEqual(MOST_ROWS + 3);
    const rows = await drawnRows(portal);
    expect(rows.length, `at ${part}`).toBeLessThanOrEqual(MOST_ROWS);
    // Names end in their number, the newest being 0: its row is the first below the headings.
    const numbers = rows.map(({ name }) => Number(/\d{5}$/.exec(name)?.[0]));
    expect(rows.map(({ index }) => index), `at ${part}`).toEqual(numbers.map((number) => number + 2));
    expect(numbers, `at ${part}`).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    const edges = [Math.min(...rows.map(({ top }) => top)) <= 0, Math.max(...rows.map(({ bottom }) => bottom)) >= 800];
    const isAmidst = part > 0.01 && part < 0.99;
    expect(isAmidst ? edges : [true, true], `rows from the top of the screen to its bottom at ${part}`).toEqual([true, true]);
  }
  await scrollToPart(page, portal, 1);
  await expect.poll(async () => (await portal.names()).at(-1)).toMatch(/09999$/);
  // A search after scrolling far shows what it found.
  await portal.search.fill('lagos importer');
  await expect(portal.count).toHaveText(/^\d+ of 10,000 keys$/);
  await expect.poll(() => rowsInSight(page, portal)).toBeGreaterThan(5);
  for (const name of await portal.names()) expect(name).toMatch(/^Lagos importer/);
});

test('on a tall screen, too, at most 60 rows are in the page', async ({ page, sandbox, portal }) => {
  await page.setViewportSize({ width: 1_280, height: 2_160 });
  await landWith(500, { page, sandbox, portal });
  await scrollToPart(page, portal, 0.5);
  expect(await portal.rows.count()).toBeLessThanOrEqual(MOST_ROWS);
});

test('on a phone, cards are drawn as needed, too', async ({ page, sandbox, portal }) => {
  await page.setViewportSize({ width: 390, height: 740 });
  await landWith(500, { page, sandbox, portal });
  for (const part of [0.5, 1, 0.2]) {
    await scrollToPart(page, portal, part);
    expect(await portal.rows.count(), `at ${part}`).toBeLessThanOrEqual(MOST_ROWS);
  }
  // The end can be reached.
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
  await expect(portal.link('Key 1')).toBeInViewport();
});

test('scrolling down brings the rest of the keys', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 1_500)));
  await openKeys();
  await expect(portal.loadAll).toBeVisible();
  for (const count of ['1,100+', '1,200+', '1,300+', '1,400+', '1,500']) {
    await scrollToPart(page, portal, 1);
    await expect(portal.count).toHaveText(`${count} keys`);
  }
});

test('what one looks at stays where it is while more keys come below', async ({ page, sandbox, portal, openKeys }) => {
  // From the newest to the oldest: what comes later belongs below.
  const all = keys(1, 200).toReversed();
  await sandbox.answer('portal.listKeys', ...heldSecondPage(all.slice(0, 100), all.slice(100)));
  await openKeys();
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, 600);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(600);
  const row = portal.row('Key 188');
  const top = () => row.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const before = await top();
  expect(before).toBeGreaterThan(0);
  await sandbox.release('portal.listKeys');
  await expect(portal.count).toHaveText('200 keys');
  expect(await top()).toBe(before);
});

test('Back from a key far down leads to where one was', async ({ page, sandbox, portal }) => {
  await landWith(1_500, { page, sandbox, portal });
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
    history.replaceState(history.state as unknown, '', '/keys?q=staging');
    dispatchEvent(new PopStateEvent('popstate', { state: history.state as unknown }));
  });
  await expect(portal.link('Production')).toBeHidden();
  await page.mouse.up();
  await expect(portal.count).toHaveText('1 of 12 keys');
  await expect(page).toHaveURL(/\/keys\?q=staging$/);
});
