/** What is known of a key's requests before it is rotated, and what is proposed because of them. */

import { installClock } from '../harness/clock.ts';
import { key, listPage, problem } from '../harness/keys.ts';
import { bodyOf, landToRotate, MINUTE_MS, usedMinutesAgo } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

test('before, it is said when the key was last used and how many requests it gets: asked for at once, each shown when it comes', async ({ page, sandbox }) => {
  await sandbox.answer('portal.getVerifications', { real: true, hold: true }, { real: true }, { real: true, hold: true });
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await expect(rotation.dialog).toContainText(/Last used .* ago/);
  await expect(rotation.dialog.getByRole('heading', { name: 'Requests' })).toBeVisible();
  await expect(rotation.dialog.getByRole('term')).toHaveText(['Last hour', 'Last day', 'Last week']);
  const numbers = rotation.dialog.getByRole('definition');
  await expect(numbers.filter({ hasText: /^[\d,]+$/ })).toHaveCount(1);
  await sandbox.untilHeld('portal.getVerifications', 2);
  await sandbox.release('portal.getVerifications');
  await expect(numbers).toHaveText([/^[\d,]+$/, /^[\d,]+$/, /^[\d,]+$/]);
  const spans = (await sandbox.requests('portal.getVerifications')).map(bodyOf);
  expect(spans).toHaveLength(3);
  for (const span of spans) expect(span['keyId']).toMatch(/^key_/);
});

test('where usage is not allowed, that is said once and nobody keeps asking', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/getVerifications/, 403);
  await installClock(page);
  const rotation = await landToRotate(page, sandbox, { permissions: ['keys:read', 'keys:reroll'] });
  await rotation.open('Production');
  await expect(rotation.dialog).toContainText('You can’t see usage in this session.');
  await expect(rotation.dialog.getByRole('term')).toHaveCount(0);
  await rotation.choice(/^Now/).check();
  await expect(rotation.dialog).toContainText(/This key was last used .* ago\. Whatever still uses it fails at once\./);
  expect(await sandbox.count('portal.getVerifications')).toBe(3);
  await rotation.cancel.click();
  await rotation.open('Staging');
  await expect(rotation.dialog).not.toContainText('usage');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  await rotation.closeWithoutSecret();
  await page.clock.fastForward(5 * MINUTE_MS);
  await expect(rotation.notice('Staging')).toBeVisible();
  expect(await sandbox.count('portal.getVerifications')).toBe(3);
});

test('an API that records no usage is said not to, and then a key may be in use', async ({ page, sandbox }) => {
  await sandbox.answer('portal.getVerifications', ...Array.from({ length: 3 }, () => ({ status: 200, body: { meta: { requestId: 'req_madeup005' }, data: [] } })));
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'Unrecorded' })]));
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Unrecorded');
  await expect(rotation.dialog).toContainText('This API doesn’t record usage.');
  await expect(rotation.dialog).not.toContainText('Never used');
  await rotation.choice(/^Now/).check();
  await expect(rotation.dialog).toContainText('It isn’t known whether this key is used. Whatever still uses it fails at once.');
});

test('usage that could not be read can be asked for again', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/getVerifications/, 500);
  await sandbox.answer('portal.getVerifications', ...Array.from({ length: 3 }, () => problem(500, 'unkey/application/unexpected_error')));
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await expect(rotation.dialog).toContainText('Usage isn’t available right now.');
  await rotation.button('Try again').click();
  await expect(rotation.dialog.getByRole('definition')).toHaveText([/^[\d,]+$/, /^[\d,]+$/, /^[\d,]+$/]);
  await expect(rotation.title).toBeFocused();
});

test('a key that was never used is proposed to end now, without a warning, and one in use to go on for a day', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  await rotation.open('Created, never used');
  await expect(rotation.choice(/^Now/)).toBeChecked();
  await expect(rotation.choice(/Suggested/)).toHaveAccessibleName(/^Now/);
  await expect(rotation.dialog).toContainText('The key was never used, so nothing breaks.');
  await expect(rotation.dialog).toContainText('The old key stops working at once.');
  await expect(rotation.dialog).not.toContainText('fails');
  await expect(rotation.rotate).toHaveText('Rotate key');
  await rotation.cancel.click();
  await rotation.open('Production');
  await expect(rotation.choice(/^In 24 hours/)).toBeChecked();
  await expect(rotation.choice(/Suggested/)).toHaveAccessibleName(/^In 24 hours/);
  const reason = rotation.dialog.getByText('Used within the last day');
  await expect(reason).toBeVisible();
  // The reason is for what is suggested alone.
  await rotation.choice(/^In 1 hour/).check();
  await expect(reason).toHaveCount(0);
});

test('neither a choice nor what is suggested changes by what comes later', async ({ page, sandbox }) => {
  const now = Date.now();
  const used = { ...usedMinutesAgo(now, [3, 50]), hold: true as const };
  await sandbox.answer('portal.getVerifications', used, used, used);
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'Slow' })]));
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Slow');
  await expect(rotation.choice(/^Now/)).toBeChecked();
  // The pointer is at the button.
  await rotation.rotate.hover();
  await sandbox.untilHeld('portal.getVerifications', 3);
  await sandbox.release('portal.getVerifications');
  await expect(rotation.dialog).toContainText('50 requests used this key in the last hour. Whatever still uses it fails at once.');
  await expect(rotation.choice(/^Now/)).toBeChecked();
  await expect(rotation.rotate).toHaveText('Rotate and stop the old key now');
  // What is now known to be wrong is not recommended.
  await expect(rotation.choice(/Suggested/)).toHaveCount(0);
});
