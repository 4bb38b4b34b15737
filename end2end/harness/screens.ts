/** Every screen of the portal behind the gateway, and how a person comes to it. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loseSessionCookie, markOpen } from './cookies.ts';
import { DAY_MS, keys, listPage, listPages, tooMany, unavailable } from './keys.ts';
import { ROTATES } from './rotation.ts';
import { pathOf } from './sandbox.ts';
import type { Screen, ScreenFixtures } from './screen.ts';

const LIST = /portal\.listKeys/;
const EXCHANGE = /portal\.exchangeSession/;

async function land({ page, sandbox }: ScreenFixtures): Promise<void> {
  await page.goto(pathOf(await sandbox.createSession()));
}

/** Lands, and the first list request gets this fixture of the contract. */
async function landOn(fixtures: ScreenFixtures, fixture: string, status: number): Promise<void> {
  fixtures.failures.expectFailures(LIST, status);
  await fixtures.sandbox.answer('portal.listKeys', { case: fixture });
  await land(fixtures);
}

/** Lands with a session that may see and do everything. */
async function landAllowed({ page, sandbox }: ScreenFixtures): Promise<void> {
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123', permissions: ROTATES })));
  await page.getByRole('table', { name: 'API keys' }).waitFor();
}

export const keyScreens: readonly Screen[] = [
  { name: 'the keys', heading: 'API keys', text: /12 keys/, open: ({ openKeys }) => openKeys('user_123') },
  {
    name: 'the keys that match',
    heading: 'API keys',
    text: /^1 of 12 keys/,
    open: async (fixtures) => {
      await landAllowed(fixtures);
      await fixtures.page.getByRole('searchbox').fill('soon');
    },
  },
  {
    name: 'no keys that match',
    heading: 'API keys',
    text: /^No keys match/,
    open: async (fixtures) => {
      await landAllowed(fixtures);
      await fixtures.page.getByRole('searchbox').fill('nothing like this');
      await fixtures.page.getByRole('button', { name: 'Never used' }).click();
    },
  },
  {
    name: 'a whole key in the search',
    heading: 'API keys',
    text: /^None of your keys begins like that/,
    open: async (fixtures) => {
      await landAllowed(fixtures);
      await fixtures.page.getByRole('searchbox').fill('x'.repeat(60));
    },
  },
  {
    name: 'more keys than are loaded at first',
    heading: 'API keys',
    text: /Load all keys/,
    open: async ({ sandbox, openKeys }) => {
      await sandbox.answer('portal.listKeys', ...listPages(keys(1, 1_100)));
      await openKeys();
    },
  },
  {
    name: 'one key',
    heading: 'Production',
    text: /requests, .* refused$/,
    open: async (fixtures) => {
      await landAllowed(fixtures);
      await fixtures.page.getByRole('link', { name: 'Production', exact: true }).click();
      await fixtures.page.getByText('Show the numbers').click();
    },
  },
  {
    name: 'no such key',
    heading: 'There is no such key',
    open: async (fixtures) => {
      await landAllowed(fixtures);
      await fixtures.page.goto('/keys/key_nothing');
    },
  },
  {
    name: 'no keys',
    heading: 'API keys',
    text: /No API keys yet/,
    open: async ({ page, sandbox }) => {
      await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_none' })));
    },
  },
  {
    name: 'the keys on their way',
    heading: 'API keys',
    text: /Loading your keys/,
    open: async (fixtures) => {
      await fixtures.sandbox.answer('portal.listKeys', { real: true, hold: true });
      await land(fixtures);
    },
  },
  {
    name: 'keys that could not be loaded',
    heading: 'API keys',
    text: /Your keys couldn’t be loaded/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(LIST, 429);
      await fixtures.sandbox.answer('portal.listKeys', tooMany(60));
      await land(fixtures);
    },
  },
  {
    name: 'a list that stopped half-way',
    heading: 'API keys',
    text: /Loading stopped after 100 keys/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(LIST, 429);
      await fixtures.sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101'), ...Array.from({ length: 5 }, () => tooMany(0)));
      await land(fixtures);
    },
  },
  {
    name: 'the keys, shortly before the end',
    heading: 'API keys',
    text: /^Your session ends in \d+ minutes/,
    open: async ({ page, sandbox, openKeys }) => {
      await openKeys();
      await sandbox.shiftClock(DAY_MS - 12 * 60_000);
      await page.reload();
    },
  },
  {
    name: 'the keys without a network',
    heading: 'API keys',
    text: /^You’re offline/,
    open: async ({ context, openKeys }) => {
      await openKeys();
      await context.setOffline(true);
    },
  },
  {
    name: 'a sign-out that failed',
    heading: 'API keys',
    text: /^You’re still signed in/,
    open: async ({ page, openKeys, failures }) => {
      failures.expectFailures(/session\/end/, 503);
      await openKeys();
      await page.route(/session\/end/, (route) => route.fulfill({ status: 503, body: '' }));
      await page.getByRole('button', { name: 'Sign out' }).click();
    },
  },
];

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
    heading: 'Another session was opened',
    open: async ({ page, context, sandbox, openKeys }) => {
      await openKeys();
      const other = await context.newPage();
      await other.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
      await other.getByRole('button', { name: 'Open the new session' }).click();
      await page.bringToFront();
    },
  },
  {
    name: 'link used, and an earlier session open',
    heading: 'This link no longer works',
    text: /session that was opened earlier/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 401);
      await fixtures.openKeys();
      await fixtures.sandbox.answer('portal.exchangeSession', { case: 'session ID refused at the exchange' });
      await land(fixtures);
      await fixtures.page.getByRole('button', { name: 'Open the new session' }).click();
    },
  },
  {
    name: 'switched off',
    ending: 'PortalDisabled',
    heading: 'This portal is switched off',
    open: (fixtures) => landOn(fixtures, 'portal disabled', 403),
  },
  {
    name: 'set up wrongly',
    ending: 'Misconfigured',
    heading: "This portal isn’t set up correctly",
    open: (fixtures) => landOn(fixtures, 'Authorization header beside the cookie', 400),
  },
  {
    name: 'cookies that a proxy changed',
    ending: 'CookiesChanged',
    heading: "This portal isn’t set up correctly",
    text: /its cookies were changed on the way/,
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
    heading: "Your session couldn’t be opened yet",
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 503);
      await fixtures.sandbox.answer('portal.exchangeSession', unavailable);
      await land(fixtures);
    },
  },
  {
    name: 'a login that answers the exchange',
    heading: "Your session couldn’t be opened yet",
    text: /^Something else answered/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 401);
      await fixtures.page.route(EXCHANGE, (route) => route.fulfill({ status: 401, contentType: 'text/html', body: '<title>Sign in</title>' }));
      await land(fixtures);
    },
  },
  {
    name: 'exchange failed, with a wait of hours',
    heading: "Your session couldn’t be opened yet",
    text: /^The server can be asked again in/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 429);
      await fixtures.sandbox.answer('portal.exchangeSession', tooMany(10_000));
      await land(fixtures);
    },
  },
  {
    name: 'exchange failed, with a wait',
    heading: "Your session couldn’t be opened yet",
    text: /Try again in \d+ s/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(EXCHANGE, 429);
      await fixtures.sandbox.answer('portal.exchangeSession', tooMany(60));
      await land(fixtures);
    },
  },
  {
    name: 'another session is open',
    heading: 'Another session is already open',
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

/** Endings that need another browser or deployment, and the files that test their screens. */
export const ENDINGS_ELSEWHERE: Readonly<Record<string, string>> = {
  CookiesBlocked: 'cookies-blocked.spec.ts',
  CrossSite: 'direct-cross-site.spec.ts',
};

/** The names of all endings, from core's source. */
export function endings(): string[] {
  const source = readFileSync(resolve(import.meta.dirname, '../../crates/core/src/session/machine/ending.rs'), 'utf8');
  const variants = /^pub enum Ending \{(.*?)^\}/ms.exec(source)?.[1] ?? '';
  return [...variants.matchAll(/^ {4}(\w+),$/gm)].map(([, name = '']) => name);
}

export const screens: readonly Screen[] = [...keyScreens, ...endScreens];
