/** The list without a mouse. */

import { key, keys, listPage, listPages } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';
import type { Portal } from '../harness/portal.ts';

async function focusFirst(portal: Portal): Promise<void> {
  await portal.rows.first().getByRole('link').focus();
}

test('the arrows lead from key to key', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 5)));
  await openKeys();
  await focusFirst(portal);
  for (const [press, name] of [['ArrowDown', 'Key 4'], ['ArrowDown', 'Key 3'], ['ArrowUp', 'Key 4'], ['ArrowUp', 'Key 5'], ['ArrowUp', 'Key 5'], ['End', 'Key 1'], ['ArrowDown', 'Key 1']] as const) {
    await page.keyboard.press(press);
    await expect(portal.link(name)).toBeFocused();
  }
});

test('the keyboard comes back into the list at the key whose page was opened', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(/getVerifications/, 403);
  await sandbox.answer('portal.listKeys', listPage(keys(1, 5)));
  await openKeys();
  await portal.link('Key 3').click();
  await expect(portal.screen('Key 3')).toBeVisible();
  await page.goBack();
  await expect(portal.heading).toBeFocused();
  const focusedLinks = portal.table.getByRole('link').and(page.locator(':focus'));
  for (let presses = 0; presses < 30 && (await focusedLinks.count()) === 0; presses += 1) await page.keyboard.press('Tab');
  await expect(portal.link('Key 3')).toBeFocused();
});

test('Tab leads into the list at one key, to its button, and out again; the arrows lead from button to button', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.link('Staging').focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Rotate Staging' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Keyboard shortcuts' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Rotate Staging' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Rotate Production' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('button', { name: 'Rotate Staging' })).toBeFocused();
});

test('Home and End lead to the first and the last of many keys', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 900)));
  await openKeys();
  await expect(portal.count).toHaveText('900 keys');
  await focusFirst(portal);
  // From within the list: while its rows are exchanged, the page must not become shorter.
  await page.keyboard.press('PageDown');
  await expect(portal.link('Key 900')).not.toBeFocused();
  await page.keyboard.press('End');
  await expect(portal.link('Key 1')).toBeFocused();
  await expect(portal.link('Key 1')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Home');
  await expect(portal.link('Key 900')).toBeFocused();
  await expect(portal.link('Key 900')).toBeInViewport({ ratio: 1 });
});

test('Page Down and Page Up go a screen at a time, and what has the focus can be seen', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 300)));
  await openKeys();
  await expect(portal.count).toHaveText('300 keys');
  await focusFirst(portal);
  const focused = portal.rows.getByRole('link').and(page.locator(':focus'));
  const number = async () => Number(/\d+/.exec((await focused.textContent()) ?? '')?.[0]);
  let before = await number();
  expect(before).toBe(300);
  for (let presses = 0; presses < 4; presses += 1) {
    await page.keyboard.press('PageDown');
    await expect.poll(number).toBeLessThanOrEqual(before - 5);
    await expect(focused).toBeInViewport({ ratio: 1 });
    const step = before - (await number());
    expect(step).toBeLessThanOrEqual(25);
    before -= step;
  }
  await page.keyboard.press('PageUp');
  await expect.poll(number).toBeGreaterThanOrEqual(before + 5);
  await expect(focused).toBeInViewport({ ratio: 1 });
});

test('held down, an arrow leads through rows that were not drawn before', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 150)));
  await openKeys();
  await expect(portal.count).toHaveText('150 keys');
  await focusFirst(portal);
  for (let presses = 0; presses < 80; presses += 1) await page.keyboard.press('ArrowDown');
  await expect(portal.link('Key 70')).toBeFocused();
  await expect(portal.link('Key 70')).toBeInViewport({ ratio: 1 });
});

test('Enter opens the key', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await focusFirst(portal);
  await page.keyboard.press('End');
  await expect(portal.link('Old integration')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(portal.screen('Old integration')).toBeVisible();
});

test('in the search Home, End and the arrows belong to the text', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.fill('bc');
  await page.keyboard.press('Home');
  await page.keyboard.type('a');
  await page.keyboard.press('End');
  await page.keyboard.type('d');
  await expect(portal.search).toHaveValue('abcd');
});

test('where the key that had the focus is filtered away, those that are left can be reached by Tab', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([...keys(1, 8), key(9, { name: 'Other' })]));
  await openKeys();
  await portal.link('Key 2').focus();
  await page.keyboard.press('/');
  await page.keyboard.type('other');
  await expect(portal.count).toHaveText('1 of 9 keys');
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    if (await portal.link('Other').evaluate((link) => link === document.activeElement)) return;
  }
  throw new Error('the key that was found isn’t reached by Tab');
});
