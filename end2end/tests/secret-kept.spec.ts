/** A new key that nobody has saved is not lost by the end of the session, and a lost one is said to be lost. */

import type { BrowserContext, Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { endSessionIn, loseSessionCookie } from '../harness/cookies.ts';
import { expectNotInPage } from '../harness/leaks.ts';
import { Portal } from '../harness/portal.ts';
import { landToRotate, MINUTE_MS, Rotation, ROTATES } from '../harness/rotation.ts';
import { pathOf, type Sandbox } from '../harness/sandbox.ts';
import { openTab } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

const ENDED = 'Your session has ended. Copy the key before you close this.';
const NOT_SAVED = 'The new key wasn’t saved and can’t be shown again. Rotate the new key.';
const CLOSED = 'You closed the new key without copying it. Rotate the new key.';
const STILL_OPEN = 'The new key hasn’t been copied yet. It’s still open in another tab.';
const ON_THE_SCREEN = 'You rotated a key but haven’t copied the new one.';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** The heading of the screen behind the dialog, which is inert. */
function behind(page: Page, heading: string) {
  return page.locator('h1').filter({ hasText: heading });
}

/** Leaves the page although it asks. */
function agreeToLeave(page: Page): void {
  page.on('dialog', (dialog) => void dialog.accept());
}

interface End {
  readonly what: string;
  readonly heading: string;
  readonly status?: [RegExp, ...number[]];
  readonly end: (at: { page: Page; context: BrowserContext; sandbox: Sandbox }) => Promise<void>;
}

/** The traffic monitor behind the dialog asks once a minute. */
const nextRequest = (page: Page) => page.clock.fastForward(2 * MINUTE_MS);

const ENDS: readonly End[] = [
  { what: 'its time is up', heading: 'Your session has expired', end: ({ page }) => endSessionIn(page, -1_000) },
  {
    what: 'the app revokes it',
    heading: 'Your session has expired',
    status: [/getVerifications/, 401],
    end: async ({ page, sandbox }) => {
      await sandbox.revoke();
      await nextRequest(page);
    },
  },
  {
    what: 'its cookie is cleared',
    heading: 'Your session is gone',
    status: [/getVerifications/, 400, 401],
    end: async ({ page, context }) => {
      await loseSessionCookie(context);
      await nextRequest(page);
    },
  },
];

for (const { what, heading, status, end } of ENDS) {
  test(`a key that nobody has copied stays when ${what}, and everything behind it ends`, async ({ page, context, sandbox, portal, failures }) => {
    if (status) failures.expectFailures(...status);
    await installClock(page);
    const rotation = await landToRotate(page, sandbox);
    const secret = await rotation.finishAndRead('Production', /^In 1 hour/);
    await rotation.reveal.click();
    await end({ page, context, sandbox });
    await expect(rotation.dialog).toContainText(ENDED);
    await expect(behind(page, heading)).toBeAttached();
    await expect(portal.table).not.toBeAttached();
    await expect(page.locator('body')).not.toContainText('Staging');
    await expect(rotation.secret).toHaveText(/^acme_\w{4}•+$/);
    const before = await sandbox.count();
    await page.clock.fastForward(5 * MINUTE_MS);
    expect(await sandbox.count()).toBe(before);
    // Esc asks, as before.
    await page.keyboard.press('Escape');
    await expect(rotation.question).toBeVisible();
    await rotation.answerByEsc();
    await rotation.copy.click();
    await expect(rotation.dialog.getByText(/^Copied$/)).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await rotation.done.click();
    await expect(rotation.dialog).toBeHidden();
    await expect(portal.screen(heading)).toBeFocused();
    await expect(page.getByText(ON_THE_SCREEN)).toBeHidden();
    await expectNotInPage(secret, page);
  });
}

test('a key that was copied goes with the session', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production');
  await rotation.copy.click();
  await expect(rotation.dialog.getByText(/^Copied$/)).toBeVisible();
  await endSessionIn(page, -1_000);
  await expect(portal.screen('Your session has expired')).toBeVisible();
  await expect(rotation.dialog).toBeHidden();
  await expect(page.getByText(ON_THE_SCREEN)).toBeHidden();
  await expectNotInPage(secret, page);
});

test('after half an hour it is gone, and the screen and the next visit say that nobody has it', async ({ page, sandbox, portal }) => {
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production', /^In 24 hours/);
  await endSessionIn(page, -1_000);
  await expect(rotation.dialog).toContainText(ENDED);
  await page.clock.fastForward(29 * MINUTE_MS);
  await expect(rotation.dialog).toBeVisible();
  await page.clock.fastForward(2 * MINUTE_MS);
  await expect(rotation.dialog).toBeHidden();
  await expect(portal.screen('Your session has expired')).toBeVisible();
  await expectNotInPage(secret, page);
  await expect(page.getByText(ON_THE_SCREEN)).toBeVisible();
  await page.reload();
  await expect(page.getByText(ON_THE_SCREEN)).toBeVisible();
  await page.goto(pathOf(await sandbox.createSession({ permissions: ROTATES })));
  await expect(rotation.notice('Production')).toContainText(NOT_SAVED);
});

test('the next visit says it in a new tab too, and to nobody else', async ({ page, context, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 24 hours/);
  await endSessionIn(page, -1_000);
  await expect(rotation.dialog).toContainText(ENDED);
  await page.close();
  const other = await context.newPage();
  await other.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await expect(new Portal(other).rows).toHaveCount(12);
  await expect(other.getByRole('group', { name: /^Rotation of/ })).toHaveCount(0);
  await endSessionIn(other, -1_000);
  await expect(new Portal(other).screen('Your session has expired')).toBeVisible();
  await expect(other.getByText(ON_THE_SCREEN)).toBeHidden();
  await other.goto(pathOf(await sandbox.createSession({ permissions: ROTATES })));
  await expect(new Rotation(other).notice('Production')).toContainText(NOT_SAVED);
});

test('another session in any tab takes it away at once', async ({ page, context, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production');
  await endSessionIn(page, -1_000);
  await expect(rotation.dialog).toContainText(ENDED);
  const other = await context.newPage();
  await other.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await expect(new Portal(other).rows).toHaveCount(12);
  await expect(rotation.dialog).toBeHidden();
  await expect(portal.rows).toHaveCount(12);
  await expectNotInPage(secret, page);
  // The next session of who rotated it says so, also after a session in between.
  await page.goto(pathOf(await sandbox.createSession({ permissions: ROTATES })));
  await page.getByRole('button', { name: 'Open these keys' }).click();
  await expect(rotation.notice('Production')).toContainText(NOT_SAVED);
});

test('the answer to a rotation that comes after the end of the session still brings the key', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', { real: true, hold: true });
  await rotation.open('Production');
  await rotation.rotate.click();
  await sandbox.untilHeld('portal.rerollKey');
  await endSessionIn(page, -1_000);
  await expect(behind(page, 'Your session has expired')).toBeAttached();
  await sandbox.release('portal.rerollKey');
  await expect(rotation.dialog).toContainText(ENDED);
  await rotation.reveal.click();
  await expect(rotation.secret).toHaveText(/^acme_\w{12,}$/);
});

test('signing out asks first while a key is shown that nobody has copied', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production');
  // Behind the dialog it can't be clicked with a mouse.
  const signOut = () => page.locator('header').getByText('Sign out', { exact: true }).dispatchEvent('click');
  await signOut();
  await expect(rotation.question).toContainText('You haven’t copied the new key. Sign out anyway?');
  await rotation.button('Go back to the key').click();
  await expect(rotation.question).toBeHidden();
  await signOut();
  await rotation.button('Sign out anyway').click();
  await expect(portal.screen('You’re signed out')).toBeVisible();
  await expect(rotation.dialog).toBeHidden();
  await expect(page.getByText(ON_THE_SCREEN)).toBeVisible();
  await expectNotInPage(secret, page);
  await page.goto(pathOf(await sandbox.createSession({ permissions: ROTATES })));
  await expect(rotation.notice('Production')).toContainText(NOT_SAVED);
});

test('a reload with a key that nobody has copied says so, and other tabs say it once that tab is gone', async ({ page, context, sandbox }) => {
  agreeToLeave(page);
  const rotation = await landToRotate(page, sandbox);
  const { page: other } = await openTab(context);
  const elsewhere = new Rotation(other).notice('Production');
  await page.bringToFront();
  await rotation.finish('Production', /^In 24 hours/);
  await expect(elsewhere).toContainText(STILL_OPEN);
  await page.reload();
  for (const notice of [rotation.notice('Production'), elsewhere]) {
    await expect(notice).toContainText(NOT_SAVED);
    await expect(notice).toContainText(/stops working tomorrow at \d\d:\d\d/);
  }
  await rotation.notice('Production').getByRole('button', { name: 'Rotate the new key' }).click();
  await expect(rotation.title).toHaveText('Rotate “Production”');
});

test('a key that was copied is lost to no tab', async ({ page, context, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  const { page: other } = await openTab(context);
  await page.bringToFront();
  await rotation.finish('Production');
  const elsewhere = new Rotation(other).notice('Production');
  await expect(elsewhere).toContainText(STILL_OPEN);
  await rotation.copy.click();
  await expect(elsewhere).not.toContainText(/copied|saved/);
  await page.reload();
  await expect(rotation.notice('Production')).toBeVisible();
  await expect(rotation.notice('Production')).not.toContainText(/copied|saved/);
});

test('a key that was closed without copying is warned about, in all tabs, until it is rotated itself', async ({ page, context, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  const { page: other } = await openTab(context);
  await page.bringToFront();
  await rotation.finish('Production', /^In 24 hours/);
  await rotation.closeWithoutSecret();
  await expect(rotation.notice('Production')).toContainText(CLOSED);
  await expect(new Rotation(other).notice('Production')).toContainText(CLOSED);
  await page.reload();
  await expect(rotation.notice('Production')).toContainText(CLOSED);
  const third = (await openTab(context)).page;
  await expect(new Rotation(third).notice('Production')).toContainText(CLOSED);
  await page.bringToFront();
  await rotation.notice('Production').getByRole('button', { name: 'Rotate the new key' }).click();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  await rotation.copyAndClose();
  for (const tab of [page, other, third]) await expect(tab.getByText('You closed the new key')).toHaveCount(0);
  await page.reload();
  await expect(rotation.notice('Production').first()).toBeVisible();
  await expect(page.getByText('You closed the new key')).toHaveCount(0);
});
