/** The ways in that go wrong elsewhere: a second click, a reload, an old link, a link of somebody else's. */

import { problem } from '../harness/keys.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const EXCHANGE = /portal\.exchangeSession/;
const USED = 'This link no longer works';
const CHOICE = 'Open the keys from this link?';

test('a bookmark opens where it points after the exchange, be that no page', async ({ page, servers, sandbox, portal }) => {
  const id = sessionIdIn(await sandbox.createSession());
  await page.goto(`/analytics?range=7d&session=${id}`);
  await expect(page).toHaveURL(`${servers.urls.portal}/analytics?range=7d`);
  await expect.poll(() => sandbox.count('portal.exchangeSession')).toBe(1);
  await expect(portal.screen('There is no such page')).toBeVisible();
});

test.describe('a link that was used or is too old, while a session of another link is open', () => {
  test.beforeEach(async ({ page, sandbox, openKeys, portal, failures }) => {
    failures.expectFailures(EXCHANGE, 401);
    await openKeys();
    await sandbox.answer('portal.exchangeSession', { case: 'session ID refused at the exchange' });
    await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
    await portal.openNew.click();
    await expect(portal.screen(USED)).toBeVisible();
  });

  test('says that an earlier session is still open and shows nothing of it', async ({ page, portal }) => {
    await expect(page.getByText(/Keys from an earlier link are still open/)).toBeVisible();
    await expect(portal.table).toBeHidden();
    await expect(portal.returnLink).toBeVisible();
  });

  test('goes on with the earlier session when asked to', async ({ page, portal }) => {
    await page.getByRole('button', { name: 'Show the open keys' }).click();
    await expect(portal.rows).toHaveCount(3);
  });
});

test('a retry that is refused where nothing of the first try arrived says that the link was used', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(EXCHANGE, 502);
  failures.expectFailures(EXCHANGE, 401);
  // The cookie is tried before the link is called used.
  failures.expectFailures(/portal\.listKeys/, 400, 401);
  await sandbox.answer('portal.exchangeSession', { real: true, cut: true });
  await page.goto(pathOf(await sandbox.createSession()));
  await portal.tryAgain.click();
  await expect(portal.screen(USED)).toBeVisible();
});

test.describe('a page that is only prerendered', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      let prerendering = true;
      Object.defineProperty(Document.prototype, 'prerendering', { configurable: true, get: () => prerendering });
      Object.assign(window, {
        show: () => {
          prerendering = false;
          document.dispatchEvent(new Event('prerenderingchange'));
        },
      });
    });
  });

  const show = () => (window as unknown as { show(): void }).show();

  test('exchanges nothing before somebody looks at it', async ({ page, sandbox, portal }) => {
    const url = await sandbox.createSession();
    await page.goto(pathOf(url));
    // The program runs by then: the ID has left the address.
    await expect.poll(() => page.url()).not.toContain(sessionIdIn(url));
    await expect(page.getByRole('main')).toBeAttached();
    expect(await sandbox.count()).toBe(0);
    await page.evaluate(show);
    await expect(portal.table).toBeVisible();
    expect(await sandbox.count('portal.exchangeSession')).toBe(1);
  });

  test('leaves a session that is open alone', async ({ page, sandbox, context, portal }) => {
    const tab = await context.newPage();
    const other = new Portal(tab);
    await tab.goto(pathOf(await sandbox.createSession()));
    await expect(other.rows).toHaveCount(3);
    const url = await sandbox.createSession({ externalId: 'user_123' });
    await page.goto(pathOf(url));
    await expect.poll(() => page.url()).not.toContain(sessionIdIn(url));
    expect(await sandbox.count('portal.exchangeSession')).toBe(1);
    await expect(other.rows).toHaveCount(3);
    await page.evaluate(show);
    await expect(portal.screen(CHOICE)).toBeVisible();
  });
});

test.describe('an impatient person', () => {
  test("who clicks the app's button twice comes to the keys or to one clear question", async ({ page, servers, portal }) => {
    await page.goto(servers.urls.app);
    await page.getByRole('button', { name: /API keys/i }).dblclick();
    await expect(portal.table.or(portal.screen(CHOICE))).toBeVisible();
    if (await portal.openNew.isVisible()) await portal.openNew.click();
    await expect(portal.rows).not.toHaveCount(0);
  });

  test('who opens the link again while the first exchange runs comes to the keys', async ({ page, sandbox, portal }) => {
    await sandbox.answer('portal.exchangeSession', { real: true, hold: true });
    const path = pathOf(await sandbox.createSession());
    await page.goto(path, { waitUntil: 'commit' });
    await sandbox.untilHeld('portal.exchangeSession');
    await page.goto(path);
    await sandbox.release('portal.exchangeSession');
    await expect(portal.table).toBeVisible();
    expect(await sandbox.count('portal.exchangeSession')).toBe(1);
  });

  test('who goes back during the exchange and forward again comes to the keys', async ({ page, servers, sandbox, portal }) => {
    await sandbox.answer('portal.exchangeSession', { real: true, hold: true });
    await page.goto(servers.urls.app);
    await page.goto(pathOf(await sandbox.createSession()), { waitUntil: 'commit' });
    await sandbox.untilHeld('portal.exchangeSession');
    await page.goBack();
    await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}`));
    await page.goForward();
    await sandbox.release('portal.exchangeSession');
    await expect(portal.table).toBeVisible();
    expect(await sandbox.count('portal.exchangeSession')).toBe(1);
  });
});

test('going back to the app and forward again shows the keys, without another exchange', async ({ page, servers, sandbox, portal }) => {
  await page.goto(servers.urls.app);
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.table).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}`));
  await page.goForward();
  await expect(portal.table).toBeVisible();
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
});

test('the same link opened in a second tab shows the keys there too, without a second exchange', async ({ context, sandbox, page, portal }) => {
  const path = pathOf(await sandbox.createSession());
  await page.goto(path);
  await expect(portal.rows).toHaveCount(3);
  const other = await context.newPage();
  await other.goto(path);
  await expect(new Portal(other).rows).toHaveCount(3);
  await expect(portal.rows).toHaveCount(3);
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
});

test('a failed exchange while another session is open keeps the new ID for a retry', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(EXCHANGE, 500);
  await openKeys();
  await sandbox.answer('portal.exchangeSession', problem(500, 'unkey/application/unexpected_error'));
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await portal.openNew.click();
  await portal.tryAgain.click();
  await expect(portal.rows).toHaveCount(12);
});
