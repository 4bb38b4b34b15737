/** Keeping the old key as it is, where the API's version can. */

import { bodyOf, landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { apiVersion: 'code-v3' } });

const KEEP = /^Keep it as it is/;

test('the old key can be kept: it goes on, and the portal says that it cannot stop it', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await rotation.choice(KEEP).check();
  await expect(rotation.dialog).toContainText('The old key stays as it is and never expires. You can’t stop it here later.');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  expect(bodyOf((await sandbox.requests('portal.rerollKey'))[0])).toMatchObject({ expiration: null });
  await expect(rotation.dialog).toContainText('The old key stays as it was, and never expires.');
  await rotation.closeWithoutSecret();
  await expect(portal.row('Production')).toHaveCount(2);
  await expect(rotation.notice('Production')).toContainText('stays as it was');
  await page.reload();
  await expect(rotation.notice('Production')).toContainText('stays as it was');
  // There is no time that is left.
  await expect(rotation.notice('Production')).toContainText(/Old key: \d+ requests? (a minute|in the last .*)\./);
});

test('a key that expires keeps its expiry', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 24 hours/);
  await rotation.closeWithoutSecret();
  await rotation.opener('Production').nth(1).click();
  await rotation.choice(KEEP).check();
  await expect(rotation.dialog).toContainText(/keeps its own expiry: it stops tomorrow at \d\d:\d\d\. You can’t stop it here sooner\./);
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  await expect(rotation.dialog).toContainText(/The old key stops working tomorrow/);
});

test('a lost answer is found by the new key', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 502);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', { real: true, drop: true });
  await rotation.open('Production');
  await rotation.choice(KEEP).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('“Production” was rotated, but the new key didn’t reach you');
  await expect(rotation.dialog).toContainText('The old key stays as it was');
});
