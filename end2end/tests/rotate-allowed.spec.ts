/** Who may not rotate is told so once, and bothered no more. */

import { landToRotate, ROTATES } from '../harness/rotation.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

test('after the first refusal it is said once why, and the action is gone, after a reload and on key pages, too; the next session has it', async ({ page, sandbox, failures, portal }) => {
  failures.expectFailures(/rerollKey|getVerifications/, 403);
  const rotation = await landToRotate(page, sandbox, { permissions: ['keys:read'] });
  await rotation.open('Production');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('You can’t rotate keys here');
  await expect(rotation.dialog).toContainText('Acme opened this session without permission to rotate keys');
  await rotation.close.click();
  await expect(rotation.dialog).toBeHidden();
  await expect(portal.rows).toHaveCount(3);
  const buttons = page.getByRole('button', { name: /^Rotate/ });
  await expect(buttons).toHaveCount(0);
  await expect(portal.screen('API keys')).toBeFocused();
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
  // The session goes on.
  await portal.row('Staging').getByRole('link').click();
  await expect(portal.screen('Staging')).toBeVisible();
  await expect(buttons).toHaveCount(0);
  await page.goBack();
  await page.reload();
  await expect(portal.rows).toHaveCount(3);
  await expect(buttons).toHaveCount(0);
  await portal.row('Staging').getByRole('link').click();
  await expect(portal.screen('Staging')).toBeVisible();
  await expect(buttons).toHaveCount(0);
  await page.goto(pathOf(await sandbox.createSession({ permissions: ROTATES })));
  await portal.openNew.click();
  await expect(rotation.opener('Production')).toBeVisible();
});

test('a link that says that its session rotates no keys shows no buttons at all', async ({ page, servers, sandbox, portal }) => {
  await page.goto(`${pathOf(await sandbox.createSession())}&rotation=false`);
  await expect(portal.rows).toHaveCount(3);
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
  await expect(page.getByRole('button', { name: /^Rotate/ })).toHaveCount(0);
  await page.reload();
  await expect(portal.rows).toHaveCount(3);
  await expect(page.getByRole('button', { name: /^Rotate/ })).toHaveCount(0);
});
