/** Old and new keys after a rotation: told apart in the list and on their pages, and what is in view. */

import { DAY_MS, key, listPage } from '../harness/keys.ts';
import { landToRotate, ROTATES } from '../harness/rotation.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

test.beforeEach(async ({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']));

const STOPS_TOMORROW = /^Replaced · stops tomorrow \d\d:\d\d$/;

for (const [width, height] of [[1280, 800], [390, 844]] as const) {
  test(`${width} pixels wide, the new key’s row is in view with the focus, and both rows say which they are`, async ({ page, sandbox, portal }) => {
    await page.setViewportSize({ width, height });
    const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
    await rotation.finish('Production', /24 hours/);
    await rotation.copyAndClose();
    const fresh = portal.row('Production').filter({ has: page.getByText('New', { exact: true }) });
    await expect(fresh.getByRole('link')).toBeFocused();
    await expect(fresh).toBeInViewport({ ratio: 1 });
    const old = portal.row('Production').filter({ has: page.getByText(STOPS_TOMORROW) });
    await expect(old).toHaveCount(1);
    await old.scrollIntoViewIfNeeded();
    await expect(old.getByText(STOPS_TOMORROW)).toBeInViewport({ ratio: 1 });
  });
}

test('in another order, the new key’s row is scrolled to at the other end', async ({ page, sandbox, portal }) => {
  await page.setViewportSize({ width: 1280, height: 500 });
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.sortBy('Created');
  await expect(portal.column('Created')).toHaveAttribute('aria-sort', 'ascending');
  await rotation.finish('Old integration');
  await rotation.copyAndClose();
  const fresh = portal.rows.last();
  await expect(fresh.getByRole('rowheader')).toHaveText('Old integrationNew');
  await expect(fresh.getByRole('link')).toBeFocused();
  await expect(fresh).toBeInViewport({ ratio: 1 });
});

test('where a search hides the new key, the notice says so until it doesn’t, and its link has the focus', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  const start = (await portal.row('Production').getByRole('cell').first().innerText()).replace('…', '');
  await portal.search.fill(start);
  await expect(portal.rows).toHaveCount(1);
  await rotation.finish('Production', /24 hours/);
  await rotation.copyAndClose();
  const hidden = page.getByText('Your search or filters hide the new key.');
  await expect(hidden).toBeVisible();
  await expect(rotation.notice('Production').getByRole('link').first()).toBeFocused();
  await portal.search.fill('');
  await expect(hidden).toBeHidden();
  await expect(portal.search).toBeFocused();
});

test('a new key that nobody has leads to its notice', async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  await rotation.finish('Production', /24 hours/);
  await rotation.closeWithoutSecret();
  const again = rotation.notice('Production').getByRole('button', { name: 'Rotate the new key' });
  await expect(again).toBeFocused();
  await expect(again).toBeInViewport({ ratio: 1 });
});

test('both keys’ pages say which they are and lead to each other', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await portal.link('Staging').click();
  await expect(portal.screen('Staging')).toBeVisible();
  await rotation.finish('Staging', /24 hours/);
  await rotation.copyAndClose();
  await expect(portal.screen('Staging (old key)')).toBeVisible();
  await expect(page).toHaveTitle(/^Staging \(old key\)/);
  const newKey = page.getByRole('link', { name: /^Replaced by acme_\w+…/ });
  await expect(newKey).toBeFocused();
  await expect(page.getByRole('main')).toContainText(/Replaced by acme_\w+….*stops tomorrow \d\d:\d\d/);
  await newKey.click();
  await expect(portal.screen('Staging')).toBeVisible();
  await page.getByRole('link', { name: /^Replaces acme_\w+…/ }).click();
  await expect(portal.screen('Staging (old key)')).toBeVisible();
});

test('another browser says that a key was probably replaced, in the list and on both pages', async ({ page, browser, sandbox, portal, servers }) => {
  const other = await browser.newContext({ baseURL: servers.urls.portal, permissions: ['clipboard-write'] });
  const elsewhere = await other.newPage();
  const rotation = await landToRotate(elsewhere, sandbox);
  await rotation.finish('Production', /24 hours/);
  await other.close();
  await page.goto(pathOf(await sandbox.createSession({ permissions: ROTATES })));
  const old = portal.row('Production').filter({ has: page.getByText(/^Probably replaced · stops tomorrow \d\d:\d\d$/) });
  await old.getByRole('link').click();
  await expect(portal.screen('Production')).toBeVisible();
  await page.getByRole('link', { name: /^Probably replaced by acme_\w+…/ }).click();
  await expect(page.getByRole('link', { name: /^Probably replaces acme_\w+…/ })).toBeVisible();
});

test('keys of one name that were always two are not said to be replaced', async ({ page, sandbox, portal }) => {
  const now = Date.now();
  const yearly = (number: number, createdAt: number) => key(number, { name: 'Laptop', createdAt, expires: createdAt + 365 * DAY_MS });
  await sandbox.answer('portal.listKeys', listPage([yearly(1, now - 340 * DAY_MS), yearly(2, now - 3 * DAY_MS), key(3, { name: 'CI' }), key(4, { name: 'CI' })]));
  await landToRotate(page, sandbox);
  await portal.row('Laptop').last().getByRole('link').click();
  await expect(portal.screen('Laptop')).toBeVisible();
  await expect(page.getByText(/replaced/i)).toHaveCount(0);
});
