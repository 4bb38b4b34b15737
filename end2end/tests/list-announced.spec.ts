/** What a screen reader is told of the list. */

import { Announcements } from '../harness/announcements.ts';
import { keys, listPage, listPages, pagesThatWait } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

test('the table says how many rows it has, the drawn ones being few of them', async ({ page, sandbox, portal }) => {
  test.slow();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many' })));
  await portal.loadAll.click({ timeout: 15_000 });
  await expect(portal.count).toHaveText('10,000 keys', { timeout: 30_000 });
  // The headings are a row, too.
  await expect(portal.table).toHaveAttribute('aria-rowcount', '10001');
  await portal.search.fill('berlin checkout');
  await expect(portal.count).toHaveText('209 of 10,000 keys');
  await expect(portal.table).toHaveAttribute('aria-rowcount', '210');
});

test('each row says which of them it is', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 300)));
  await openKeys();
  await expect(portal.count).toHaveText('300 keys');
  const indices = () => portal.rows.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
  await expect(portal.table.getByRole('row').first()).toHaveAttribute('aria-rowindex', '1');
  expect((await indices())[0]).toBe(2);
  await portal.rows.first().getByRole('link').focus();
  await page.keyboard.press('End');
  await expect(portal.link('Key 1')).toBeFocused();
  await expect.poll(async () => (await indices()).at(-1)).toBe(301);
});

test('no row without a key is read out', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 300)));
  await openKeys();
  await expect(portal.count).toHaveText('300 keys');
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, 6_000);
  await expect.poll(async () => (await portal.names())[0]).not.toBe('Key 300');
  const all = await portal.table.getByRole('row').count();
  expect(all).toBe((await portal.rows.count()) + 1);
});

test('the column that the list goes by is said, and which way', async ({ openKeys, portal }) => {
  await openKeys('user_123');
  await expect(portal.column('Created')).toHaveAttribute('aria-sort', 'descending');
  await expect(portal.table.locator('[aria-sort]')).toHaveCount(1);
  await portal.sortBy('Name');
  await expect(portal.column('Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect(portal.table.locator('[aria-sort]')).toHaveCount(1);
  await portal.sortBy('Name');
  await expect(portal.column('Name')).toHaveAttribute('aria-sort', 'descending');
});

test('the result of a search is read out', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.fill('stag');
  await expect(page.getByRole('status').filter({ hasText: /^1 of 12 keys$/ })).toBeAttached();
});

test('of ten thousand keys, too: "12 of 10,000 keys"', async ({ page, sandbox, portal }) => {
  test.slow();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many' })));
  await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
  await portal.search.fill('berlin checkout 001');
  await expect(portal.count).toHaveText(/^\d+ of 10,000 keys$/, { timeout: 30_000 });
  const count = await portal.count.textContent();
  await expect(page.getByRole('status').filter({ hasText: `${count}` })).toBeAttached();
});

test('a search is not read out letter by letter', async ({ page, sandbox, portal }) => {
  const announcements = new Announcements(page);
  await announcements.listen();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await expect(portal.count).toHaveText('12 keys');
  await portal.search.pressSequentially('staging', { delay: 30 });
  await expect(page.getByRole('status').filter({ hasText: /^1 of 12 keys$/ })).toBeAttached();
  expect((await announcements.said(/ of 12 keys/)).length).toBeLessThanOrEqual(2);
});

test('a search that finds nothing is read out as such', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.fill('nothing like this');
  await expect(page.getByRole('status').filter({ hasText: /^0 of 12 keys|No keys match/ })).toBeAttached();
});

test('a filter’s result is read out, and that all are back', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.status.selectOption('Disabled');
  await expect(page.getByRole('status').filter({ hasText: /^2 of 12 keys$/ })).toBeAttached();
  await portal.status.selectOption('Any status');
  await expect(page.getByRole('status').filter({ hasText: /^12 keys$/ })).toBeAttached();
});

test('what is found so far is said to be so far', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...pagesThatWait(keys(1, 200)));
  await openKeys();
  await portal.search.fill('key 177');
  await expect(page.getByRole('status').filter({ hasText: /^1 in 200 of the keys so far/ })).toBeAttached();
});

test('while ten thousand keys are being loaded, nobody has to hear of each page', async ({ page, sandbox, portal }) => {
  test.slow();
  const announcements = new Announcements(page);
  await announcements.listen();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many' })));
  await portal.loadAll.click({ timeout: 15_000 });
  await expect(portal.count).toHaveText('10,000 keys', { timeout: 30_000 });
  await expect(page.getByRole('status').filter({ hasText: /^10,000 keys$/ })).toBeAttached();
  // Over a hundred pages.
  expect((await announcements.said(/keys/)).length).toBeLessThanOrEqual(12);
});

test('the filters are said to be pressed or not', async ({ page, openKeys }) => {
  await openKeys();
  for (const name of ['Expiring soon', 'Never used']) {
    const button = page.getByRole('button', { name, exact: true });
    await expect(button).toHaveAttribute('aria-pressed', 'false');
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'false');
  }
});

test('search and filters are together in a search', async ({ page, openKeys, portal }) => {
  await openKeys();
  const search = page.getByRole('search');
  await expect(search.getByRole('searchbox')).toHaveAccessibleName('Search keys');
  await expect(search.getByRole('combobox', { name: 'Status' })).toBeVisible();
  await expect(search.getByRole('button', { name: 'Never used' })).toBeVisible();
  await expect(portal.search).toBeVisible();
});

test('a list of one page says its rows, too', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 4)));
  await openKeys();
  await expect(portal.table).toHaveAttribute('aria-rowcount', '5');
});
