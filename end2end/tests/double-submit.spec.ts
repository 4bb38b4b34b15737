/** What a hand does too often, or a moment too late, decides nothing about a key or its secret. */

import type { CDPSession, Locator, Page } from '@playwright/test';
import { nextFrame } from '../harness/frames.ts';
import { refusedInBrowser } from '../harness/keys.ts';
import { landToRotate, Rotation } from '../harness/rotation.ts';
import type { Sandbox } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

/** Animations stand still, and with them the moment in which nothing can be clicked. */
async function holdAnimations(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Animation.enable');
  await cdp.send('Animation.setPlaybackRate', { playbackRate: 0 });
  return cdp;
}

/** Clicks where something is, whatever takes the click. */
async function clickAt(page: Page, place: Locator): Promise<void> {
  await expect(place).toBeVisible();
  const box = await place.boundingBox();
  if (!box) throw new Error('nothing is there to be clicked');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** A second tab with the list. */
async function secondTab(page: Page): Promise<Rotation> {
  const other = await page.context().newPage();
  await other.goto('/keys');
  const second = new Rotation(other);
  await expect(second.opener('Production')).toBeVisible();
  return second;
}

async function rotations(sandbox: Sandbox): Promise<number> {
  return sandbox.count('portal.rerollKey');
}

test('a double click on “Rotate” opens the dialog and no more', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  // The part is there from now on.
  await rotation.open('Production');
  await rotation.cancel.click();
  await rotation.opener('Production').dblclick();
  await expect(rotation.title).toHaveText('Rotate “Production”');
  await rotation.cancel.click();
  await expect(rotation.dialog).toBeHidden();
  expect(await rotations(sandbox)).toBe(0);
});

test('a button that has just appeared under the pointer can’t be clicked yet', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  const cdp = await holdAnimations(page);
  await rotation.open('Production');
  await clickAt(page, rotation.rotate);
  await expect(rotation.rotate).toHaveText('Rotate key');
  // A click that counts makes the button say "Rotating…" in the same frame.
  await nextFrame(page);
  await expect(rotation.rotate).toHaveText('Rotate key');
  expect(await rotations(sandbox)).toBe(0);
  await cdp.send('Animation.setPlaybackRate', { playbackRate: 1 });
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  expect(await rotations(sandbox)).toBe(1);
});

test('the question about a secret isn’t answered by the click that asked it', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  await rotation.done.hover();
  await holdAnimations(page);
  await rotation.done.click();
  await expect(rotation.question).toBeVisible();
  await clickAt(page, rotation.button('Close without copying'));
  await expect(rotation.question).toBeVisible();
});

test('a double click beside the dialog, or Esc that is held down, asks and closes nothing; going back puts the keyboard back into the dialog', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  await page.mouse.dblclick(10, 300);
  await expect(rotation.question).toBeVisible();
  await rotation.button('Go back to the key').click();
  await expect(rotation.title).toBeFocused();
  await page.keyboard.down('Escape');
  await expect(rotation.question).toBeVisible();
  await page.keyboard.down('Escape');
  await page.keyboard.down('Escape');
  await page.keyboard.up('Escape');
  await expect(rotation.question).toBeVisible();
  // Pressed anew it goes back.
  await rotation.answerByEsc();
  await expect(rotation.dialog).toBeVisible();
});

test('a second Enter or a double click within half a second decides nothing', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  // The time between the presses is that of the page.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1_000);
  await rotation.done.focus();
  await page.keyboard.press('Enter');
  await expect(rotation.button('Go back to the key')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.clock.runFor(400);
  await expect(rotation.question).toBeVisible();
  await page.clock.runFor(100);
  await page.keyboard.press('Enter');
  await expect(rotation.question).toBeHidden();
  await rotation.done.dblclick();
  await expect(rotation.question).toBeVisible();
});

test('what one tab doesn’t know the outcome of, another one looks for before it sends anything', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 502);
  failures.expectFailures(/listKeys/, 422);
  const first = await landToRotate(page, sandbox);
  const second = await secondTab(page);
  await page.bringToFront();
  await sandbox.answer('portal.rerollKey', { real: true, drop: true });
  await page.route(/listKeys/, (route) => route.fulfill(refusedInBrowser));
  await first.open('Production');
  await first.rotate.click();
  await expect(first.title).toHaveText(/^It isn’t known whether/);
  await second.open('Production');
  await second.rotate.click();
  await expect(second.title).toHaveText(/was rotated, but the new key didn’t reach you/);
  expect(await rotations(sandbox)).toBe(1);
});

test('a tab that was closed while it rotated leaves word for the next one', async ({ page, sandbox }) => {
  const first = await landToRotate(page, sandbox);
  const second = await secondTab(page);
  await page.bringToFront();
  await sandbox.answer('portal.rerollKey', { real: true, hold: true });
  await first.open('Production');
  await first.rotate.click();
  await sandbox.untilHeld('portal.rerollKey');
  await page.close();
  await second.open('Production');
  await second.rotate.click();
  // It takes a while until that is certain; until then nothing can be sent.
  await expect(second.title).toHaveText('Checking whether “Production” was rotated…');
  await expect(second.rotate).toBeHidden();
  // The first one is still on its way, and the only one.
  expect(await rotations(sandbox)).toBe(0);
  await sandbox.release('portal.rerollKey');
  await expect.poll(() => rotations(sandbox)).toBe(1);
  await expect(second.title).toHaveText('Checking whether “Production” was rotated…');
});
