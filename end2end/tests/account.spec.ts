/** Whose keys these are, by the keys themselves (`show.account`): behind the gateway, and with an API of the same site. */

import { heldSecondPage, key, keys, listPage } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: (at) => ({ ...defaultConfig(at), show: { account: true } }) } });

const of = (externalId: string) => ({ identity: { id: 'id_made', externalId } });

test('the header names the account of the keys', async ({ page, sandbox, openKeys }) => {
  await openKeys();
  const name = page.getByRole('banner').getByText(sandbox.user, { exact: true });
  await expect(name).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(name).toBeHidden();
});

test('a label is not believed where the operator has not asked for it', async ({ page, sandbox, portal }) => {
  await page.goto(`${pathOf(await sandbox.createSession())}&label=Northwind`);
  await expect(portal.rows).toHaveCount(3);
  await expect(page.getByRole('banner').getByText(sandbox.user)).toBeVisible();
  await expect(page.getByText('Northwind')).toBeHidden();
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('Northwind');
});

test('a second page that names another account leaves none', async ({ page, sandbox, portal }) => {
  const first = keys(1, 100).map((made) => ({ ...made, ...of('user_a') }));
  await sandbox.answer('portal.listKeys', ...heldSecondPage(first, [key(101, of('user_b'))]));
  await page.goto(pathOf(await sandbox.createSession()));
  const name = page.getByRole('banner').getByText('user_a');
  await expect(name).toBeVisible();
  await sandbox.release('portal.listKeys');
  await expect(portal.count).toHaveText('101 keys');
  await expect(name).toBeHidden();
});

test('keys that name no account, or several, show none', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([key(1, of('user_a')), key(2)]), listPage([key(1, of('user_a')), key(2, of('user_b'))]));
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.rows).toHaveCount(2);
  await expect(page.getByRole('banner')).not.toContainText('user_');
  await page.reload();
  await expect(portal.rows).toHaveCount(2);
  await expect(page.getByRole('banner')).not.toContainText('user_');
});
