/** Keys of one kind: by status, soon to expire, never used. Which those are is decided in `core`: keys::view. */

import { installClock } from '../harness/clock.ts';
import { DAY_MS, key, keysOfEveryStatus, listPage, others } from '../harness/keys.ts';
import { HOUR_MS, MINUTE_MS } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

test('only the keys of one status can be shown', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([...keysOfEveryStatus(), ...others]));
  await openKeys();
  for (const [status, names] of [
    ['Active', [...others.map(({ name }) => name), 'Over soon', 'Running']],
    ['Disabled', ['Off', 'Off and over']],
    ['Expired', ['Over']],
  ] as const) {
    await portal.status.selectOption(status);
    await expect(portal.count).toHaveText(`${names.length} of 13 keys`);
    await expect.poll(async () => (await portal.names()).sort()).toEqual(names);
  }
  await portal.status.selectOption('Any status');
  await expect(portal.count).toHaveText('13 keys');
});

test('only those can be shown that expire soon, or that were never used', async ({ sandbox, openKeys, portal }) => {
  const now = Date.now();
  await sandbox.answer(
    'portal.listKeys',
    listPage([
      key(1, { name: 'In an hour', expires: now + HOUR_MS, lastUsedAt: now - HOUR_MS }),
      key(2, { name: 'In more than seven days', expires: now + 7 * DAY_MS + HOUR_MS, lastUsedAt: now - 900 * DAY_MS }),
      key(3, { name: 'Fresh' }),
      key(4, { name: 'In an hour, but disabled', expires: now + HOUR_MS, lastUsedAt: now, enabled: false }),
      ...others,
    ]),
  );
  await openKeys();
  for (const [button, name] of [
    [portal.expiringSoon, 'In an hour'],
    [portal.neverUsed, 'Fresh'],
  ] as const) {
    await expect(button).toHaveAttribute('aria-pressed', 'false');
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    await expect(portal.count).toHaveText('1 of 12 keys');
    expect(await portal.names()).toEqual([name]);
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'false');
    await expect(portal.count).toHaveText('12 keys');
  }
});

test('an end within seven days is said in days and marked by more than words, a later one by its date', async ({ sandbox, openKeys, portal }) => {
  const now = Date.now();
  const days = (time: number) => Math.floor(time / DAY_MS);
  await sandbox.answer(
    'portal.listKeys',
    listPage([key(1, { name: 'In almost seven days', expires: now + 7 * DAY_MS - HOUR_MS }), key(2, { name: 'In more than seven days', expires: now + 7 * DAY_MS + HOUR_MS })]),
  );
  await openKeys();
  await expect(portal.row('In almost seven days')).toContainText(`in ${days(now + 7 * DAY_MS - HOUR_MS) - days(now)} days`);
  await expect(portal.row('In more than seven days')).not.toContainText(/in \d+ days/);
  await expect(portal.row('In more than seven days')).toContainText(/\d{1,2} \w{3,4} \d{4}.*\d{1,2} \w{3,4} \d{4}/);
  const look = (name: string) =>
    portal.row(name).getByRole('cell').nth(3).evaluate((cell) => {
      const { color, fontWeight, backgroundColor } = getComputedStyle(cell);
      return [color, fontWeight, backgroundColor].join();
    });
  expect(await look('In almost seven days')).not.toBe(await look('In more than seven days'));
});

test('filters and search hold together, and one button takes them all away', async ({ openKeys, portal }) => {
  await openKeys('user_123');
  await portal.status.selectOption('Disabled');
  await expect(portal.count).toHaveText('2 of 12 keys');
  await portal.neverUsed.click();
  await expect(portal.count).toHaveText('1 of 12 keys');
  await portal.search.fill('integration');
  await expect(portal.count).toHaveText('0 of 12 keys');
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
  await installClock(page, { time: now });
  await sandbox.answer('portal.listKeys', listPage([...others, key(2, { name: 'Ending', expires: now + 30 * MINUTE_MS })], undefined, { date: new Date(now).toUTCString() }));
  await openKeys();
  await portal.status.selectOption('Active');
  await expect(portal.count).toHaveText('9 of 9 keys');
  await page.clock.fastForward(32 * MINUTE_MS);
  await expect(portal.count).toHaveText('8 of 9 keys');
  expect(await portal.names()).not.toContain('Ending');
});
