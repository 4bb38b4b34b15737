/** The same without the gateway, where the API lets the portal read its clock and its waits. */

import { tooMany } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { sameSite } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { ...sameSite, exposes: true } });

test('after a 429 the portal waits as long as the server says', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.listKeys/, 429);
  await sandbox.answer('portal.listKeys', tooMany(4));
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.table).toBeVisible({ timeout: 12_000 });
  const [first, second] = await sandbox.requests('portal.listKeys');
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(4_000);
});
