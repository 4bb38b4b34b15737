/** The whole row opens its key, for those who point. */

import type { Locator } from '@playwright/test';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';
import type { Portal } from '../harness/portal.ts';

/** A cell of a row without a link and a button. */
function cell(portal: Portal): Locator {
  return portal.row('Trial').getByRole('cell', { name: /\d{4}/ }).first();
}

test.beforeEach(async ({ page, sandbox }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
});

test('a click on any cell opens the key', async ({ portal }) => {
  await cell(portal).click();
  await expect(portal.screen('Trial')).toBeVisible();
});

test('Ctrl and a click, or the middle button, open the key in another tab, as on a link', async ({ page, context, portal }) => {
  for (const click of [(at: Locator) => at.click({ modifiers: ['Control'] }), (at: Locator) => at.click({ button: 'middle' })]) {
    const opened = context.waitForEvent('page');
    await click(cell(portal));
    const tab = await opened;
    await expect(tab).toHaveURL(/\/keys\/key_/);
    await tab.close();
    await expect(portal.table).toBeVisible();
    await expect(page).toHaveURL(/\/keys$/);
  }
});

test('text that is selected in a row opens nothing, and its button opens no key', async ({ page, portal }) => {
  const box = await cell(portal).boundingBox();
  const [x, y] = [(box?.x ?? 0) + 14, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 50, y, { steps: 5 });
  await page.mouse.up();
  expect(await page.evaluate(() => String(getSelection()))).not.toBe('');
  await expect(page).toHaveURL(/\/keys$/);
  await expect(portal.table).toBeVisible();
  await page.getByRole('button', { name: 'Rotate Staging' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(portal.heading).toHaveText('API keys');
});
