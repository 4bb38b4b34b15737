/** Who may not rotate is told so once, and bothered no more. */

import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

test('after the first refusal the action is gone, and it was said once why', async ({ page, sandbox, failures, portal }) => {
  failures.expectFailures(/rerollKey|getVerifications/, 403);
  const rotation = await landToRotate(page, sandbox, { permissions: ['keys:read'] });
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('You can’t rotate keys here');
  await expect(rotation.dialog).toContainText('Acme opened this session without permission to rotate keys');
  await rotation.close.click();
  await expect(rotation.dialog).toBeHidden();
  await expect(portal.rows).toHaveCount(3);
  await expect(page.getByRole('button', { name: /^Rotate/ })).toHaveCount(0);
  await expect(portal.screen('API keys')).toBeFocused();
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
});

test('the session goes on', async ({ page, sandbox, failures, portal }) => {
  failures.expectFailures(/rerollKey|getVerifications/, 403);
  const rotation = await landToRotate(page, sandbox, { permissions: ['keys:read'] });
  await rotation.open('Production');
  await rotation.rotate.click();
  await rotation.close.click();
  await portal.row('Staging').getByRole('link').click();
  await expect(portal.screen('Staging')).toBeVisible();
});
