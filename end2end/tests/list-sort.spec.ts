/** The list's order. What comes before what is decided in `core`: keys::index. */

import { DAY_MS, key, keys, listPage, listPages, others } from '../harness/keys.ts';
import { expect, test } from '../harness/test.ts';

test('the newest keys come first, however the server’s pages come', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages([...keys(1, 90), ...keys(200, 290), ...keys(91, 199)]));
  await openKeys();
  await expect(portal.count).toHaveText('290 keys');
  await expect.poll(async () => (await portal.names()).slice(0, 3)).toEqual(['Key 290', 'Key 289', 'Key 288']);
  await expect(portal.column('Created')).toHaveAttribute('aria-sort', 'descending');
  await expect(portal.table.locator('[aria-sort]')).toHaveCount(1);
});

/** No column has these in the order of another. */
function mixed() {
  const now = Date.now();
  return [
    key(1, { name: 'Bravo', start: 'acme_d', expires: now + 30 * DAY_MS, lastUsedAt: now - 2 * DAY_MS, createdAt: now - 300 * DAY_MS }),
    key(2, { name: 'älpha', start: 'acme_b', expires: now + 10 * DAY_MS, lastUsedAt: now - 40 * DAY_MS, createdAt: now - 200 * DAY_MS }),
    key(3, { name: 'delta', start: 'acme_a', expires: now - 5 * DAY_MS, lastUsedAt: now - 6 * DAY_MS, createdAt: now - 400 * DAY_MS }),
    key(4, { name: 'Çharlie', start: 'acme_c', expires: now + 90 * DAY_MS, lastUsedAt: now - 9 * DAY_MS, createdAt: now - 100 * DAY_MS }),
  ];
}

test('the keys can be put in the order of each column, both ways; names by the alphabet, whatever their accents and case', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(mixed()));
  await openKeys();
  for (const [column, ascending] of [
    ['Name', ['älpha', 'Bravo', 'Çharlie', 'delta']],
    ['Key', ['delta', 'älpha', 'Çharlie', 'Bravo']],
    ['Expires', ['delta', 'älpha', 'Bravo', 'Çharlie']],
    ['Last used', ['älpha', 'Çharlie', 'delta', 'Bravo']],
    ['Created', ['delta', 'Bravo', 'älpha', 'Çharlie']],
  ] as const) {
    const orders = { ascending, descending: ascending.toReversed() };
    const seen = new Set<string>();
    for (let presses = 0; presses < 2; presses += 1) {
      const before = await portal.column(column).getAttribute('aria-sort');
      await portal.sortBy(column);
      await expect(portal.column(column)).not.toHaveAttribute('aria-sort', before ?? 'none');
      await expect(portal.column(column)).toHaveAttribute('aria-sort', /^(a|de)scending$/);
      const order = (await portal.column(column).getAttribute('aria-sort')) as keyof typeof orders;
      await expect.poll(() => portal.names(), `${column} ${order}`).toEqual(orders[order]);
      seen.add(order);
    }
    expect([...seen].sort(), column).toEqual(['ascending', 'descending']);
  }
});

test('another order brings the rest of the keys: it is the order of all', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages([...keys(1, 1_200), key(1_201, { name: '0 comes first' })]));
  await openKeys();
  await expect(portal.loadAll).toBeVisible();
  await portal.sortBy('Name');
  await expect(portal.count).toHaveText('1,201 keys');
  await expect(portal.rows.first()).toContainText('0 comes first');
});

test('a change of order keeps the focus on the heading that was pressed', async ({ openKeys, portal }) => {
  await openKeys();
  const button = portal.column('Name').getByRole('button');
  await button.press('Enter');
  await expect(portal.column('Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect(button).toBeFocused();
  await button.press('Enter');
  await expect(portal.column('Name')).toHaveAttribute('aria-sort', 'descending');
  await expect(button).toBeFocused();
});

test('on a phone, where no headings are, the order can be chosen from a list', async ({ page, sandbox, openKeys, portal }) => {
  await page.setViewportSize({ width: 390, height: 740 });
  await sandbox.answer('portal.listKeys', listPage([...mixed(), ...others]));
  await openKeys();
  const order = page.getByRole('combobox', { name: 'Sort by' });
  await portal.filter.click();
  await expect(order.getByRole('option', { selected: true })).toHaveText('Newest first');
  await order.selectOption('Name, A to Z');
  await expect.poll(async () => (await portal.names()).slice(0, 4)).toEqual(['älpha', 'Bravo', 'Çharlie', 'delta']);
  await order.selectOption('Name, Z to A');
  await expect.poll(async () => (await portal.names()).slice(-4)).toEqual(['delta', 'Çharlie', 'Bravo', 'älpha']);
  await portal.done.click();
  await expect(order).toBeHidden();
});
