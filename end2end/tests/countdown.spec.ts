/** The session's last quarter of an hour: said in time, whatever this computer's clock says. */

import { installClock } from '../harness/clock.ts';
import { DAY_MS } from '../harness/keys.ts';
import { expect, test } from '../harness/test.ts';

const MINUTE_MS = 60_000;
const EXPIRED = 'Your session has expired';

/** A moment before the time is over, so that the whole minutes shown don't depend on how fast the test is. */
const MOMENT_MS = 20_000;

test('in the last quarter of an hour the page says how long the session has, with the way to a new one', async ({ page, servers, sandbox, openKeys, portal }) => {
  await openKeys();
  await sandbox.shiftClock(DAY_MS - 14 * MINUTE_MS + MOMENT_MS);
  await page.reload();
  await expect(portal.countdown).toHaveText(/^Your session ends in 1[34] minutes\.$/);
  await expect(portal.table).toBeVisible();
  // The first is in the header.
  const link = page.getByRole('link', { name: 'Back to Acme' }).last();
  const href = new URL((await link.getAttribute('href')) ?? '');
  expect(href.origin + href.pathname).toBe(`${servers.urls.app}/account`);
  expect(href.searchParams.get('tab')).toBe('keys');
});

test('nothing is said of the end while it is more than a quarter of an hour away, and then the minutes count down without a reload', async ({ page, sandbox, openKeys, portal }) => {
  await installClock(page);
  await openKeys();
  await sandbox.shiftClock(DAY_MS - 16 * MINUTE_MS + MOMENT_MS);
  await page.reload();
  await expect(portal.table).toBeVisible();
  await expect(portal.countdown).toBeHidden();
  await page.clock.fastForward(2 * MINUTE_MS);
  await expect(portal.countdown).toHaveText(/ 1[34] minutes/);
  await page.clock.fastForward(9 * MINUTE_MS);
  await expect(portal.countdown).toHaveText(/ [45] minutes/);
});

test('WSTG-SESS-07: an open page ends at the minute, without asking, and takes the keys away', async ({ page, sandbox, openKeys, portal }) => {
  await installClock(page);
  await openKeys();
  await sandbox.shiftClock(DAY_MS - 2 * MINUTE_MS);
  await page.reload();
  await expect(portal.countdown).toBeVisible();
  const before = await sandbox.count();
  await page.clock.fastForward(2 * MINUTE_MS + MOMENT_MS);
  await expect(portal.screen(EXPIRED)).toBeVisible();
  await expect(portal.table).toBeHidden();
  expect(await sandbox.count()).toBe(before);
});

for (const [what, shift] of [
  ['a day ahead', DAY_MS],
  ['a day behind', -DAY_MS],
] as const) {
  test(`on a computer whose clock is ${what}, the end is told in time`, async ({ page, sandbox, openKeys, portal }) => {
    await installClock(page, { time: Date.now() + shift });
    await openKeys();
    await expect(portal.countdown).toBeHidden();
    await sandbox.shiftClock(DAY_MS - 12 * MINUTE_MS + MOMENT_MS);
    await page.reload();
    await expect(portal.countdown).toHaveText(/ 1[12] minutes/);
    await page.clock.fastForward(12 * MINUTE_MS);
    await expect(portal.screen(EXPIRED)).toBeVisible();
  });

  test(`WSTG-SESS-07: on a computer whose clock is ${what}, a session that is over is over`, async ({ page, sandbox, openKeys, portal, failures }) => {
    failures.expectFailures(/portal\.listKeys/, 401);
    await installClock(page, { time: Date.now() + shift });
    await openKeys();
    await sandbox.shiftClock(DAY_MS + 1_000);
    await page.reload();
    await expect(portal.screen(EXPIRED)).toBeVisible();
  });
}

// The gateway's own clock is right here, so the server's may not be off by a whole session.
for (const [what, shift] of [
  ['six hours ahead', DAY_MS / 4],
  ['six hours behind', -DAY_MS / 4],
] as const) {
  test(`with a server whose clock is ${what}, the end is told in time`, async ({ page, sandbox, openKeys, portal }) => {
    await sandbox.shiftClock(shift);
    await openKeys();
    await expect(portal.countdown).toBeHidden();
    await sandbox.shiftClock(shift + DAY_MS - 12 * MINUTE_MS + MOMENT_MS);
    await page.reload();
    await expect(portal.countdown).toHaveText(/ 1[12] minutes/);
  });
}

test.describe('after the laptop slept', () => {
  test('a session that is about to end says so', async ({ page, openKeys, portal }) => {
    await installClock(page);
    await openKeys();
    await page.clock.fastForward(DAY_MS - 12 * MINUTE_MS + MOMENT_MS);
    await expect(portal.countdown).toHaveText(/ 1[12] minutes/);
  });

  test('a session that ended meanwhile shows no keys', async ({ page, openKeys, portal }) => {
    await installClock(page);
    await openKeys();
    await page.clock.fastForward(DAY_MS + MINUTE_MS);
    await expect(portal.screen(EXPIRED)).toBeVisible();
    await expect(portal.table).toBeHidden();
  });

  test('the page learns of it when it is looked at again, timers or not', async ({ page, openKeys, portal }) => {
    // Timers that slept too: only the clock has moved when the page is shown again.
    await installClock(page);
    await openKeys();
    await page.clock.pauseAt(Date.now() + DAY_MS + MINUTE_MS);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(portal.screen(EXPIRED)).toBeVisible();
  });
});
