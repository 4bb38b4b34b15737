/** Rotating a key: what is said before, and what is sent. */

import { installClock } from '../harness/clock.ts';
import { DAY_MS, key, listPage } from '../harness/keys.ts';
import { beginMinute, bodyOf, HOUR_MS, landToRotate, MINUTE_MS, timeOf } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

test('the dialog says what will happen in plain words, and offers six choices', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await expect(rotation.dialog).toContainText('You’ll get a new key with the same settings. We show it only once.');
  await expect(rotation.dialog).toContainText('Leaked? Choose Now. You can’t change this later.');
  const choices = rotation.dialog.getByRole('group', { name: 'When does the old key stop working?' }).getByRole('radio');
  await expect(choices).toHaveCount(6);
  for (const [index, name] of [/^Now$/, /^In 1 hour /, /^In 24 hours /, /^In 7 days /, /^Custom/, /^Keep it as it is /].entries()) {
    await expect(choices.nth(index)).toHaveAccessibleName(name);
  }
  await rotation.choice(/^In 24 hours/).check();
  await expect(rotation.dialog).toContainText(/The old key keeps working, then stops tomorrow at \d\d:\d\d/);
});

test('each grace period shows until when the old key goes on, and the server agrees', async ({ page, sandbox }) => {
  const serverTime = await beginMinute(sandbox);
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  const now = serverTime();
  for (const [name, hours] of [['1 hour', 1], ['24 hours', 24], ['7 days', 168]] as const) {
    const end = Math.ceil((now + hours * HOUR_MS) / MINUTE_MS) * MINUTE_MS;
    await expect(rotation.choice(new RegExp(`^In ${name} .*${timeOf(end)}$`)), name).toBeVisible();
  }
  await rotation.chooseMinutes(15);
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  const shown = /at (\d\d:\d\d)/.exec(await rotation.dialog.innerText())?.[1];
  await rotation.closeWithoutSecret();
  const listed = page.waitForResponse(/portal\.listKeys/);
  await page.reload();
  const { data } = (await (await listed).json()) as { data: { name?: string; expires?: number }[] };
  const old = data.find((each) => each.name === 'Production' && each.expires !== undefined);
  expect(shown).toBe(timeOf(old?.expires ?? 0));
});

test('stopping a key in use at once is a warning with the number of requests, and a button that says so', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await rotation.choice(/^Now/).check();
  const warning = rotation.dialog.getByText(/^[\d,]+ requests used this key in the last hour\. Whatever still uses it fails at once\.$/);
  await expect(warning.and(page.locator('.consequence-bad'))).toBeVisible();
  // Also to screen readers.
  await expect(rotation.dialog.getByRole('status').filter({ hasText: 'Whatever still uses it fails at once' })).toBeAttached();
  await expect(rotation.rotate).toHaveText('Rotate and stop the old key now');
  await rotation.choice(/^In 1 hour/).check();
  await expect(rotation.rotate).toHaveText('Rotate key');
  await expect(warning).toHaveCount(0);
  await rotation.choice(/^Now/).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  expect(bodyOf((await sandbox.requests('portal.rerollKey'))[0])['expiration']).toBe(0);
});

test('whatever is chosen, nothing in the dialog moves', async ({ page, sandbox }) => {
  await sandbox.answer('portal.getVerifications', { real: true, hold: true }, { real: true, hold: true }, { real: true, hold: true });
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  const places = async () => JSON.stringify([await rotation.dialog.boundingBox(), await rotation.cancel.boundingBox().then((box) => box?.y)]);
  await expect(rotation.dialog).toHaveCSS('opacity', '1');
  const before = await places();
  await sandbox.untilHeld('portal.getVerifications', 3);
  await sandbox.release('portal.getVerifications');
  await expect(rotation.dialog.getByRole('definition')).toHaveText([/^\d/, /^\d/, /^\d/]);
  expect(await places(), 'with the numbers').toBe(before);
  for (const name of [/^Now/, /^In 7 days/, /^Keep/, /^Custom/]) {
    await rotation.choice(name).check();
    expect(await places(), `${name}`).toBe(before);
  }
  await rotation.amount.fill('soon');
  await expect(rotation.dialog.getByText('Enter a whole number, 0 or more.')).toBeVisible();
  expect(await places(), 'with an error').toBe(before);
});

test("what was chosen is what is sent, once, and one's own number can be entered, in minutes, hours or days", async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await rotation.amount.fill('36');
  await rotation.unit.selectOption('minutes');
  await expect(rotation.choice(/^Custom/)).toBeChecked();
  await expect(rotation.amount).toHaveAccessibleDescription(/at \d\d:\d\d/);
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  await rotation.closeWithoutSecret();
  await rotation.finish('Staging', /^In 7 days/);
  expect((await sandbox.requests('portal.rerollKey')).map((request) => bodyOf(request)['expiration'])).toEqual([36 * MINUTE_MS, 7 * DAY_MS]);
});

test('a number that is none is said to be none, and nothing is sent', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  for (const [text, said] of [['', 'Enter a number'], ['soon', 'Enter a whole number'], ['-1', 'Enter a whole number, 0 or more'], ['1.5', 'Enter a whole number'], ['99999999', /^At most/]] as const) {
    await rotation.choice(/^Custom/).check();
    await rotation.amount.fill(text);
    await rotation.rotate.click();
    await expect(rotation.amount, text).toHaveAccessibleDescription(said instanceof RegExp ? said : new RegExp(said));
    await expect(rotation.amount).toBeFocused();
    await expect(rotation.amount).toHaveAttribute('aria-invalid', 'true');
  }
  expect(await sandbox.count('portal.rerollKey')).toBe(0);
});

test('it says what the new key takes over from the old one: an expiry that is near, being disabled; an expired key can’t be rotated', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  await rotation.open('Expiring soon');
  await expect(rotation.dialog).toContainText(/The new key will have the same expiry: it stops on \d+ \w+ \d{4} at \d\d:\d\d\./);
  await rotation.cancel.click();
  await rotation.open('Old integration');
  await expect(rotation.dialog).toContainText('The old key is disabled, and the new one will be too');
  await rotation.cancel.click();
  const opener = rotation.opener('Trial');
  await expect(opener).toHaveAttribute('aria-disabled', 'true');
  await expect(opener).toHaveAccessibleDescription('An expired key can’t be rotated.');
  await opener.click({ force: true });
  await expect(rotation.dialog).toBeHidden();
});

test('it warns where a grace period would prolong the old key, and proposes none that does', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  await rotation.open('Expiring today');
  const warning = rotation.dialog.getByRole('paragraph').filter({ hasText: 'This prolongs the old key' });
  await expect(rotation.choice(/^In 1 hour .*Suggested/)).toBeChecked();
  await expect(warning).toBeHidden();
  await rotation.choice(/^In 24 hours/).check();
  await expect(warning).toBeVisible();
});

test('a key that expires while the dialog is open cannot be rotated any more', async ({ page, sandbox }) => {
  await installClock(page);
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'Nearly over', expires: Date.now() + 30 * MINUTE_MS })]));
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Nearly over');
  // What it asks for has come: a later answer would set the page's clock by the server's, which doesn't jump.
  await expect(rotation.dialog.getByRole('definition')).toHaveText([/^\d/, /^\d/, /^\d/]);
  await page.clock.fastForward(31 * MINUTE_MS);
  await expect(rotation.title).toHaveText('“Nearly over” can’t be rotated');
  await expect(rotation.dialog).toContainText('A new key would have the same expiry');
  await rotation.close.click();
  expect(await sandbox.count('portal.rerollKey')).toBe(0);
});

test('without a network nothing can be rotated, and it says so', async ({ page, context, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await context.setOffline(true);
  await expect(rotation.opener('Production')).toHaveAccessibleDescription('You’re offline.');
  await context.setOffline(false);
  await rotation.open('Production');
  // What it asks for has come.
  await expect(rotation.dialog.getByRole('definition').first()).toHaveText(/^\d/);
  await context.setOffline(true);
  await expect(rotation.rotate).toHaveAttribute('aria-disabled', 'true');
  await rotation.rotate.click({ force: true });
  await expect(rotation.dialog.getByRole('status').filter({ hasText: 'You’re offline.' })).toBeVisible();
  await context.setOffline(false);
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
});

test('cancelling sends nothing: by its button, by Esc and by a click outside', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  for (const cancel of [() => rotation.cancel.click(), () => page.keyboard.press('Escape'), () => page.mouse.click(5, 5)]) {
    await rotation.open('Production');
    await cancel();
    await expect(rotation.dialog).toBeHidden();
    await expect(rotation.opener('Production')).toBeFocused();
  }
  expect(await sandbox.count('portal.rerollKey')).toBe(0);
});

test('a server that cannot keep the old key does nothing, and another choice is asked for', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/rerollKey/, 400);
  const rotation = await landToRotate(page, sandbox);
  const keep = rotation.choice(/^Keep it as it is/);
  await rotation.open('Production');
  await keep.check();
  await rotation.rotate.click();
  await expect(rotation.dialog.getByRole('alert')).toHaveText('This server can’t keep the old key as it is. Nothing was done: choose when the old key stops working.');
  await expect(keep).toHaveCount(0);
  // Nothing is suggested: a second click, as of a double click, sends nothing.
  await expect(rotation.choice(/^Custom/)).toBeChecked();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('Rotate “Production”');
  await expect(portal.rows).toHaveCount(3);
  await rotation.choice(/^In 1 hour/).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  expect((await sandbox.requests('portal.rerollKey')).map((request) => bodyOf(request)['expiration'])).toEqual([null, HOUR_MS]);
  // Remembered for the session.
  await rotation.closeWithoutSecret();
  await page.reload();
  await rotation.open('Staging');
  await expect(rotation.choice(/^Now/)).toBeVisible();
  await expect(keep).toHaveCount(0);
});
