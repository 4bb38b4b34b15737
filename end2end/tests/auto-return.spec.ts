/** An operator who has people taken back to the app by itself when their session has ended. */

import { installClock } from '../harness/clock.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: (at) => ({ ...defaultConfig(at), autoReturn: true }) } });

const LIST = /portal\.listKeys/;
const EXPIRED = 'Your session has expired';
const COUNT = /Taking you back to Acme in \d s/;

test.beforeEach(async ({ page, openKeys }) => {
  await installClock(page);
  await openKeys();
});

test.describe('after an expiry', () => {
  test.beforeEach(async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(LIST, 401);
    await sandbox.revoke();
    await page.goto('/keys?x=1');
    await expect(portal.screen(EXPIRED)).toBeVisible();
  });

  test('five seconds count down in sight, and can be stopped', async ({ page, servers, portal }) => {
    // The number that is seen, not the sentence that is read out once.
    const count = page.getByText(COUNT).and(page.locator('[aria-hidden="true"]'));
    await expect(count).toContainText(/in [45] s/);
    await page.clock.runFor(2_000);
    await expect(count).toContainText(/in [123] s/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText(COUNT)).toHaveCount(0);
    await page.clock.fastForward(20_000);
    await expect(portal.screen(EXPIRED)).toBeVisible();
    await expect(page).toHaveURL(`${servers.urls.portal}/keys?x=1`);
    await expect(portal.returnLink).toBeVisible();
  });

  test('the page goes to the app, saying that the session has expired', async ({ page, servers }) => {
    await page.clock.runFor(6_000);
    await expect(page).toHaveURL(`${servers.urls.app}/account?tab=keys&reason=session_expired`);
  });

  test('nobody is thrown back and forth: a second trip within two minutes is left to the person', async ({ page, servers, portal }) => {
    await page.clock.runFor(6_000);
    await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}`));
    await page.goto('/keys?x=1');
    await expect(portal.screen(EXPIRED)).toBeVisible();
    await expect(page.getByText(COUNT)).toHaveCount(0);
    await page.clock.fastForward(20_000);
    await expect(portal.screen(EXPIRED)).toBeVisible();
    await expect(portal.returnLink).toBeVisible();
  });

  test('a trip two minutes later counts down again', async ({ page, servers, portal }) => {
    await page.clock.runFor(6_000);
    await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}`));
    await page.clock.fastForward(121_000);
    await page.goto('/keys?x=1');
    await expect(portal.screen(EXPIRED)).toBeVisible();
    await expect(page.getByText(COUNT).first()).toBeVisible();
  });

  test('WSTG-SESS-06: signing out forgets the trip', async ({ page, servers, portal, openKeys }) => {
    await page.clock.runFor(6_000);
    await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}`));
    await openKeys();
    const stored = () => page.evaluate(() => Object.keys(sessionStorage));
    expect(await stored()).toContain('portal_auto_return');
    await portal.signOut.click();
    await expect(portal.screen('You’re signed out')).toBeVisible();
    expect(await stored()).toEqual([]);
  });

});

test('who signed out is taken nowhere', async ({ page, portal }) => {
  await portal.signOut.click();
  await expect(portal.screen('You’re signed out')).toBeVisible();
  await expect(page.getByText(COUNT)).toHaveCount(0);
  await page.clock.fastForward(10_000);
  await expect(portal.screen('You’re signed out')).toBeVisible();
});
