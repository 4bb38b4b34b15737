/** The screens without a session, and how a person comes to each. */

import { loseSessionCookie, markOpen } from './cookies.ts';
import { DAY_MS, tooMany, unavailable } from './keys.ts';
import { land } from './landing.ts';
import { pathOf } from './sandbox.ts';
import type { Screen, ScreenFixtures } from './screen.ts';

const LIST = /portal\.listKeys/;
const EXCHANGE = /portal\.exchangeSession/;

/** Lands, and the first list request gets this fixture of the contract. */
async function landOn(fixtures: ScreenFixtures, fixture: string, status: number): Promise<void> {
  fixtures.failures.expectFailures(LIST, status);
  await fixtures.sandbox.answer('portal.listKeys', { case: fixture });
  await land(fixtures);
}

export const endScreens: readonly Screen[] = [
  { name: 'never started', ending: 'NeverStarted', heading: 'Open this page from Acme', open: async ({ page }) => void (await page.goto('/')) },
  {
    name: 'link used',
    ending: 'LinkUsed',
    heading: 'This link no longer works',
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 401);
      await fixtures.sandbox.answer('portal.exchangeSession', { case: 'session ID refused at the exchange' });
      await land(fixtures);
    },
  },
  {
    name: 'link damaged',
    ending: 'LinkDamaged',
    heading: 'This link is incomplete',
    open: async ({ page }) => void (await page.goto('/?session=pst_')),
  },
  {
    name: 'expired',
    ending: 'Expired',
    heading: 'Your session has expired',
    open: async ({ page }) => {
      await markOpen(page, Date.now() - DAY_MS);
      await page.goto('/keys');
    },
  },
  {
    name: 'cookie cleared',
    ending: 'CookieCleared',
    heading: 'Your session is gone',
    open: async ({ page, context, openKeys, failures }) => {
      failures.expectFailures(LIST, 400, 401);
      await openKeys();
      await loseSessionCookie(context);
      await page.reload();
    },
  },
  {
    name: 'signed out',
    ending: 'SignedOut',
    heading: 'You’re signed out',
    open: async ({ page, openKeys }) => {
      await openKeys();
      await page.getByRole('button', { name: 'Sign out' }).click();
    },
  },
  {
    name: 'another session was opened',
    ending: 'Replaced',
    heading: 'Other keys were opened in this browser',
    open: async ({ page, context, sandbox, openKeys }) => {
      await openKeys();
      const other = await context.newPage();
      await other.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
      await other.getByRole('button', { name: 'Open these keys' }).click();
      await page.bringToFront();
    },
  },
  {
    name: 'link used, and an earlier session open',
    heading: 'This link no longer works',
    text: /Keys from an earlier link/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 401);
      await fixtures.openKeys();
      await fixtures.sandbox.answer('portal.exchangeSession', { case: 'session ID refused at the exchange' });
      await land(fixtures);
      await fixtures.page.getByRole('button', { name: 'Open these keys' }).click();
    },
  },
  {
    name: 'switched off',
    ending: 'PortalDisabled',
    heading: 'This page is switched off',
    open: (fixtures) => landOn(fixtures, 'portal disabled', 403),
  },
  {
    name: 'set up wrongly',
    ending: 'Misconfigured',
    heading: "This page isn’t set up correctly",
    open: (fixtures) => landOn(fixtures, 'Authorization header beside the cookie', 400),
  },
  {
    name: 'cookies that a proxy changed',
    ending: 'CookiesChanged',
    heading: "This page isn’t set up correctly",
    text: /changed the cookies that sign you in/,
    open: async (fixtures) => {
      const body = { meta: { requestId: 'req_madeup001' }, data: { expiresAt: Date.now() + DAY_MS } };
      await fixtures.page.route(EXCHANGE, (route) => route.fulfill({ json: body, headers: { 'set-cookie': 'portal_open=renamed; Path=/' } }));
      await land(fixtures);
    },
  },
  {
    name: 'not allowed',
    ending: 'NoPermissions',
    heading: "Your session doesn’t include API keys",
    open: (fixtures) => landOn(fixtures, 'permission missing', 403),
  },
  {
    name: 'exchange failed for now',
    heading: "Your keys couldn’t be opened yet",
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 503);
      await fixtures.sandbox.answer('portal.exchangeSession', unavailable);
      await land(fixtures);
    },
  },
  {
    name: 'a login that answers the exchange',
    heading: "Your keys couldn’t be opened yet",
    text: /^Something else answered/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 401);
      await fixtures.page.route(EXCHANGE, (route) => route.fulfill({ status: 401, contentType: 'text/html', body: '<title>Sign in</title>' }));
      await land(fixtures);
    },
  },
  {
    name: 'exchange failed, with a wait of hours',
    heading: "Your keys couldn’t be opened yet",
    text: /^The server can be asked again in/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 429);
      await fixtures.sandbox.answer('portal.exchangeSession', tooMany(10_000));
      await land(fixtures);
    },
  },
  {
    name: 'exchange failed, with a wait',
    heading: "Your keys couldn’t be opened yet",
    text: /Try again in \d+ s/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 429);
      await fixtures.sandbox.answer('portal.exchangeSession', tooMany(60));
      await land(fixtures);
    },
  },
  {
    name: 'another session is open',
    heading: 'Open the keys from this link?',
    open: async (fixtures) => {
      await fixtures.openKeys();
      await land(fixtures);
    },
  },
  {
    name: 'files that did not load',
    heading: "This page couldn’t be loaded",
    open: async ({ page, failures }) => {
      failures.expectFailures(/\.wasm/, 'net::ERR_FAILED');
      failures.expectComplaint(/^Uncaught: .*fetch/);
      await page.route(/\.wasm/, (route) => route.abort());
      await page.goto('/');
    },
  },
];
