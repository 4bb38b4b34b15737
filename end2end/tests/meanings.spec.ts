/** Each meaning of an answer has its screen. Which answer means what is decided natively, case by case: `portal-api`, meaning. */

import type { Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { firstCaseThatMeans } from '../harness/contract.ts';
import type { NextAnswer } from '../harness/sandbox.ts';
import { endScreens } from '../harness/screens.ts';
import { expect, test } from '../harness/test.ts';

const LIST = /portal\.listKeys/;

/** As often as the portal needs to be seen failing: after the first time it tries again within a second. */
function often(answer: NextAnswer): NextAnswer[] {
  return [answer, answer, answer];
}

/** The keys' own page, and none of the screens that take its place. */
async function expectNotEnded(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'API keys', exact: true })).toBeVisible();
  for (const { heading } of endScreens) {
    await expect(page.getByRole('heading', { name: heading, exact: true })).toBeHidden();
  }
}

for (const [meaning, heading] of [
  ['no session', 'Your session is gone'],
  ['session ended', 'Your session has expired'],
  ['switched off', 'This page is switched off'],
  ['set up wrongly', 'This page isn’t set up correctly'],
  ['not allowed', 'Your session doesn’t include API keys'],
] as const) {
  test(`an answer that means "${meaning}" shows "${heading}" in place of the keys`, async ({ page, sandbox, openKeys, portal, failures }) => {
    const answer = firstCaseThatMeans(meaning);
    failures.expectFailures(LIST, answer.status);
    await openKeys();
    await sandbox.answer('portal.listKeys', { case: answer.case });
    await page.reload();
    await expect(portal.screen(heading)).toBeVisible();
    await expect(portal.table).toBeHidden();
  });
}

test('an answer that means "temporary" is said to pass, and passes', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(LIST, 503);
  await openKeys();
  await sandbox.answer('portal.listKeys', { status: 503, headers: { 'retry-after': '120' }, raw: '' });
  await page.reload();
  await expect(portal.alert).toContainText('Your keys couldn’t be loaded');
  await expect(portal.waiting).toBeVisible();
  await expectNotEnded(page);
  await portal.tryAgainNow.click();
  await expect(portal.table).toBeVisible();
  await expect(portal.alert).toBeHidden();
});

test('an answer that means "request at fault" is said with its request ID, and not asked again', async ({ page, sandbox, openKeys, portal, failures }) => {
  const answer = firstCaseThatMeans('request at fault');
  failures.expectFailures(LIST, answer.status);
  await installClock(page);
  await openKeys();
  await sandbox.answer('portal.listKeys', { case: answer.case });
  await page.reload();
  await expect(portal.alert).toBeVisible();
  await expect(page.getByText(/^req_/)).toBeVisible();
  await expectNotEnded(page);
  await page.clock.fastForward(120_000);
  expect(await sandbox.count('portal.listKeys')).toBe(2);
});

test('a 403 of something in between is no end of the session', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(LIST, 502);
  await openKeys();
  await sandbox.answer('portal.listKeys', ...often({ status: 403, headers: { 'content-type': 'text/html' }, raw: '<h1>Blocked by the firewall</h1>' }));
  await page.reload();
  await expect(portal.alert).toContainText('Your keys couldn’t be loaded');
  await expectNotEnded(page);
});
