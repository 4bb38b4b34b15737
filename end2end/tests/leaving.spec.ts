/** Leaving the list, or a dialog, with something half done: nothing of it comes after. Failures in the console fail a test, too. */

import type { Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { Rotation, landToRotate, ROTATES } from '../harness/rotation.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';
import { openTab } from '../harness/tabs.ts';

/** Longer than anything waits that a page does a moment later: a search on its way into the address, for one. */
const LATER_MS = 5_000;

test.describe('a search that was typed a moment ago', () => {
  test.beforeEach(async ({ page, sandbox }) => {
    await installClock(page);
    await landToRotate(page, sandbox, { externalId: 'user_123' });
  });

  test('is not written into the address of the key that was opened at once', async ({ page, portal }) => {
    await portal.search.pressSequentially('trial');
    await portal.link('Trial').click();
    await expect(portal.screen('Trial')).toBeVisible();
    await page.clock.runFor(LATER_MS);
    await expect(page).toHaveURL(/\/keys\/key_[^?]+$/);
    await page.goBack();
    await expect(portal.search).toHaveValue('trial');
    await expect(page).toHaveURL(/\/keys\?q=trial$/);
  });

  test('is not written into the address that Back leads to', async ({ page, portal }) => {
    await portal.link('Trial').click();
    await page.getByRole('link', { name: 'All API keys' }).click();
    await expect(portal.count).toHaveText('12 keys');
    await portal.search.pressSequentially('staging');
    await page.goBack();
    await expect(portal.screen('Trial')).toBeVisible();
    await page.clock.runFor(LATER_MS);
    await expect(page).toHaveURL(/\/keys\/key_[^?]+$/);
    await page.goForward();
    await expect(portal.table).toBeVisible();
  });

  test('is not written into the address of a session that was signed out of', async ({ page, portal }) => {
    await portal.search.pressSequentially('staging');
    await portal.signOut.click();
    await expect(portal.screen('You’re signed out')).toBeVisible();
    await page.clock.runFor(LATER_MS);
    // Leaving the field ended the search: that is the address, and nothing writes another one.
    await expect(page).toHaveURL(/\/keys\?q=staging$/);
    await page.clock.runFor(LATER_MS);
    await expect(page).toHaveURL(/\/keys\?q=staging$/);
    await expect(portal.table).toBeHidden();
  });
});

test('Back from the keys to the app, with a search just typed, leaves nothing behind', async ({ page, servers, sandbox, portal }) => {
  await page.goto(servers.urls.app);
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await expect(portal.table).toBeVisible();
  await portal.search.pressSequentially('stag');
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}`));
  await page.goForward();
  await expect(portal.table).toBeVisible();
});

test('an answer that comes after its page was left changes nothing', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await sandbox.answer('portal.getVerifications', { real: true, hold: true });
  await portal.link('Production').click();
  await expect(portal.screen('Production')).toBeVisible();
  await sandbox.untilHeld('portal.getVerifications');
  await page.goBack();
  await expect(portal.rows).toHaveCount(12);
  const answered = page.waitForResponse(/getVerifications/);
  await sandbox.release('portal.getVerifications');
  await answered;
  await portal.search.fill('stag');
  await expect(portal.count).toHaveText('1 of 12 keys');
});

const focused: readonly (readonly [what: string, focus: (page: Page) => Promise<void>])[] = [
  ['the search', (page) => page.getByRole('searchbox').pressSequentially('stag')],
  ['the choice of a status', (page) => page.getByRole('combobox', { name: 'Status' }).focus()],
  ['a row', (page) => page.getByRole('rowheader', { name: 'Staging' }).getByRole('link').focus()],
  [
    'the shortcuts',
    async (page) => {
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await page.getByRole('checkbox', { name: /single-key shortcuts/ }).focus();
    },
  ],
  [
    'the question whose a key is',
    async (page) => {
      await page.getByRole('button', { name: 'Is this key mine?' }).click();
      await page.getByLabel('Key to look for').pressSequentially('acme_');
    },
  ],
  [
    'the dialog of a rotation',
    async (page) => {
      const rotation = new Rotation(page);
      await rotation.open('Staging');
      await rotation.amount.fill('36');
    },
  ],
];

for (const [what, focus] of focused) {
  test(`a session that ends while ${what} has the focus shows its end and nothing else`, async ({ page, context, sandbox, portal }) => {
    await landToRotate(page, sandbox, { externalId: 'user_123' });
    await focus(page);
    const other = await openTab(context);
    await other.portal.signOut.click();
    await expect(portal.screen('You’re signed out')).toBeVisible();
    await expect(portal.table).toBeHidden();
    await expect(page.getByRole('dialog')).toBeHidden();
    await page.bringToFront();
    // It goes on working: the way back leads to the app.
    await portal.returnLink.click();
    await expect(page.getByRole('button', { name: /API keys/i })).toBeVisible();
  });
}

test('the numbers of a key that had the focus are gone with the session', async ({ page, context, sandbox, portal }) => {
  await page.goto(pathOf(await sandbox.createSession({ permissions: ROTATES })));
  await portal.link('Production').click();
  await page.getByText('Show the numbers').click();
  const other = await openTab(context);
  await other.portal.signOut.click();
  await expect(portal.screen('You’re signed out')).toBeVisible();
  await expect(page.getByText('Show the numbers')).toHaveCount(0);
});
