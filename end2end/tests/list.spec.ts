/** The list of keys: what people read there. */

import { DAY_MS, key, listPage, others } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

test('the list says of each key what people look for', async ({ openKeys, portal }) => {
  await openKeys('user_123');
  await expect(portal.table.getByRole('columnheader')).toHaveText([/^Name/, /^Key/, /^Status/, /^Created/, /^Expires/, /^Last used/, /^Actions/]);
  await expect(portal.rows).toHaveCount(12);
  await expect(portal.count).toHaveText('12 keys');
  for (const status of ['Active', 'Disabled', 'Expired']) {
    await expect(portal.table.getByRole('cell', { name: status, exact: true }).first()).toBeVisible();
  }
  await expect(portal.row('Unnamed key').first()).toBeVisible();
});

test('the whole of a moment is said where somebody points at it', async ({ sandbox, openKeys, portal }) => {
  const [first, second] = [Date.UTC(2026, 0, 2, 3, 4, 5), Date.UTC(2026, 1, 3, 4, 5, 6)];
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'First', createdAt: first }), key(2, { name: 'Second', createdAt: second }), ...others]));
  await openKeys();
  const created = portal.rows.first().getByRole('cell').nth(2);
  await created.hover();
  await expect(created).toHaveAttribute('title', /3 February 2026.*04:05:06/);
  await portal.search.fill('First');
  await expect(created).toHaveText('2 Jan 2026');
  await portal.rows.first().getByRole('rowheader').hover();
  await created.hover();
  await expect(created).toHaveAttribute('title', /2 January 2026.*03:04:05/);
});

test('the whole of a name that has no room is said where somebody points at it', async ({ sandbox, openKeys, portal }) => {
  const name = 'A name of a key '.repeat(12).trim();
  await sandbox.answer('portal.listKeys', listPage([key(1, { name })]));
  await openKeys();
  await portal.rows.first().getByText(name).hover();
  await expect(portal.rows.first().getByTitle(name)).toBeVisible();
});

test("whether a key has expired goes by the server's clock, not by this computer's", async ({ page, sandbox, openKeys, portal }) => {
  const now = Date.now();
  await page.clock.setFixedTime(now + 3 * DAY_MS);
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'Good for a day', expires: now + DAY_MS })], undefined, { date: new Date(now).toUTCString() }));
  await openKeys();
  await expect(portal.row('Good for a day').getByRole('cell', { name: 'Active', exact: true })).toBeVisible();
});

test('someone without keys is told so, and led back to the app', async ({ page, sandbox, portal }) => {
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_none' })));
  await expect(page.getByRole('heading', { name: 'No API keys yet' })).toBeVisible();
  await expect(page.getByText('Keys that Acme creates for you appear here.')).toBeVisible();
  await expect(portal.returnLink).toHaveAttribute('href', /account/);
  await expect(portal.screen('API keys')).toBeVisible();
  await expect(portal.table).toBeHidden();
  await expect(portal.alert).toBeHidden();
});

test('while the keys are on their way, the page says so', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.listKeys', { real: true, hold: true });
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(page.getByRole('status').filter({ hasText: 'Loading your keys' })).toBeAttached();
  await expect(portal.screen('API keys')).toBeVisible();
  await sandbox.release('portal.listKeys');
  await expect(portal.table).toBeVisible();
  await expect(page.getByText('Loading your keys')).toBeHidden();
});

test("two people's keys never mix: each sees their own", async ({ browser, servers, sandbox }) => {
  for (const [externalId, count] of [
    ['user_123', 12],
    [`${sandbox.user}_b`, 3],
  ] as const) {
    const context = await browser.newContext({ baseURL: servers.urls.portal });
    const page = await context.newPage();
    await page.goto(pathOf(await sandbox.createSession({ externalId })));
    await expect(page.getByRole('row').filter({ has: page.getByRole('rowheader') })).toHaveCount(count);
    await context.close();
  }
  const owners = (await sandbox.requests('portal.listKeys')).map((request) => request.externalId);
  expect(owners).toEqual(['user_123', `${sandbox.user}_b`]);
});
