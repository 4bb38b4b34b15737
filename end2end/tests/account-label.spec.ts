/** The account's name that the app passes in its link, where the operator wants it. */

import type { Page } from '@playwright/test';
import { loseSessionCookie, markOpen } from '../harness/cookies.ts';
import { withoutConfigBlock } from '../harness/documents.ts';
import type { FailureGuard } from '../harness/failure-guard.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf, type Sandbox } from '../harness/sandbox.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: (at) => ({ ...defaultConfig(at), account: { label: true } }) } });

const LIST = /portal\.listKeys/;
const LABEL = 'Northwind Traders';

interface Fixtures {
  readonly page: Page;
  readonly sandbox: Sandbox;
  readonly portal: Portal;
  readonly failures: FailureGuard;
}

/** A link as the app's backend makes it. */
function labelled(url: string, label = LABEL): string {
  return `${pathOf(url)}&label=${encodeURIComponent(label)}`;
}

test('it is in the header and nowhere in the address, also after a reload', async ({ page, servers, sandbox, portal }) => {
  const name = page.getByRole('banner').getByText(LABEL, { exact: true });
  await page.goto(labelled(await sandbox.createSession()));
  await expect(portal.rows).toHaveCount(3);
  await expect(name).toBeVisible();
  await expect(name).toHaveAttribute('translate', 'no');
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
  await page.reload();
  await expect(portal.rows).toHaveCount(3);
  await expect(name).toBeVisible();
});

test('it is text, whatever it says', async ({ page, sandbox }) => {
  const label = '<img src=x onerror=alert(1)>&amp;';
  await page.goto(labelled(await sandbox.createSession(), label));
  await expect(page.getByRole('banner').getByText(label, { exact: true })).toBeVisible();
});

test('a label of more than 60 characters, or with invisible ones, is none', async ({ page, sandbox, portal }) => {
  for (const label of ['N'.repeat(61), 'North\u202ewind', 'North\nwind']) {
    await page.context().clearCookies();
    await page.goto(labelled(await sandbox.createSession(), label));
    await expect(portal.rows).toHaveCount(3);
    await expect(page.getByRole('banner')).not.toContainText('North');
    await expect(page.getByRole('banner')).not.toContainText('NNN');
  }
});

test.describe('it is gone after', () => {
  const kept = () => JSON.stringify({ ...sessionStorage, ...localStorage });

  for (const [ending, heading, end] of [
    ['signing out', 'You’re signed out', async ({ portal }) => portal.signOut.click()],
    [
      'an expiry',
      'Your session has expired',
      async ({ page, sandbox, failures }) => {
        failures.expectFailures(LIST, 401);
        await sandbox.revoke();
        await page.reload();
      },
    ],
    [
      'the loss of the cookie',
      'Your session is gone',
      async ({ page, failures }) => {
        failures.expectFailures(LIST, 400, 401);
        await loseSessionCookie(page.context());
        await page.reload();
      },
    ],
    [
      'a replacement',
      'Other keys were opened in this browser',
      async ({ page, sandbox }) => {
        const other = await page.context().newPage();
        await other.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
        await expect(other.getByRole('heading', { name: 'Open the keys from this link?' })).toBeVisible();
        await new Portal(other).openNew.click();
        await expect(new Portal(other).rows).toHaveCount(12);
        await expect(other.getByText(LABEL)).toBeHidden();
      },
    ],
  ] satisfies [string, string, (fixtures: Fixtures) => Promise<void>][]) {
    test(ending, async ({ page, sandbox, portal, failures }) => {
      await page.goto(labelled(await sandbox.createSession()));
      await expect(page.getByText(LABEL)).toBeVisible();
      expect(await page.evaluate(kept)).toContain(LABEL);
      await end({ page, sandbox, portal, failures });
      await expect(portal.screen(heading)).toBeVisible();
      await expect(page.getByText(LABEL)).toBeHidden();
      expect(await page.evaluate(kept)).not.toContain('Northwind');
    });
  }
});

test('the question about another session shows neither label, and keeping it shows its own', async ({ page, sandbox, portal }) => {
  await page.goto(labelled(await sandbox.createSession()));
  await expect(page.getByText(LABEL)).toBeVisible();
  await page.goto(labelled(await sandbox.createSession({ externalId: 'user_123' }), 'Stranger’s words'));
  await expect(portal.screen('Open the keys from this link?')).toBeVisible();
  await expect(page.getByText(LABEL)).toBeHidden();
  await expect(page.getByText('Stranger’s words')).toBeHidden();
  await portal.keepOpen.click();
  await expect(portal.rows).toHaveCount(3);
  await expect(page.getByRole('banner').getByText(LABEL)).toBeVisible();
});

test.describe('it leaves the address even where', () => {
  for (const [what, file, complaint] of [
    ['the config', /config\.json/, undefined],
    ['the program', /_bg\.wasm/, /^Uncaught: .*fetch/],
  ] as const) {
    test(`${what} can’t be loaded`, async ({ page, sandbox, portal, failures }) => {
      failures.expectFailures(file, 'net::ERR_FAILED');
      if (complaint) failures.expectComplaint(complaint);
      else await withoutConfigBlock(page);
      await page.route(file, (route) => route.abort());
      await page.goto(labelled(await sandbox.createSession()));
      await expect(portal.heading).toBeVisible();
      expect(page.url()).not.toMatch(/label|Northwind/);
      await page.unroute(file);
      await portal.reload.click();
      await expect(page.getByRole('banner').getByText(LABEL)).toBeVisible();
    });
  }

  test('the link is damaged', async ({ page, servers, portal }) => {
    await page.goto(`/?session=pst_&label=${encodeURIComponent(LABEL)}`);
    await expect(portal.screen('This link is incomplete')).toBeVisible();
    await expect(page).toHaveURL(`${servers.urls.portal}/`);
    await expect(page.getByText(LABEL)).toBeHidden();
  });
});

test('what another session has left in the tab is not shown', async ({ page, portal, sandbox }) => {
  await markOpen(page, Date.now() - 1_000);
  await page.evaluate(() => sessionStorage.setItem('portal_note', '0123456789abcdef..Northwind Traders'));
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.rows).toHaveCount(3);
  await expect(page.getByText(LABEL)).toBeHidden();
});
