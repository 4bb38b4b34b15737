/** An answer to a rotation that didn't come, or said no: what is known is said, and how to go on. */

import { installClock } from '../harness/clock.ts';
import { problem, refusedInBrowser, tooMany, unavailable } from '../harness/keys.ts';
import { landToRotate, type Rotation } from '../harness/rotation.ts';
import type { NextAnswer, Sandbox } from '../harness/sandbox.ts';
import { openTab } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

const HAPPENED = '“Production” was rotated, but the new key didn’t reach you';
const NOTHING = '“Production” was not rotated';

/** By then a request has certainly ended. */
const SETTLED_MS = 40_000;

/** Rotates; meanwhile so much time goes by at the server that nothing can be under way any more. */
async function rotateAndLoseTime(rotation: Rotation, sandbox: Sandbox, answer: NextAnswer): Promise<void> {
  await sandbox.answer('portal.rerollKey', { ...answer, hold: true });
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.button('Rotating…')).toBeVisible();
  await sandbox.untilHeld('portal.rerollKey');
  await sandbox.shiftClock(SETTLED_MS);
  await sandbox.release('portal.rerollKey');
}

const LOST: readonly [string, NextAnswer][] = [
  ['whose connection broke', { real: true, drop: true }],
  ['that was cut short', { real: true, cut: true }],
];

for (const [what, answer] of LOST) {
  test(`a rotation ${what} is found in the list, and its new key can be rotated in turn`, async ({ page, sandbox, failures, portal }) => {
    failures.expectFailures(/rerollKey/, 502, 'net::ERR_INCOMPLETE_CHUNKED_ENCODING', 'net::ERR_CONTENT_LENGTH_MISMATCH');
    const rotation = await landToRotate(page, sandbox);
    await sandbox.answer('portal.rerollKey', answer);
    await rotation.open('Production');
    await rotation.rotate.click();
    await expect(rotation.title).toHaveText(HAPPENED);
    await expect(portal.rows).toHaveCount(4);
    expect(await sandbox.count('portal.rerollKey')).toBe(1);
    await rotation.button('Rotate the new key').click();
    await expect(rotation.title).toHaveText('Rotate “Production”');
    await rotation.rotate.click();
    await expect(rotation.title).toHaveText(/^Your new key/);
    const [first, second] = await sandbox.requests('portal.rerollKey');
    expect(first?.body).not.toEqual(second?.body);
  });
}

test('an answer that the browser itself lost is found in the list', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 'net::ERR_FAILED');
  const rotation = await landToRotate(page, sandbox);
  const browser = await page.context().newCDPSession(page);
  await browser.send('Fetch.enable', { patterns: [{ urlPattern: '*rerollKey*', requestStage: 'Response' }] });
  browser.on('Fetch.requestPaused', ({ requestId }) => void browser.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }));
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(HAPPENED);
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
});

for (const [what, answer] of [['that never arrived', { drop: true }], ['that failed on the server', unavailable]] as const) {
  test(`a request ${what} did nothing, and can be sent again`, async ({ page, sandbox, failures, portal }) => {
    failures.expectFailures(/rerollKey/, 502, 503);
    const rotation = await landToRotate(page, sandbox);
    await rotateAndLoseTime(rotation, sandbox, answer);
    await expect(rotation.title).toHaveText(NOTHING);
    await expect(rotation.dialog).toContainText('You can safely try again');
    await expect(portal.rows).toHaveCount(3);
    await rotation.button('Try again').click();
    await rotation.rotate.click();
    await expect(rotation.title).toHaveText(/^Your new key/);
    expect(await sandbox.count('portal.rerollKey')).toBe(2);
  });
}

test('while it may still be under way, "nothing happened" is not said', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 503);
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', unavailable);
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('Checking whether “Production” was rotated…');
  // It looks at the list more than once, and finds nothing.
  await expect(async () => {
    await page.clock.fastForward(2_000);
    expect(await sandbox.count('portal.listKeys')).toBeGreaterThanOrEqual(3);
  }).toPass();
  await expect(rotation.title).toHaveText('Checking whether “Production” was rotated…');
});

test('looking for what happened can be left to itself, and comes back with what it found', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 503);
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', unavailable);
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('Checking whether “Production” was rotated…');
  await rotation.close.click();
  await expect(rotation.dialog).toBeHidden();
  // Always in sight, since no other key can be rotated meanwhile.
  await expect(page.getByRole('status').filter({ hasText: 'Checking whether “Production” was rotated… Until then, no other key can be rotated.' })).toBeInViewport({ ratio: 1 });
  await expect(rotation.opener('Staging')).toHaveAttribute('aria-disabled', 'true');
  await expect(rotation.opener('Staging')).toHaveAccessibleDescription(/when it’s known whether another key was rotated/);
  await sandbox.shiftClock(SETTLED_MS);
  await page.clock.fastForward(SETTLED_MS);
  await expect(rotation.title).toHaveText(NOTHING);
  await rotation.close.click();
  await expect(rotation.opener('Staging')).not.toHaveAttribute('aria-disabled');
});

test('no answer at all is a lost one after a while', async ({ page, sandbox }) => {
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await page.route(/rerollKey/, () => {});
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.button('Rotating…')).toBeVisible();
  await sandbox.shiftClock(SETTLED_MS + 10_000);
  await page.clock.fastForward(SETTLED_MS + 5_000);
  await expect(rotation.title).toHaveText(NOTHING);
});

test('an answer that comes after everything was closed still brings the key, and not into another dialog', async ({ page, sandbox }) => {
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', { real: true, hold: true });
  await rotation.open('Production');
  await rotation.rotate.click();
  await sandbox.untilHeld('portal.rerollKey');
  await sandbox.shiftClock(SETTLED_MS + 10_000);
  await page.clock.fastForward(SETTLED_MS + 11_000);
  await expect(rotation.title).toHaveText(NOTHING);
  await rotation.close.click();
  await rotation.open('Staging');
  await sandbox.release('portal.rerollKey');
  await expect(page.locator('[aria-label="Rotation of “Production”"]')).toBeAttached();
  await expect(rotation.title).toHaveText('Rotate “Staging”');
  await rotation.cancel.click();
  await expect(rotation.title).toHaveText('Your new key for “Production”');
  await rotation.reveal.click();
  await expect(rotation.secret).toHaveText(/^acme_\w{12,}$/);
});

test('a request that was under way when another tab signed out is looked up by the next visit', async ({ page, context, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', { real: true, hold: true });
  await rotation.open('Production');
  await rotation.rotate.click();
  await sandbox.untilHeld('portal.rerollKey');
  const other = await openTab(context);
  await other.portal.signOut.click();
  await expect(portal.screen('You’re signed out')).toBeVisible();
  await sandbox.release('portal.rerollKey');
  await installClock(other.page);
  const next = await landToRotate(other.page, sandbox);
  await other.page.clock.fastForward(60_000);
  await expect(next.title).toHaveText(HAPPENED);
});

test('where the list cannot be read, it says that nothing is known, and looks again', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 502);
  failures.expectFailures(/listKeys/, 422);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', { real: true, drop: true });
  // The page's own: the gateway reads the key before it rotates it.
  await page.route(/listKeys/, (route) => route.fulfill(refusedInBrowser));
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('It isn’t known whether “Production” was rotated');
  // Rotating the same key again looks first.
  await rotation.close.click();
  await rotation.opener('Production').click();
  await expect(rotation.title).toHaveText('It isn’t known whether “Production” was rotated');
  await page.unroute(/listKeys/);
  await rotation.button('Look again').click();
  await expect(rotation.title).toHaveText(HAPPENED);
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
});

test('a key that is gone is said to be gone, and the list is read again', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 404);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', problem(404, 'unkey/data/key_not_found'));
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('“Production” is gone');
  // The page's at first, the gateway's before the rotation, and the page's again.
  await expect.poll(() => sandbox.count('portal.listKeys')).toBe(3);
  await expect(rotation.dialog.getByText('req_madeup002')).toBeVisible();
});

test('a request that the server refuses changed nothing, and support can be told which it was', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 412);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', problem(412, 'unkey/application/precondition_failed'));
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(NOTHING);
  await expect(rotation.dialog.getByText('req_madeup002')).toBeVisible();
  await rotation.button('Try again').click();
  await expect(rotation.title).toHaveText('Rotate “Production”');
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
});

test('too many requests: nothing happened, and the wait is shown', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 429);
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', tooMany(600));
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.button(/^Try again in \d+ min$/)).toBeDisabled();
  await page.clock.fastForward(601_000);
  await rotation.button('Try again').click();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  expect(await sandbox.count('portal.rerollKey')).toBe(2);
});
