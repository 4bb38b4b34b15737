/** The question before a new key is closed that nobody has copied. */

import type { Page } from '@playwright/test';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

const WAYS: readonly (readonly [what: string, close: (page: Page) => Promise<void>])[] = [
  ['the button', (page) => page.getByRole('button', { name: 'Done' }).click()],
  ['Esc', (page) => page.keyboard.press('Escape')],
  ['a click outside', (page) => page.mouse.click(5, 5)],
];

test('closing it without having taken it asks each time: by the button, by Esc and by a click outside', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production');
  for (const [what, close] of [...WAYS, ...WAYS]) {
    await close(page);
    await expect(rotation.question, what).toContainText('You haven’t copied the new key');
    await expect(rotation.button('Go back to the key'), what).toBeFocused();
    await rotation.button('Go back to the key').click();
    await expect(rotation.question, what).toBeHidden();
  }
  await rotation.reveal.click();
  await expect(rotation.secret).toHaveText(secret);
});

test('Esc in the question goes back, however often it is pressed', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  await page.keyboard.press('Escape');
  await expect(rotation.question).toBeVisible();
  await rotation.answerByEsc();
  await expect(rotation.title).toBeFocused();
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('Escape');
  await expect(rotation.dialog).toBeVisible();
});

test('the safe button of the question is where “Done” was, and the other one above or before it, in any window', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  for (const [width, height] of [
    [1280, 800],
    [320, 568],
  ] as const) {
    await page.setViewportSize({ width, height });
    const done = await rotation.done.boundingBox();
    await rotation.done.click();
    const [back, close] = await Promise.all(['Go back to the key', 'Close without copying'].map((name) => rotation.button(name).boundingBox()));
    if (!done || !back || !close) throw new Error('a button is not shown');
    // Their ends and their lower edges.
    expect(back.x + back.width).toBeCloseTo(done.x + done.width, 0);
    expect(back.y + back.height).toBeCloseTo(done.y + done.height, 0);
    expect(close.y < back.y || close.x + close.width <= back.x).toBe(true);
    await rotation.button('Go back to the key').click();
    await expect(rotation.question).toBeHidden();
  }
});
