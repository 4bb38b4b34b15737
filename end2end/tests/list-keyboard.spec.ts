/** The list without a mouse. */

import { expectAccessible } from '../harness/axe.ts';
import { key, keys, listPage, listPages } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';
import type { Page } from '@playwright/test';
import type { Portal } from '../harness/portal.ts';

/** The dialog that tells the keys. */
function shortcuts(page: Page) {
  return page.getByRole('dialog', { name: 'Keyboard shortcuts' });
}

function switchOf(page: Page) {
  return page.getByRole('checkbox', { name: 'Use the single-key shortcuts / and ?' });
}

async function focusFirst(portal: Portal): Promise<void> {
  await portal.rows.first().getByRole('link').focus();
}

test('the arrows lead from key to key', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 5)));
  await openKeys();
  await focusFirst(portal);
  for (const [press, name] of [['ArrowDown', 'Key 4'], ['ArrowDown', 'Key 3'], ['ArrowUp', 'Key 4'], ['ArrowUp', 'Key 5'], ['ArrowUp', 'Key 5']] as const) {
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

test('Tab leads into the list at one key, to its button, and out again', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.link('Staging').focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Rotate Staging' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Keyboard shortcuts' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Rotate Staging' })).toBeFocused();
});

test('the arrows lead from button to button', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.link('Staging').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Rotate Production' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('button', { name: 'Rotate Staging' })).toBeFocused();
});

test('the arrows stop at the last key', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 3)));
  await openKeys();
  await portal.link('Key 1').focus();
  await page.keyboard.press('ArrowDown');
  await expect(portal.link('Key 1')).toBeFocused();
});

test('Home and End lead to the first and the last of ten thousand keys', async ({ page, sandbox, portal }) => {
  test.slow();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many' })));
  await portal.loadAll.click({ timeout: 15_000 });
  await expect(portal.count).toHaveText('10,000 keys', { timeout: 30_000 });
  await focusFirst(portal);
  await page.keyboard.press('End');
  const last = portal.row(/09999$/).getByRole('link');
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Home');
  const first = portal.row(/00000$/).getByRole('link');
  await expect(first).toBeFocused();
  await expect(first).toBeInViewport({ ratio: 1 });
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

test('a slash leads to the search, and is not typed into it', async ({ page, openKeys, portal }) => {
  await openKeys();
  await page.keyboard.press('/');
  await expect(portal.search).toBeFocused();
  await expect(portal.search).toHaveValue('');
});

test('in the search a slash and a question mark are text', async ({ page, openKeys, portal }) => {
  await openKeys();
  await portal.search.focus();
  await page.keyboard.type('a/b?');
  await expect(portal.search).toHaveValue('a/b?');
  await expect(shortcuts(page)).toBeHidden();
});

test('in the search Home, End and the arrows belong to the text', async ({ page, openKeys, portal }) => {
  await openKeys();
  await portal.search.fill('bc');
  await page.keyboard.press('Home');
  await page.keyboard.type('a');
  await page.keyboard.press('End');
  await page.keyboard.type('d');
  await expect(portal.search).toHaveValue('abcd');
});

test('a slash with Ctrl, Alt or Meta is the browser’s', async ({ page, openKeys, portal }) => {
  await openKeys();
  for (const modifier of ['Control', 'Alt', 'Meta']) {
    await page.keyboard.press(`${modifier}+/`);
    await expect(portal.search, modifier).not.toBeFocused();
  }
});

test('a question mark shows the keys that do something, and Esc puts them away', async ({ page, openKeys }) => {
  await openKeys();
  await page.keyboard.press('?');
  await expect(shortcuts(page)).toBeVisible();
  for (const name of ['Go to the search', 'Go through the keys', 'Go to the first or last key', 'Open the key', 'Show these shortcuts']) {
    await expect(shortcuts(page).getByRole('definition').filter({ hasText: name }), name).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(shortcuts(page)).toBeHidden();
});

test('there is a button for the shortcuts, and the focus returns to it', async ({ page, openKeys }) => {
  await openKeys();
  const opener = page.getByRole('button', { name: 'Keyboard shortcuts' });
  await opener.press('Enter');
  await expect(shortcuts(page)).toBeVisible();
  await shortcuts(page).getByRole('button', { name: 'Close' }).press('Enter');
  await expect(shortcuts(page)).toBeHidden();
  await expect(opener).toBeFocused();
});

test('the list of shortcuts is accessible, and fits a phone', async ({ page, openKeys }) => {
  await openKeys();
  await page.keyboard.press('?');
  await expect(switchOf(page)).toBeVisible();
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await test.step('light', () => expectAccessible(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  await test.step('dark', () => expectAccessible(page));
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await shortcuts(page).evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(0);
});

test('single-letter keys can be turned off', async ({ page, openKeys, portal }) => {
  await openKeys();
  await page.keyboard.press('?');
  await switchOf(page).uncheck();
  await page.keyboard.press('Escape');
  await expect(shortcuts(page)).toBeHidden();
  await page.keyboard.press('/');
  await expect(portal.search).not.toBeFocused();
  await page.keyboard.press('?');
  await expect(shortcuts(page)).toBeHidden();
  // Keys of more than a letter go on.
  await focusFirst(portal);
  await page.keyboard.press('ArrowDown');
  await expect(portal.rows.nth(1).getByRole('link')).toBeFocused();
});

test('that they are off is remembered over a reload, and can be undone', async ({ page, openKeys, portal }) => {
  await openKeys();
  await page.keyboard.press('?');
  await switchOf(page).uncheck();
  await page.reload();
  await portal.table.waitFor();
  await page.keyboard.press('/');
  await expect(portal.search).not.toBeFocused();
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(switchOf(page)).not.toBeChecked();
  await switchOf(page).check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect(portal.search).toBeFocused();
});

test('an order that changes while keys are being loaded moves no focus', async ({ page, sandbox, openKeys, portal }) => {
  // The newest come last: they belong above the one with the focus.
  await sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101'), { ...listPage(keys(101, 150)), delayMs: 2_000 });
  await openKeys();
  await portal.link('Key 98').focus();
  await expect(portal.count).toHaveText('150 keys');
  await expect(portal.link('Key 98')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(portal.link('Key 99')).toBeFocused();
});

test('what has the focus stays in sight while keys are being loaded above it', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101'), { ...listPage(keys(101, 150)), delayMs: 2_000 });
  await openKeys();
  await portal.link('Key 98').focus();
  await expect(portal.count).toHaveText('150 keys');
  await expect(portal.link('Key 98')).toBeFocused();
  await expect(portal.link('Key 98')).toBeInViewport({ ratio: 1 });
});

test('the focus is not lost to many newer keys either', async ({ page, sandbox, openKeys, portal }) => {
  const [first, ...rest] = listPages(keys(1, 900));
  if (!first) throw new Error('a list of several pages');
  await sandbox.answer('portal.listKeys', first, ...rest.map((page_, index) => (index === 0 ? { ...page_, delayMs: 2_000 } : page_)));
  await openKeys();
  await portal.link('Key 95').focus();
  await expect(portal.count).toHaveText('900 keys', { timeout: 15_000 });
  await expect(portal.link('Key 95')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(portal.link('Key 94')).toBeFocused();
});

test('a button in a row keeps the focus while keys are being loaded', async ({ page, sandbox }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101'), { ...listPage([...keys(101, 149), key(150, { name: 'The last' })]), delayMs: 2_000 });
  const rotation = await landToRotate(page, sandbox);
  await rotation.opener('Key 97').focus();
  await expect(page.getByText('150 keys').first()).toBeVisible();
  await expect(rotation.opener('Key 97')).toBeFocused();
});

test('where the key that had the focus is filtered away, those that are left can be reached by Tab', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([...keys(1, 3), key(4, { name: 'Other' })]));
  await openKeys();
  await portal.link('Key 2').focus();
  await page.keyboard.press('/');
  await page.keyboard.type('other');
  await expect(portal.count).toHaveText('1 of 4 keys');
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    if (await portal.link('Other').evaluate((link) => link === document.activeElement)) return;
  }
  throw new Error('the key that was found isn’t reached by Tab');
});
