/** The list on a phone, and a list of few keys. */

import { key, keys, listPage } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test.beforeEach(async ({ page, sandbox }) => {
    await landToRotate(page, sandbox, { externalId: 'user_123' });
  });

  test('the first keys are in sight, a key takes three lines, and what a finger needs is large enough', async ({ page, portal }) => {
    await expect(portal.link('Expiring today')).toBeInViewport({ ratio: 1 });
    expect(await portal.rows.first().evaluate((row) => row.getBoundingClientRect().height)).toBeLessThanOrEqual(100);
    const rotate = page.getByRole('button', { name: 'Rotate Staging' });
    for (const control of [portal.search, portal.filter, rotate, portal.link('Staging'), page.getByRole('button', { name: 'More actions' })]) {
      expect((await control.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
    expect(await portal.search.evaluate((input) => parseFloat(getComputedStyle(input).fontSize))).toBeGreaterThanOrEqual(16);
    await expect(page.getByRole('button', { name: 'Keyboard shortcuts' })).toBeHidden();
  });

  test('filters are in a sheet, and those that are set stay in sight', async ({ page, portal }) => {
    await expect(portal.status).toBeHidden();
    await portal.filter.tap();
    await portal.status.selectOption('Disabled');
    await portal.neverUsed.tap();
    await portal.done.tap();
    await expect(portal.neverUsed).toBeHidden();
    await expect(portal.count).toHaveText('1 of 12 keys');
    await expect(page.getByText('Disabled · Never used')).toBeInViewport();
    await page.getByRole('button', { name: 'Clear filters' }).tap();
    await expect(portal.count).toHaveText('12 keys');
    await expect(page.getByText('Disabled · Never used')).toBeHidden();
  });

  test('what can be done with all keys is in a menu, and works from there', async ({ page, portal }) => {
    const more = page.getByRole('button', { name: 'More actions' });
    await more.tap();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).tap();
    await download;
    await expect(page.getByText('Exported 12 keys.').first()).toBeVisible();
    await more.tap();
    await page.getByRole('button', { name: 'Is this key mine?' }).tap();
    await expect(page.getByRole('dialog', { name: 'Is this key mine?' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(more).toBeFocused();
    await expect(portal.table).toBeVisible();
  });
});

test('fewer than eight keys need no search, unless one is set', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 7)), listPage(keys(1, 7)), listPage(keys(1, 8)));
  await openKeys();
  await expect(portal.rows).toHaveCount(7);
  await expect(portal.search).toBeHidden();
  await page.goto('/keys?q=key');
  await expect(portal.count).toHaveText('7 of 7 keys');
  // It doesn't vanish from under the one who clears it.
  await portal.search.fill('');
  await expect(portal.count).toHaveText('7 keys');
  await expect(portal.search).toBeFocused();
  await page.goto('/keys');
  await expect(portal.count).toHaveText('8 keys');
  await expect(portal.search).toBeVisible();
});

test('keys of one name, and keys without one, can be told apart by those who hear them', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'Twin' }), key(2, { name: 'Twin' }), key(3, { name: '' }), key(4, { name: 'Single' })]));
  await landToRotate(page, sandbox);
  for (const role of ['link', 'button'] as const) {
    const names = await portal.rows.getByRole(role).evaluateAll((found) => found.map((each) => each.getAttribute('aria-label') ?? each.textContent));
    expect(new Set(names).size, role).toBe(4);
  }
  await expect(portal.table.getByRole('link', { name: 'Twin, acme_000002…' })).toBeVisible();
  await expect(portal.link('Single')).toBeVisible();
});
