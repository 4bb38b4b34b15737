/** A rotation is asked for once, whatever happens: nobody gets a second key by accident. */

import { installClock } from '../harness/clock.ts';
import { Rotation, landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

/** By then a request has certainly ended. */
const SETTLED_MS = 40_000;

test('a double click makes one key', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await rotation.rotate.dblclick();
  await expect(rotation.title).toHaveText(/^Your new key/);
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
  await expect(portal.rows).toHaveCount(4);
});

test('while the request is under way its buttons say so and the dialog stays', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', { real: true, hold: true });
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.button('Rotating…')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await rotation.button('Rotating…').click({ force: true });
  await rotation.cancel.click({ force: true });
  await expect(rotation.title).toHaveText('Rotate “Production”');
  await sandbox.release('portal.rerollKey');
  await expect(rotation.title).toHaveText(/^Your new key/);
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
});

test('a slow answer is said to be slow', async ({ page, sandbox }) => {
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', { real: true, hold: true });
  await rotation.open('Production');
  await rotation.rotate.click();
  await sandbox.untilHeld('portal.rerollKey');
  await page.clock.fastForward(6_000);
  await expect(rotation.dialog.getByRole('status').filter({ hasText: 'This takes longer than usual' })).toBeVisible();
  await sandbox.release('portal.rerollKey');
  await expect(rotation.title).toHaveText(/^Your new key/);
});

test('a second tab cannot rotate the key that the first one is rotating', async ({ page, context, sandbox }) => {
  const first = await landToRotate(page, sandbox);
  const other = await context.newPage();
  await other.goto('/keys');
  const second = new Rotation(other);
  await second.open('Production');
  await sandbox.answer('portal.rerollKey', { real: true, hold: true });
  await page.bringToFront();
  await first.open('Production');
  await first.rotate.click();
  await expect(first.button('Rotating…')).toBeVisible();
  await second.rotate.click();
  await expect(second.dialog.getByRole('alert')).toContainText('being rotated in another tab');
  await sandbox.release('portal.rerollKey');
  await expect(first.title).toHaveText(/^Your new key/);
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
});

test('a second tab sees what the first one did before it goes on', async ({ page, context, sandbox }) => {
  const first = await landToRotate(page, sandbox);
  const other = await context.newPage();
  await other.goto('/keys');
  const second = new Rotation(other);
  await second.open('Production');
  await first.finish('Production', /^In 1 hour/);
  await second.rotate.click();
  await expect(second.dialog.getByRole('alert')).toContainText('This key was changed meanwhile');
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
  await second.cancel.click();
  await expect(second.notice('Production')).toBeVisible();
  await expect(second.opener('Production')).toHaveCount(2);
});

test('a reload in the middle sends nothing again, and finds out what happened', async ({ page, sandbox }) => {
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', { real: true, hold: true });
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('portal_rotation'))).toContain('key_');
  await sandbox.untilHeld('portal.rerollKey');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await sandbox.release('portal.rerollKey');
  await expect(rotation.title).toHaveText(/^(Checking whether “Production” was rotated…|“Production” was rotated)/);
  await expect.poll(() => sandbox.count('portal.rerollKey')).toBe(1);
  // As long as a request may still be under way, it is waited for.
  await sandbox.shiftClock(SETTLED_MS);
  await page.clock.fastForward(SETTLED_MS);
  await expect(rotation.title).toHaveText('“Production” was rotated, but the new key didn’t reach you');
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
  // It is known now: the next reload has nothing to find out.
  await rotation.close.click();
  await page.reload();
  await expect(rotation.notice('Production')).toBeVisible();
  await expect(rotation.dialog).toBeHidden();
});

test('a key that was rotated says so before it is rotated again', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  await rotation.closeWithoutSecret();
  await rotation.opener('Production').nth(1).click();
  await expect(rotation.dialog).toContainText('You already rotated this key');
});
