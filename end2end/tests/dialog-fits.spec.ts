/** Dialogs on small and low screens: everything can be reached, whole and within the dialog. */

import type { Page } from '@playwright/test';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

/** Small and low phones, and 1280 × 1024 at 400 %. */
const SIZES = [
  { width: 320, height: 568 },
  { width: 844, height: 390 },
  { width: 320, height: 256 },
] as const;

/** What stands beyond the sides of the dialog, and buttons of more than one line. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const dialog = document.querySelector('dialog[open]');
    if (!dialog) return ['no dialog'];
    const room = dialog.getBoundingClientRect();
    const found: string[] = [];
    for (const element of dialog.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      const name = `${element.tagName.toLowerCase()} “${element.textContent.trim().slice(0, 40)}”`;
      if (element.closest('.visually-hidden') || box.width === 0) continue;
      if (box.left < room.left - 0.5 || box.right > room.right + 0.5) found.push(`${name} is beyond the edge`);
      if (element.tagName === 'BUTTON' && box.height > 44) found.push(`${name} is ${box.height} px high`);
    }
    return found;
  });
}

test('on small and low screens the choice is whole, a warning and a line about the network included', async ({ page, context, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await expect(rotation.dialog.getByRole('definition')).toHaveText([/^\d/, /^\d/, /^\d/]);
  await rotation.choice(/^Now/).check();
  await context.setOffline(true);
  await expect(rotation.dialog.getByText('You’re offline.')).toBeAttached();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    expect(await faults(page), JSON.stringify(size)).toEqual([]);
    for (const element of [rotation.title, rotation.choice(/^Keep/), rotation.cancel, rotation.rotate]) {
      await element.scrollIntoViewIfNeeded();
      await expect(element, JSON.stringify(size)).toBeInViewport({ ratio: 1 });
    }
  }
  await context.setOffline(false);
});

test('at 320 × 568 the question whose a key is and the shortcuts are whole', async ({ page, openKeys }) => {
  await openKeys();
  for (const name of ['Is this key mine?', 'Keyboard shortcuts']) {
    await page.setViewportSize({ width: 1_280, height: 800 });
    await page.getByRole('button', { name }).click();
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog.getByRole('button', { name: 'Close' })).toBeVisible();
    await page.setViewportSize({ width: 320, height: 568 });
    expect(await faults(page), name).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});
