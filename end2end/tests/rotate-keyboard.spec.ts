/** Rotating without a mouse. */

import { installClock } from '../harness/clock.ts';
import { landToRotate, type Rotation } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

test('a key is rotated and its secret taken without a mouse', async ({ page, context, sandbox, portal }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const rotation = await landToRotate(page, sandbox);
  const opener = rotation.opener('Production');
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(rotation.title).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(rotation.choice(/^In 24 hours/)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(rotation.choice(/^In 1 hour/)).toBeChecked();
  const tabTo = async (target: ReturnType<Rotation['button']>) => {
    for (let presses = 0; presses < 15; presses += 1) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error('not reached by Tab');
  };
  await tabTo(rotation.rotate);
  await page.keyboard.press('Enter');
  await expect(rotation.title).toHaveText(/^Your new key/);
  await expect(rotation.title).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(rotation.dialog.getByRole('radio', { name: 'Key' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(rotation.secret).toContainText('ACME_API_KEY=');
  await tabTo(rotation.copy);
  await page.keyboard.press('Enter');
  await expect(rotation.dialog.getByText(/^Copied$/)).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^ACME_API_KEY=acme_/);
  await tabTo(rotation.done);
  await page.keyboard.press('Enter');
  await expect(rotation.dialog).toBeHidden();
  await expect(portal.row('Production').filter({ hasText: 'New' }).getByRole('link')).toBeFocused();
});

test('Enter on a choice leads to the button, and a second one within half a second decides nothing', async ({ page, sandbox }) => {
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await expect(rotation.dialog.getByRole('definition')).toHaveText([/^\d/, /^\d/, /^\d/]);
  await page.clock.pauseAt(Date.now() + 60_000);
  await rotation.choice(/^In 24 hours/).focus();
  await page.keyboard.press('Enter');
  await expect(rotation.rotate).toBeFocused();
  await page.keyboard.press('Enter');
  await page.clock.runFor(400);
  await page.keyboard.press('Enter');
  await expect(rotation.rotate).toHaveText('Rotate key');
  expect(await sandbox.count('portal.rerollKey')).toBe(0);
  await page.clock.runFor(200);
  await page.keyboard.press('Enter');
  await page.clock.resume();
  await expect(rotation.title).toHaveText(/^Your new key/);
});

test('the focus stays in the dialog', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null);
    expect(inside, `after ${presses + 1} presses`).toBe(true);
  }
});
