/** What a screen reader is told of the list: its rows, its order, and in a live region how many keys are shown. */

import { installClock } from '../harness/clock.ts';
import { Announcements } from '../harness/announcements.ts';
import { keys, listPages, pagesThenHeld } from '../harness/keys.ts';
import { expect, test } from '../harness/test.ts';

test('the table says how many rows it has and which of them each is, the drawn ones being few of them', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 300)));
  await openKeys();
  await expect(portal.count).toHaveText('300 keys');
  // The headings are a row, too.
  await expect(portal.table).toHaveAttribute('aria-rowcount', '301');
  await expect(portal.table.getByRole('row').first()).toHaveAttribute('aria-rowindex', '1');
  await expect(portal.rows.first()).toHaveAttribute('aria-rowindex', '2');
  await portal.rows.first().getByRole('link').focus();
  await page.keyboard.press('End');
  await expect(portal.link('Key 1')).toBeFocused();
  await expect(portal.rows.last()).toHaveAttribute('aria-rowindex', '301');
  // No row without a key is read out.
  expect(await portal.rows.count()).toBeLessThan(100);
  await expect(portal.table.getByRole('row').filter({ hasNot: page.getByRole('rowheader') })).toHaveCount(1);
  await portal.search.fill('key 177');
  await expect(portal.count).toHaveText('1 of 300 keys');
  await expect(portal.table).toHaveAttribute('aria-rowcount', '2');
});

test('the column that the list goes by is said, and which way', async ({ openKeys, portal }) => {
  await openKeys();
  await expect(portal.column('Created')).toHaveAttribute('aria-sort', 'descending');
  await expect(portal.table.locator('[aria-sort]')).toHaveCount(1);
  await portal.sortBy('Name');
  await expect(portal.column('Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect(portal.table.locator('[aria-sort]')).toHaveCount(1);
});

test('the result of a search and of a filter is read out, and that all keys are back', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  const status = (text: RegExp) => page.getByRole('status').filter({ hasText: text });
  await portal.search.fill('stag');
  await expect(status(/^1 of 12 keys$/)).toBeAttached();
  await portal.search.fill('nothing like this');
  await expect(status(/^0 of 12 keys|No keys match/)).toBeAttached();
  await portal.search.fill('');
  await portal.status.selectOption('Disabled');
  await expect(status(/^2 of 12 keys$/)).toBeAttached();
  await portal.status.selectOption('Any status');
  await expect(status(/^12 keys$/)).toBeAttached();
});

test('a search is not read out letter by letter', async ({ page, openKeys, portal }) => {
  const announcements = await Announcements.record(page);
  // Time stands still while it is typed, however slow the computer is.
  await installClock(page);
  await openKeys('user_123');
  await expect(portal.count).toHaveText('12 keys');
  await page.clock.pauseAt(Date.now() + 60_000);
  await portal.search.pressSequentially('staging');
  await expect(portal.count).toHaveText('1 of 12 keys');
  await page.clock.resume();
  await expect(page.getByRole('status').filter({ hasText: /^1 of 12 keys$/ })).toBeAttached();
  expect(await announcements.all(/ of 12 keys/)).toEqual(['1 of 12 keys']);
});

test('what is found so far is said to be so far', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...pagesThenHeld(keys(1, 200)));
  await openKeys();
  await portal.search.fill('key 177');
  await expect(page.getByRole('status').filter({ hasText: '1 match · searched 200 of your keys…' })).toBeAttached();
});

test('while many pages of keys are being loaded, nobody has to hear of each', async ({ page, sandbox, openKeys, portal }) => {
  const announcements = await Announcements.record(page);
  await installClock(page);
  const pages = listPages(keys(1, 3_000));
  await sandbox.answer('portal.listKeys', ...pages.slice(0, 11), ...pages.slice(11).map((answer) => ({ ...answer, hold: true as const })));
  await openKeys();
  await portal.loadAll.click();
  await sandbox.untilHeld('portal.listKeys');
  await page.clock.pauseAt(Date.now() + 2_000);
  const before = (await announcements.all(/keys/)).length;
  // A page each tenth of a second, however fast this computer is: 19 pages.
  for (let loaded = 1_100; loaded < 3_000; loaded += 100) {
    await sandbox.release('portal.listKeys');
    await expect(portal.count).toContainText((loaded + 100).toLocaleString('en-GB'));
    await page.clock.runFor(100);
  }
  await expect(portal.count).toHaveText('3,000 keys');
  await page.clock.resume();
  await expect(page.getByRole('status').filter({ hasText: /^3,000 keys$/ })).toBeAttached();
  expect((await announcements.all(/keys/)).length - before).toBeLessThanOrEqual(4);
});
