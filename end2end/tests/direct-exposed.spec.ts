/** The same without the gateway, where the API lets the portal read its clock and its waits. */

import { installClock } from '../harness/clock.ts';
import { tooMany } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { sameSite } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { ...sameSite, exposes: true } });

test('after a 429 the portal waits as long as the server says', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.listKeys/, 429);
  await installClock(page);
  await sandbox.answer('portal.listKeys', tooMany(30));
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.waiting).toBeVisible();
  await page.clock.runFor(10_000);
  await expect(portal.waiting).toBeVisible();
  expect(await sandbox.count('portal.listKeys')).toBe(1);
  await page.clock.runFor(21_000);
  await expect(portal.table).toBeVisible();
});
