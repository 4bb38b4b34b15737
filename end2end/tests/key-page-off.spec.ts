/** The operator has switched usage off, and allows credits and rate limits to be seen. */

import { readFile } from 'node:fs/promises';
import { key, listPage } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: (at) => ({ ...defaultConfig(at), show: { usage: false, credits: true, rateLimits: true } }) } });

test('a key’s page says nothing of the last 24 hours, and nobody asks for them', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.link('Production').click();
  await expect(portal.screen('Production')).toBeVisible();
  await expect(page.getByRole('definition').first()).toBeVisible();
  await expect(page.getByText('Last 24 hours')).toBeHidden();
  expect(await sandbox.count('portal.getVerifications')).toBe(0);
});

test('a key’s page says what is left of its credits, and how they come back', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.link('Production').click();
  const facts = page.getByRole('main');
  await expect(facts).toContainText(/Credits left\s*42,000/);
  await expect(facts).toContainText('Refilled to 100,000 every month, on day 1.');
});

test('a key’s page says its rate limits', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.link('Production').click();
  const facts = page.getByRole('main');
  await expect(facts).toContainText('1,000 per minute');
  await expect(facts).toContainText('20 per hour');
});

test('the list says what is left of the credits, and none is not unlimited', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await expect(portal.column('Credits left')).toBeVisible();
  await expect(portal.row('Production')).toContainText('42,000');
  await expect(portal.row(/^Nightly export/).getByRole('cell', { name: '0', exact: true })).toBeVisible();
  await expect(portal.row('Created, never used').getByRole('cell', { name: 'Unlimited' })).toBeVisible();
});

test('the list says the rate limits', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await expect(portal.column('Rate limits')).toBeVisible();
  await expect(portal.row('Production')).toContainText('1,000 per minute');
});

test('the keys can be put in the order of the credits left, both ways', async ({ page, sandbox, portal }) => {
  await sandbox.answer(
    'portal.listKeys',
    listPage([
      key(1, { name: 'Two hundred', credits: { remaining: 200 } }),
      key(2, { name: 'None', credits: { remaining: 0 } }),
      key(3, { name: 'Thirty', credits: { remaining: 30 } }),
    ]),
  );
  await landToRotate(page, sandbox);
  await portal.sortBy('Credits left');
  const first = await portal.names();
  await portal.sortBy('Credits left');
  await expect.poll(() => portal.names()).toEqual(first.toReversed());
  expect([first, first.toReversed()]).toContainEqual(['None', 'Thirty', 'Two hundred']);
});

test('the list as a file has the same columns', async ({ page, sandbox }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toMatch(/^\uFEFF?Name,.*,Last used,Credits left,Rate limits\r\n/);
  expect(file).toMatch(/^Production,.*,42000,.*1,000 per minute/m);
});
