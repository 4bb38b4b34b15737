/** The operator has switched usage off, and allows credits and rate limits to be seen. */

import { readFile } from 'node:fs/promises';
import { landToRotate } from '../harness/rotation.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: (at) => ({ ...defaultConfig(at), show: { usage: false, credits: true, rateLimits: true } }) } });

test('a key’s page says what is left of its credits and its rate limits, and nothing of the last 24 hours, for which nobody asks', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.link('Production').click();
  await expect(portal.screen('Production')).toBeVisible();
  const facts = page.getByRole('main');
  await expect(facts).toContainText(/Credits left\s*42,000/);
  await expect(facts).toContainText('Refilled to 100,000 every month, on day 1.');
  await expect(facts).toContainText('1,000 per minute');
  await expect(facts).toContainText('20 per hour');
  await expect(page.getByText('Last 24 hours')).toBeHidden();
  expect(await sandbox.count('portal.getVerifications')).toBe(0);
});

test('the rotation dialog goes by the last use alone', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  await rotation.open('Production');
  await expect(rotation.dialog).not.toContainText('Requests');
  await rotation.choice(/^Now/).check();
  await expect(rotation.dialog).toContainText(/This key was last used .* ago\. Whatever still uses it fails at once\./);
  expect(await sandbox.count('portal.getVerifications')).toBe(0);
});

test('the list says credits and rate limits, none is not unlimited, and both can be sorted by; the list as a file has them, too', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await expect(portal.column('Credits left')).toBeVisible();
  await expect(portal.column('Rate limits')).toBeVisible();
  await expect(portal.row('Production')).toContainText('42,000');
  await expect(portal.row('Production')).toContainText('1,000 per minute');
  await expect(portal.row(/^Nightly export/).getByRole('cell', { name: '0', exact: true })).toBeVisible();
  await expect(portal.row('Created, never used').getByRole('cell', { name: 'Unlimited' })).toBeVisible();
  await portal.sortBy('Credits left');
  const first = (await portal.names()).slice(0, 3);
  await portal.sortBy('Credits left');
  await expect.poll(async () => (await portal.names()).slice(0, 3)).toEqual(first.toReversed());
  expect(first.map((name) => name.slice(0, 7)).sort()).toEqual(['Nightly', 'Product', 'Staging']);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toMatch(/^\uFEFF?Name,.*,Last used,Credits left,Rate limits\r\n/);
  expect(file).toMatch(/^Production,.*,42000,.*1,000 per minute/m);
});
