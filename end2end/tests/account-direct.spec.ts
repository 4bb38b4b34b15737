/** Whose keys these are, without a gateway: the page goes by the same rule as the gateway. */

import { key, listPage } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { sameSite, type Addresses } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { ...sameSite, config: (at: Addresses) => ({ ...sameSite.config?.(at), show: { account: true } }) } });

test('the header names the account that all keys name', async ({ page, sandbox, portal, openKeys }) => {
  await openKeys();
  const banner = page.getByRole('banner');
  await expect(banner.getByText(sandbox.user, { exact: true })).toBeVisible();
  const of = (externalId: string) => ({ identity: { id: 'id_made', externalId } });
  await sandbox.answer('portal.listKeys', listPage([key(1, of(sandbox.user)), key(2, of('user_b'))]));
  await page.goto(pathOf(await sandbox.createSession()));
  await portal.openNew.click();
  await expect(portal.rows).toHaveCount(2);
  await expect(banner).not.toContainText('user_');
});
