/** The list's order. */

import { DAY_MS, key, keys, listPage, listPages } from '../harness/keys.ts';
import { expect, test } from '../harness/test.ts';

test('the newest keys come first', async ({ sandbox, openKeys, portal }) => {
  // In the order of the server, which means nothing.
  await sandbox.answer('portal.listKeys', listPage([key(2), key(9), key(4), key(7)]));
  await openKeys();
  expect(await portal.names()).toEqual(['Key 9', 'Key 7', 'Key 4', 'Key 2']);
  await expect(portal.column('Created')).toHaveAttribute('aria-sort', 'descending');
});

test('once complete, a list of several pages has the newest first', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages([...keys(1, 90), ...keys(200, 290), ...keys(91, 199)]));
  await openKeys();
  await expect(portal.count).toHaveText('290 keys');
  expect((await portal.names()).slice(0, 3)).toEqual(['Key 290', 'Key 289', 'Key 288']);
});

/** No column has these in the order of another. */
function mixed() {
  const now = Date.now();
  return [
    key(1, { name: 'Bravo', start: 'acme_d', expires: now + 30 * DAY_MS, lastUsedAt: now - 2 * DAY_MS, createdAt: now - 300 * DAY_MS }),
    key(2, { name: 'Alpha', start: 'acme_b', expires: now + 10 * DAY_MS, lastUsedAt: now - 40 * DAY_MS, createdAt: now - 200 * DAY_MS }),
    key(3, { name: 'Delta', start: 'acme_a', expires: now - 5 * DAY_MS, lastUsedAt: now - 6 * DAY_MS, createdAt: now - 400 * DAY_MS }),
    key(4, { name: 'Charlie', start: 'acme_c', expires: now + 90 * DAY_MS, lastUsedAt: now - 9 * DAY_MS, createdAt: now - 100 * DAY_MS }),
  ];
}

for (const [column, ascending] of [
  ['Name', ['Alpha', 'Bravo', 'Charlie', 'Delta']],
  ['Key', ['Delta', 'Alpha', 'Charlie', 'Bravo']],
  ['Expires', ['Delta', 'Alpha', 'Bravo', 'Charlie']],
  ['Last used', ['Alpha', 'Charlie', 'Delta', 'Bravo']],
  ['Created', ['Delta', 'Bravo', 'Alpha', 'Charlie']],
] as const) {
  test(`the keys can be put in the order of ${column}, both ways`, async ({ sandbox, openKeys, portal }) => {
    await sandbox.answer('portal.listKeys', listPage(mixed()));
    await openKeys();
    const orders = { ascending, descending: ascending.toReversed() };
    const seen = new Set<string>();
    for (let presses = 0; presses < 2; presses += 1) {
      await portal.sortBy(column);
      await expect(portal.column(column)).toHaveAttribute('aria-sort', /^(a|de)scending$/);
      const order = (await portal.column(column).getAttribute('aria-sort')) as keyof typeof orders;
      await expect.poll(() => portal.names(), order).toEqual(orders[order]);
      seen.add(order);
    }
    expect([...seen].sort()).toEqual(['ascending', 'descending']);
  });
}

test('the keys can be put in the order of their status', async ({ openKeys, portal }) => {
  await openKeys('user_123');
  await portal.sortBy('Status');
  const statuses = await portal.rows.getByRole('cell', { name: /^(Active|Disabled|Expired)$/ }).allInnerTexts();
  expect(statuses).toHaveLength(12);
  // Each status in one piece.
  expect(statuses.filter((status, index) => status !== statuses[index - 1])).toHaveLength(3);
});

test('names go by the alphabet, whatever their accents and case', async ({ sandbox, openKeys, portal }) => {
  const names = ['zebra', 'Éclair', 'apple', 'Zoo', 'eclipse', 'Äpfel'];
  await sandbox.answer('portal.listKeys', listPage(names.map((name, index) => key(index, { name }))));
  await openKeys();
  await portal.sortBy('Name');
  await expect(portal.column('Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(() => portal.names()).toEqual(['Äpfel', 'apple', 'Éclair', 'eclipse', 'zebra', 'Zoo']);
});

test('keys that never expire stand together, before or after those that do', async ({ sandbox, openKeys, portal }) => {
  const now = Date.now();
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'Never 1' }), key(2, { name: 'Later', expires: now + 50 * DAY_MS }), key(3, { name: 'Never 2' }), key(4, { name: 'Sooner', expires: now + 20 * DAY_MS })]));
  await openKeys();
  await portal.sortBy('Expires');
  const order = (await portal.names()).map((name) => name.replace(/ \d$/, ''));
  expect([order.slice(0, 2), order.slice(2)]).toContainEqual(['Never', 'Never']);
});

test('another order brings the rest of the keys: it is the order of all', async ({ sandbox, openKeys, portal }) => {
  test.slow();
  await sandbox.answer('portal.listKeys', ...listPages([...keys(1, 1_500), key(1_501, { name: '0 comes first' })]));
  await openKeys();
  await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
  await portal.sortBy('Name');
  await expect(portal.count).toHaveText('1,501 keys', { timeout: 20_000 });
  await expect(portal.rows.first()).toContainText('0 comes first');
});

test('the order stays when a search narrows the list', async ({ openKeys, portal }) => {
  await openKeys('user_123');
  await portal.sortBy('Name');
  await portal.search.fill('ex');
  await expect(portal.count).toHaveText(/ of 12 keys$/);
  const names = await portal.names();
  expect(names.length).toBeGreaterThan(1);
  expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'en')));
});

test('a change of order keeps the focus on the heading that was pressed', async ({ openKeys, portal }) => {
  await openKeys();
  const button = portal.column('Name').getByRole('button');
  await button.press('Enter');
  await expect(button).toBeFocused();
  await button.press('Enter');
  await expect(button).toBeFocused();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('where no headings are, the order can be chosen from a list', async ({ page, sandbox, openKeys, portal }) => {
    await sandbox.answer('portal.listKeys', listPage(mixed()));
    await openKeys();
    const order = page.getByRole('combobox', { name: 'Sort by' });
    await expect(order.getByRole('option', { selected: true })).toHaveText('Created ↓');
    await order.selectOption('Name ↑');
    await expect.poll(() => portal.names()).toEqual(['Alpha', 'Bravo', 'Charlie', 'Delta']);
    await order.selectOption('Name ↓');
    await expect.poll(() => portal.names()).toEqual(['Delta', 'Charlie', 'Bravo', 'Alpha']);
  });
});
