/** Every answer of the contract leads to the screen of its meaning, on a list that is asked for again. */

import type { Page } from '@playwright/test';
import { casesThatMean, type ContractCase } from '../harness/contract.ts';
import { problem } from '../harness/keys.ts';
import type { NextAnswer } from '../harness/sandbox.ts';
import { endScreens } from '../harness/screens.ts';
import { expect, test } from '../harness/test.ts';

const LIST = /portal\.listKeys/;

/** What the browser sees of an answer: the gateway makes an unreadable 200 a 502, and a 408, which browsers would repeat, a 504. */
function statusAtBrowser({ status }: ContractCase): number {
  if (status === 408) return 504;
  return status === 200 ? 502 : status;
}

/** As often as the portal needs to be seen failing: after the first time it tries again within a second. */
function often(answer: NextAnswer): NextAnswer[] {
  return [answer, answer, answer];
}

/** A text that no list of keys may show while the session goes on. */
async function expectNotEnded(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'API keys', exact: true })).toBeVisible();
  for (const { heading } of endScreens) {
    await expect(page.getByRole('heading', { name: heading, exact: true })).toBeHidden();
  }
}

const screens: Record<string, string> = {
  'no session': 'Your session is gone',
  'session ended': 'Your session has expired',
  'switched off': 'This portal is switched off',
  'set up wrongly': "This portal isn’t set up correctly",
  'not allowed': "Your session doesn’t include API keys",
};

for (const [meaning, heading] of Object.entries(screens)) {
  for (const answer of casesThatMean(meaning)) {
    test(`${answer.status} "${answer.case}" is told as "${heading}"`, async ({ page, sandbox, openKeys, portal, failures }) => {
      failures.expectFailures(LIST, answer.status);
      await openKeys();
      await sandbox.answer('portal.listKeys', { case: answer.case });
      await page.reload();
      await expect(portal.screen(heading)).toBeVisible();
      await expect(portal.table).toBeHidden();
    });
  }
}

for (const answer of casesThatMean('temporary')) {
  test(`${answer.status} "${answer.case}" is told as a failure that passes`, async ({ page, sandbox, openKeys, portal, failures }) => {
    failures.expectFailures(LIST, statusAtBrowser(answer));
    await openKeys();
    await sandbox.answer('portal.listKeys', ...often({ case: answer.case }));
    await page.reload();
    await expect(portal.alert).toContainText("Your keys couldn’t be loaded");
    await expect(portal.waiting).toBeVisible();
    await expectNotEnded(page);
  });
}

for (const answer of casesThatMean('request at fault')) {
  test(`${answer.status} "${answer.case}" is said with its request ID`, async ({ page, sandbox, openKeys, portal, failures }) => {
    failures.expectFailures(LIST, answer.status);
    await openKeys();
    await sandbox.answer('portal.listKeys', { case: answer.case });
    await page.reload();
    await expect(portal.alert).toBeVisible();
    await expect(page.getByText(/^req_/)).toBeVisible();
    await expectNotEnded(page);
    expect(await sandbox.count('portal.listKeys')).toBe(2);
  });
}

const between: [string, NextAnswer, number][] = [
  ['a 403 of something in between', { status: 403, headers: { 'content-type': 'text/html' }, raw: '<h1>Blocked by the firewall</h1>' }, 403],
  ['a 403 with a code that nobody knows', problem(403, 'unkey/authorization/something_new'), 403],
  ['a 504 without a body', { status: 504, headers: {}, raw: '' }, 504],
  ['a dropped connection', { drop: true }, 502],
  ['an answer cut off half-way', { real: true, cut: true }, 502],
];

for (const [what, answer, status] of between) {
  test(`${what} is told as a failure that passes, and passes`, async ({ page, sandbox, openKeys, portal, failures }) => {
    failures.expectFailures(LIST, status);
    await openKeys();
    await sandbox.answer('portal.listKeys', ...often(answer));
    await page.reload();
    await expect(portal.alert).toContainText("Your keys couldn’t be loaded");
    await expectNotEnded(page);
    await portal.tryAgainNow.click();
    await expect(portal.table).toBeVisible({ timeout: 15_000 });
    await expect(portal.alert).toBeHidden();
  });
}
