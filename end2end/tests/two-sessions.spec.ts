/** A second session in a browser that has one: nobody is moved to it unasked, and nobody sees a mixture. */

import { installClock } from '../harness/clock.ts';
import { endSessionIn, loseSessionCookie } from '../harness/cookies.ts';
import { nextFrame } from '../harness/frames.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf, type Sandbox } from '../harness/sandbox.ts';
import { loseMessages } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

const CHOICE = 'Open the keys from this link?';

/** A link to another person's session: `user_123` has a dozen keys, the test's own user three. */
async function otherLink(sandbox: Sandbox): Promise<string> {
  return pathOf(await sandbox.createSession({ externalId: 'user_123' }));
}

test('WSTG-SESS-03: a link of another session asks before it opens it, and does what was answered', async ({ page, sandbox, openKeys, portal }) => {
  await openKeys();
  await page.goto(await otherLink(sandbox));
  await expect(portal.screen(CHOICE)).toBeVisible();
  await expect(page.getByText('You already have Acme keys open in this browser.')).toBeVisible();
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
  await portal.keepOpen.click();
  await expect(portal.rows).toHaveCount(3);
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
  await page.goto(await otherLink(sandbox));
  await portal.openNew.click();
  await expect(portal.rows).toHaveCount(12);
  await page.reload();
  await expect(portal.rows).toHaveCount(12);
});

test.describe('a session that is known to have ended is not asked about: the link opens at once', () => {
  const LIST = /portal\.listKeys/;

  test('after the app ended it', async ({ page, sandbox, openKeys, portal, failures }) => {
    failures.expectFailures(LIST, 401);
    await openKeys();
    await sandbox.revoke();
    await page.reload();
    await expect(portal.screen('Your session has expired')).toBeVisible();
    await page.goto(await otherLink(sandbox));
    await expect(portal.rows).toHaveCount(12);
  });

  test('after its cookie was cleared', async ({ page, context, sandbox, openKeys, portal, failures }) => {
    failures.expectFailures(LIST, 400, 401);
    await openKeys();
    await loseSessionCookie(context);
    await page.reload();
    await expect(portal.screen('Your session is gone')).toBeVisible();
    await page.goto(await otherLink(sandbox));
    await expect(portal.rows).toHaveCount(12);
  });

  test('after its time', async ({ page, sandbox, openKeys, portal }) => {
    await openKeys();
    await endSessionIn(page, -1_000);
    await page.goto(await otherLink(sandbox));
    await expect(portal.rows).toHaveCount(12);
  });
});

test('WSTG-SESS-11: a list that was on its way when the session was replaced is not shown', async ({ page, context, sandbox, openKeys, portal }) => {
  await openKeys();
  await sandbox.answer('portal.listKeys', { real: true, hold: true });
  await page.reload();
  await sandbox.untilHeld('portal.listKeys');

  const other = await context.newPage();
  await other.goto(await otherLink(sandbox));
  await other.getByRole('button', { name: 'Open these keys' }).click();
  await expect(new Portal(other).rows).toHaveCount(12);

  await expect(portal.screen('Other keys were opened in this browser')).toBeVisible();
  const before = await sandbox.count('portal.listKeys');
  await sandbox.release('portal.listKeys');
  await expect.poll(() => sandbox.count('portal.listKeys')).toBe(before + 1);
  await nextFrame(page);
  await expect(portal.screen('Other keys were opened in this browser')).toBeVisible();
  await expect(portal.table).toBeHidden();
});

test('WSTG-SESS-11: nor is it in a tab that was not told of the replacement', async ({ page, context, sandbox, openKeys, portal }) => {
  await loseMessages(page);
  await openKeys();
  await sandbox.answer('portal.listKeys', { real: true, hold: true });
  await installClock(page);
  await page.reload();
  await sandbox.untilHeld('portal.listKeys');
  // Nor does it look by itself from time to time: it learns of it when the answer comes.
  await page.clock.pauseAt(Date.now() + 5_000);

  const other = await context.newPage();
  await other.goto(await otherLink(sandbox));
  await other.getByRole('button', { name: 'Open these keys' }).click();
  await expect(new Portal(other).rows).toHaveCount(12);

  await sandbox.release('portal.listKeys');
  await expect(portal.screen('Other keys were opened in this browser')).toBeVisible();
  await expect(portal.table).toBeHidden();
});

test('WSTG-SESS-03: the link of a session that was replaced does not open the one that replaced it', async ({ page, sandbox, portal, failures }) => {
  const first = pathOf(await sandbox.createSession());
  await page.goto(first);
  await expect(portal.rows).toHaveCount(3);
  await page.goto(await otherLink(sandbox));
  await page.getByRole('button', { name: 'Open these keys' }).click();
  await expect(portal.rows).toHaveCount(12);

  await page.goto(first);
  await expect(portal.screen(CHOICE)).toBeVisible();
  failures.expectFailures(/exchangeSession/, 401);
  await portal.openNew.click();
  await expect(portal.screen('This link no longer works')).toBeVisible();
  await expect(portal.table).toBeHidden();
});
