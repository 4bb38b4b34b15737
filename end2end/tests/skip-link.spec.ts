/** The link that skips the header, on pages and screens. */

import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { landToRotate } from '../harness/rotation.ts';

/** Follows the link as the first thing on the page: the focus goes to the content, and on within it, and the address stays. */
async function expectToSkip(page: Page, heading: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeFocused();
  const address = page.url();
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await skip.focus();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(skip).not.toBeInViewport();
  expect(page.url()).toBe(address);
  await page.keyboard.press('Tab');
  const isWithin = await page.getByRole('main').evaluate((main) => main.contains(document.activeElement));
  expect(isWithin, `Tab leads into the content of “${heading}”`).toBe(true);
}

test('the link that skips the header leads to the content of every page and screen', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  await expectToSkip(page, 'API keys');
  await portal.link('Staging').click();
  await expectToSkip(page, 'Staging');
  await page.goto('/nowhere');
  await expectToSkip(page, 'There is no such page');
  await page.goto('/keys');
  await portal.signOut.click();
  await expectToSkip(page, 'You’re signed out');
});
