/** Keys of one kind: by status, soon to expire, never used. */

import { DAY_MS, key, keysOfEveryStatus, listPage } from '../harness/keys.ts';
import { HOUR_MS } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

for (const [status, names] of [
  ['Active', ['Over soon', 'Running']],
  ['Disabled', ['Off', 'Off and over']],
  ['Expired', ['Over']],
] as const) {
  test(`only the keys that are ${status.toLowerCase()} can be shown`, async ({ sandbox, openKeys, portal }) => {
    await sandbox.answer('portal.listKeys', listPage(keysOfEveryStatus()));
    await openKeys();
    await portal.status.selectOption(status);
    await expect(portal.count).toHaveText(`${names.length} of 5 keys`);
    expect((await portal.names()).sort()).toEqual(names);
    await portal.status.selectOption('Any status');
    await expect(portal.count).toHaveText('5 keys');
  });
}

/** Around the seven days that are "soon". */
function expiringKeys() {
  const now = Date.now();
  return [
    key(1, { name: 'In an hour', expires: now + HOUR_MS }),
    key(2, { name: 'In almost seven days', expires: now + 7 * DAY_MS - HOUR_MS }),
    key(3, { name: 'In more than seven days', expires: now + 7 * DAY_MS + HOUR_MS }),
    key(4, { name: 'Over already', expires: now - HOUR_MS }),
    key(5, { name: 'Never over' }),
  ];
}

test('expiring soon are the keys that end within seven days, and not those that have ended', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(expiringKeys()));
  await openKeys();
  await portal.expiringSoon.click();
  await expect(portal.expiringSoon).toHaveAttribute('aria-pressed', 'true');
  await expect(portal.count).toHaveText('2 of 5 keys');
  expect((await portal.names()).sort()).toEqual(['In almost seven days', 'In an hour']);
  await portal.expiringSoon.click();
  await expect(portal.expiringSoon).toHaveAttribute('aria-pressed', 'false');
  await expect(portal.count).toHaveText('5 keys');
});

test('an end within seven days is said in days, a later one by its date', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(expiringKeys()));
  await openKeys();
  await expect(portal.row('In almost seven days')).toContainText('in 6 days');
  await expect(portal.row('In more than seven days')).not.toContainText(/in \d+ days/);
  await expect(portal.row('In more than seven days')).toContainText(/\d{1,2} \w{3,4} \d{4}.*\d{1,2} \w{3,4} \d{4}/);
});

test('a key that ends soon is marked by more than its words', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(expiringKeys()));
  await openKeys();
  const weight = (name: string) =>
    portal.row(name).getByRole('cell').nth(3).evaluate((cell) => {
      const { color, fontWeight, backgroundColor } = getComputedStyle(cell);
      return [color, fontWeight, backgroundColor].join();
    });
  expect(await weight('In almost seven days')).not.toBe(await weight('In more than seven days'));
});

test('never used are the keys that the server knows no use of', async ({ sandbox, openKeys, portal }) => {
  const now = Date.now();
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'Fresh' }), key(2, { name: 'Busy', lastUsedAt: now - HOUR_MS }), key(3, { name: 'Forgotten', lastUsedAt: now - 900 * DAY_MS })]));
  await openKeys();
  await portal.neverUsed.click();
  await expect(portal.neverUsed).toHaveAttribute('aria-pressed', 'true');
  await expect(portal.count).toHaveText('1 of 3 keys');
  expect(await portal.names()).toEqual(['Fresh']);
});

test('filters and search hold together', async ({ openKeys, portal }) => {
  await openKeys('user_123');
  await portal.status.selectOption('Disabled');
  await expect(portal.count).toHaveText('2 of 12 keys');
  await portal.neverUsed.click();
  await expect(portal.count).toHaveText('1 of 12 keys');
  await portal.search.fill('integration');
  await expect(portal.count).toHaveText('0 of 12 keys');
  await portal.neverUsed.click();
  await expect(portal.count).toHaveText('1 of 12 keys');
  expect(await portal.names()).toEqual(['Old integration']);
});

test('one button takes the search and all filters away', async ({ openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.fill('nothing like this');
  await portal.status.selectOption('Disabled');
  await portal.neverUsed.click();
  await portal.expiringSoon.click();
  await portal.clear.click();
  await expect(portal.count).toHaveText('12 keys');
  await expect(portal.search).toHaveValue('');
  await expect(portal.status.getByRole('option', { selected: true })).toHaveText('Any status');
  await expect(portal.neverUsed).toHaveAttribute('aria-pressed', 'false');
  await expect(portal.expiringSoon).toHaveAttribute('aria-pressed', 'false');
});

test('a key that ends while one looks at the active ones goes from them', async ({ page, sandbox, openKeys, portal }) => {
  const now = Date.now();
  await page.clock.install({ time: now });
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'Lasting' }), key(2, { name: 'Ending', expires: now + 30 * 60_000 })], undefined, { date: new Date(now).toUTCString() }));
  await openKeys();
  await portal.status.selectOption('Active');
  await expect(portal.count).toHaveText('2 of 2 keys');
  await page.clock.fastForward(32 * 60_000);
  await expect(portal.count).toHaveText('1 of 2 keys');
  expect(await portal.names()).toEqual(['Lasting']);
});
