/** One key: all that is known of it. */

import { installClock } from '../harness/clock.ts';
import { DAY_MS, key, keys, listPage, listPages, problem, unavailable } from '../harness/keys.ts';
import { bodyOf, HOUR_MS, landToRotate, Rotation, ROTATES } from '../harness/rotation.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';
import type { Locator, Page } from '@playwright/test';

function lastDay(page: Page): Locator {
  return page.getByRole('region', { name: 'Last 24 hours' });
}

/** What stands beside a word of the key's facts. */
function fact(page: Page, term: string): Locator {
  return page.getByRole('main').getByRole('definition').and(page.locator(`dt:text-is(${JSON.stringify(term)}) + dd`));
}

test('a key has a page with all its facts: active, disabled or expired', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  const start = await portal.row('Expiring soon').getByRole('cell').first().innerText();
  await portal.link('Expiring soon').click();
  await expect(portal.screen('Expiring soon')).toBeVisible();
  await expect(page).toHaveURL(/\/keys\/key_[^/?]+$/);
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await expect(fact(page, 'Key')).toHaveText(start);
  await expect(fact(page, 'Key ID')).toContainText(id);
  await expect(fact(page, 'Created')).toContainText(/\d{4}/);
  await expect(fact(page, 'Expires')).toContainText('in 3 days');
  await expect(fact(page, 'Last used')).toContainText('about 5 minutes ago');
  await expect(page.getByRole('main').getByText('Active', { exact: true })).toBeVisible();
  for (const [name, status] of [['Old integration', 'Disabled'], ['Trial', 'Expired']] as const) {
    await page.goBack();
    await portal.link(name).click();
    await expect(portal.screen(name)).toBeVisible();
    await expect(page.getByRole('main').getByText(status, { exact: true })).toBeVisible();
  }
});

test.describe('far from Greenwich', () => {
  test.use({ timezoneId: 'America/New_York' });

  test('times are told by the clock on the wall and by UTC', async ({ page, sandbox, portal }) => {
    await sandbox.answer(
      'portal.listKeys',
      listPage([key(1, { createdAt: Date.UTC(2026, 0, 2, 3, 4, 5), expires: Date.UTC(2031, 6, 8, 9, 10, 11), lastUsedAt: Date.UTC(2026, 0, 5, 1, 0, 0) })]),
    );
    await landToRotate(page, sandbox);
    await portal.link('Key 1').click();
    for (const [term, local, utc] of [
      ['Created', '1 Jan 2026, 22:04', '2 January 2026 at 03:04:05 UTC'],
      ['Expires', '8 Jul 2031, 05:10', '8 July 2031 at 09:10:11 UTC'],
    ] as const) {
      await expect(fact(page, term), term).toContainText(local);
      await expect(fact(page, term), term).toContainText(utc);
    }
    // Known to about five minutes: no log has it.
    await expect(fact(page, 'Last used')).toHaveText(/^\d+ days ago4 Jan 2026, 20:00$/);
    await expect(fact(page, 'Created').getByRole('time').first()).toHaveAttribute('datetime', '2026-01-02T03:04:05.000Z');
  });
});

test('the window’s title names it, the heading has the focus, and its ID can be copied', async ({ page, context, sandbox, portal }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await landToRotate(page, sandbox);
  await portal.link('Staging').click();
  await expect.poll(() => page.title()).toMatch(/^Staging/);
  await expect(portal.screen('Staging')).toBeFocused();
  await page.getByRole('button', { name: 'Copy key ID' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(new URL(page.url()).pathname.split('/').at(-1));
});

test('it can be rotated from its page', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await portal.link('Staging').click();
  await expect(portal.screen('Staging')).toBeVisible();
  await rotation.finish('Staging');
  await rotation.closeWithoutSecret();
  await expect(fact(page, 'Expires')).toContainText('tomorrow');
  await expect(page.getByRole('main')).toContainText('New key: no requests yet.');
  await page.goBack();
  await expect(rotation.notice('Staging')).toBeVisible();
});

test('what another tab does with the key is shown, and takes nothing from whoever reads', async ({ page, context, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  await portal.link('Production').click();
  const numbers = lastDay(page).getByText('Show the numbers');
  await numbers.click();
  await expect(lastDay(page).getByRole('table')).toBeVisible();
  const other = await context.newPage();
  await other.goto('/keys');
  await new Rotation(other).finish('Production', /^In 1 hour/);
  await page.bringToFront();
  await expect(fact(page, 'Expires')).toContainText(/in (1 hour|\d+ minutes)/);
  await expect(lastDay(page).getByRole('table')).toBeVisible();
  await expect(numbers).toBeFocused();
});

test('while the page is being fetched, it has the name that the list knows', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  await page.route(/\/details-/, () => new Promise(() => {}));
  await portal.link('Staging').click();
  await expect(portal.screen('Staging')).toBeVisible();
  await expect(page).toHaveTitle(/^Staging/);
});

test('a link to a key shows it at once, and a reload again', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  const path = await portal.link('Laptop').getAttribute('href');
  await page.goto(path ?? '');
  await expect(portal.screen('Laptop')).toBeVisible();
  await page.reload();
  await expect(portal.screen('Laptop')).toBeVisible();
});

test('a key beyond the first thousand is found by its address', async ({ page, sandbox, portal }) => {
  const all = keys(1, 1_200).toReversed();
  await landToRotate(page, sandbox);
  await sandbox.answer('portal.listKeys', ...listPages(all));
  await page.goto('/keys/key_made000003');
  await expect(portal.screen('Key 3')).toBeVisible();
});

test('while a key is being looked for, it is not said to be missing', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  const [first, second] = listPages(keys(1, 200));
  if (!first || !second) throw new Error('a list of two pages');
  await sandbox.answer('portal.listKeys', first, { ...second, hold: true });
  await page.goto('/keys/key_made000150');
  const missing = page.getByRole('heading', { name: 'There is no such key' });
  await sandbox.untilHeld('portal.listKeys');
  await expect(page.getByRole('main')).toBeVisible();
  await expect(missing).toBeHidden();
  await sandbox.release('portal.listKeys');
  await expect(portal.screen('Key 150')).toBeVisible();
});

test('an address with an ID that nobody has, or that is none, is said to be no key', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  for (const [path, heading] of [
    ['/keys/key_nothing', 'There is no such key'],
    [`/keys/${encodeURIComponent('<img src=x onerror=alert(1)>')}`, 'There is no such key'],
  ] as const) {
    await page.goto(path);
    await expect(portal.screen(heading), path).toBeVisible();
    await expect(page.getByRole('main').getByRole('img'), path).toHaveCount(0);
  }
});

test('another account’s key is said to be no key of this one', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  const path = (await portal.link('Production').getAttribute('href')) ?? '';
  await page.context().clearCookies();
  await page.goto(pathOf(await sandbox.createSession({ permissions: ROTATES })));
  await portal.table.waitFor();
  await page.goto(path);
  await expect(portal.screen('There is no such key')).toBeVisible();
  await expect(page.getByText('or it is another account’s')).toBeVisible();
  await page.getByRole('link', { name: 'All API keys' }).click();
  await expect(portal.rows).toHaveCount(3);
});

test('where the list cannot be read to its end, a key is not said to be missing', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/listKeys/, 503);
  await landToRotate(page, sandbox);
  await sandbox.answer('portal.listKeys', unavailable, unavailable, unavailable, unavailable, unavailable);
  await page.goto('/keys/key_made000150');
  await expect(portal.alert).toBeVisible();
  await expect(portal.screen('There is no such key')).toBeHidden();
});

test.describe('the last 24 hours', () => {
  test('are asked for this key, from the start of an hour, and shown as a chart, in words and in numbers', async ({ page, sandbox, portal }) => {
    await landToRotate(page, sandbox, { externalId: 'user_123' });
    await portal.link('Production').click();
    await expect(lastDay(page).getByRole('paragraph')).toHaveText(/^[\d,]+ requests, [\d,]+ of them refused$/);
    const words = (await lastDay(page).getByRole('paragraph').textContent()) ?? '';
    await expect(lastDay(page).getByRole('img')).toHaveAccessibleName(words);
    await lastDay(page).getByText('Show the numbers').click();
    const numbers = lastDay(page).getByRole('table');
    await expect(numbers.getByRole('columnheader')).toHaveText(['Hour from', 'Requests', 'Refused']);
    const rows = numbers.getByRole('row').filter({ has: page.getByRole('rowheader') });
    const cells = (await rows.getByRole('cell').allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
    const sum = (from: number) => cells.filter((_, index) => index % 2 === from).reduce((all, one) => all + one, 0);
    const [requests, refused] = [...words.matchAll(/\d[\d,]*/g)].map(([number]) => Number(number.replaceAll(',', '')));
    expect(sum(0)).toBe(requests);
    expect(sum(1)).toBe(refused);
    expect(await rows.count()).toBeGreaterThanOrEqual(24);
    expect(await rows.count()).toBeLessThanOrEqual(25);
    const asked = await sandbox.requests('portal.getVerifications');
    expect(asked).toHaveLength(1);
    const body = bodyOf(asked[0]);
    expect(body['keyId']).toBe(new URL(page.url()).pathname.split('/').at(-1));
    expect(Number(body['startTime']) % HOUR_MS).toBe(0);
    expect(Date.now() - Number(body['startTime'])).toBeGreaterThan(DAY_MS - HOUR_MS);
    expect(Date.now() - Number(body['startTime'])).toBeLessThan(DAY_MS + HOUR_MS);
  });

  test('nothing is said of it where the session may not see it, and after the first refusal nobody keeps asking', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(/getVerifications/, 403);
    await landToRotate(page, sandbox, { permissions: ['keys:read'] });
    await portal.link('Production').click();
    await expect.poll(() => sandbox.count('portal.getVerifications')).toBe(1);
    await expect(lastDay(page)).toBeHidden();
    await expect(portal.alert).toBeHidden();
    await page.goBack();
    await portal.link('Staging').click();
    await expect(portal.screen('Staging')).toBeVisible();
    await page.goBack();
    await portal.table.waitFor();
    expect(await sandbox.count('portal.getVerifications')).toBe(1);
  });

  test('an API without analytics is said to record no usage', async ({ page, sandbox, portal }) => {
    await landToRotate(page, sandbox);
    await sandbox.withoutAnalytics();
    await portal.link('Production').click();
    await expect(lastDay(page)).toContainText('This API doesn’t record usage.');
    await expect(lastDay(page).getByRole('button')).toBeHidden();
  });

  test('an answer that fails is said to be unknown, not none', async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(/getVerifications/, 500);
    await landToRotate(page, sandbox);
    await installClock(page);
    await sandbox.answer('portal.getVerifications', problem(500, 'unkey/application/unexpected_error'));
    await portal.link('Production').click();
    await expect(async () => {
      await page.clock.runFor(15_000);
      await expect(lastDay(page)).toContainText('Usage isn’t available right now.', { timeout: 500 });
    }).toPass();
    await expect(lastDay(page).getByText('No requests.')).toBeHidden();
    await lastDay(page).getByRole('button', { name: 'Try again' }).click();
    await expect(lastDay(page).getByRole('img')).toBeVisible();
    await expect(portal.screen('Production')).toBeFocused();
  });
});
