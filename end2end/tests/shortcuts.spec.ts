/** The keys that do something by themselves, and the dialog that lists them. */

import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

/** The dialog that lists them. */
function shortcuts(page: Page) {
  return page.getByRole('dialog', { name: 'Keyboard shortcuts' });
}

function switchOf(page: Page) {
  return page.getByRole('checkbox', { name: 'Use the single-key shortcuts / and ?' });
}

test('a question mark shows the keys that do something, and Esc puts them away', async ({ page, openKeys }) => {
  await openKeys();
  await page.keyboard.press('?');
  await expect(shortcuts(page)).toBeVisible();
  for (const name of ['Search', 'Previous or next key', 'First or last key', 'Open the key', 'Show these shortcuts']) {
    await expect(shortcuts(page).getByRole('definition').filter({ hasText: name }), name).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(shortcuts(page)).toBeHidden();
});

test('that they are off is remembered over a reload, and can be undone', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
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
