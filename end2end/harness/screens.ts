/** Every screen of the portal behind the gateway, and how a person comes to it. */

import type { BrowserContext, Page } from '@playwright/test';
import { loseSessionCookie, markOpen } from './cookies.ts';
import type { FailureGuard } from './failure-guard.ts';
import { DAY_MS, keys, listPage, tooMany, unavailable } from './keys.ts';
import { ROTATES } from './rotation.ts';
import { pathOf, type Sandbox } from './sandbox.ts';

/** What a test has at hand to come to a screen. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly sandbox: Sandbox;
  readonly failures: FailureGuard;
  readonly openKeys: (externalId?: string) => Promise<void>;
}

export interface Screen {
  /** For test names. */
  readonly name: string;
  /** The first heading. */
  readonly heading: string;
  /** Text that is there once the screen is complete. */
  readonly text?: RegExp;
  readonly reach: (visit: Visit) => Promise<void>;
}

const LIST = /portal\.listKeys/;
const EXCHANGE = /portal\.exchangeSession/;

async function land({ page, sandbox }: Visit): Promise<void> {
  await page.goto(pathOf(await sandbox.createSession()));
}

/** Lands, and the first list request gets this fixture of the contract. */
async function landOn(visit: Visit, fixture: string, status: number): Promise<void> {
  visit.failures.expectFailures(LIST, status);
  await visit.sandbox.answer('portal.listKeys', { case: fixture });
  await land(visit);
}

/** Lands with a session that may see and do everything. */
async function landAllowed({ page, sandbox }: Visit): Promise<void> {
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123', permissions: ROTATES })));
  await page.getByRole('table', { name: 'API keys' }).waitFor();
}

export const keyScreens: readonly Screen[] = [
  { name: 'the keys', heading: 'API keys', text: /12 keys/, reach: ({ openKeys }) => openKeys('user_123') },
  {
    name: 'the keys that match',
    heading: 'API keys',
    text: /^1 of 12 keys/,
    reach: async (visit) => {
      await landAllowed(visit);
      await visit.page.getByRole('searchbox').fill('soon');
    },
  },
  {
    name: 'no keys that match',
    heading: 'API keys',
    text: /^No keys match/,
    reach: async (visit) => {
      await landAllowed(visit);
      await visit.page.getByRole('searchbox').fill('nothing like this');
      await visit.page.getByRole('button', { name: 'Never used' }).click();
    },
  },
  {
    name: 'a whole key in the search',
    heading: 'API keys',
    text: /^None of your keys begins like that/,
    reach: async (visit) => {
      await landAllowed(visit);
      await visit.page.getByRole('searchbox').fill('x'.repeat(60));
    },
  },
  {
    name: 'ten thousand keys',
    heading: 'API keys',
    text: /Load all keys/,
    reach: ({ openKeys }) => openKeys('user_many'),
  },
  {
    name: 'one key',
    heading: 'Production',
    text: /requests, .* refused$/,
    reach: async (visit) => {
      await landAllowed(visit);
      await visit.page.getByRole('link', { name: 'Production', exact: true }).click();
      await visit.page.getByText('Show the numbers').click();
    },
  },
  {
    name: 'no such key',
    heading: 'There is no such key',
    reach: async (visit) => {
      await landAllowed(visit);
      await visit.page.goto('/keys/key_nothing');
    },
  },
  {
    name: 'no keys',
    heading: 'API keys',
    text: /No API keys yet/,
    reach: async ({ page, sandbox }) => {
      await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_none' })));
    },
  },
  {
    name: 'the keys on their way',
    heading: 'API keys',
    text: /Loading your keys/,
    reach: async (visit) => {
      await visit.sandbox.answer('portal.listKeys', { real: true, delayMs: 20_000 });
      await land(visit);
    },
  },
  {
    name: 'keys that could not be loaded',
    heading: 'API keys',
    text: /Your keys couldn’t be loaded/,
    reach: async (visit) => {
      visit.failures.expectFailures(LIST, 429);
      await visit.sandbox.answer('portal.listKeys', tooMany(60));
      await land(visit);
    },
  },
  {
    name: 'a list that stopped half-way',
    heading: 'API keys',
    text: /Loading stopped after 100 keys/,
    reach: async (visit) => {
      visit.failures.expectFailures(LIST, 429);
      await visit.sandbox.answer('portal.listKeys', listPage(keys(1, 100), 'key_made000101'), ...Array.from({ length: 5 }, () => tooMany(0)));
      await land(visit);
    },
  },
  {
    name: 'the keys, shortly before the end',
    heading: 'API keys',
    text: /^Your session ends in \d+ minutes/,
    reach: async ({ page, sandbox, openKeys }) => {
      await openKeys();
      await sandbox.shiftClock(DAY_MS - 12 * 60_000);
      await page.reload();
    },
  },
  {
    name: 'the keys without a network',
    heading: 'API keys',
    text: /^You’re offline/,
    reach: async ({ context, openKeys }) => {
      await openKeys();
      await context.setOffline(true);
    },
  },
  {
    name: 'a sign-out that failed',
    heading: 'API keys',
    text: /^You’re still signed in/,
    reach: async ({ page, openKeys, failures }) => {
      failures.expectFailures(/session\/end/, 503);
      await openKeys();
      await page.route(/session\/end/, (route) => route.fulfill({ status: 503, body: '' }));
      await page.getByRole('button', { name: 'Sign out' }).click();
    },
  },
];

export const endScreens: readonly Screen[] = [
  { name: 'never started', heading: 'Open this page from Acme', reach: async ({ page }) => void (await page.goto('/')) },
  {
    name: 'link used',
    heading: 'This link no longer works',
    reach: async (visit) => {
      visit.failures.expectFailures(EXCHANGE, 401);
      await visit.sandbox.answer('portal.exchangeSession', { case: 'session ID refused at the exchange' });
      await land(visit);
    },
  },
  {
    name: 'expired',
    heading: 'Your session has expired',
    reach: async ({ page }) => {
      await markOpen(page, Date.now() - DAY_MS);
      await page.goto('/keys');
    },
  },
  {
    name: 'cookie cleared',
    heading: 'Your session is gone',
    reach: async ({ page, context, openKeys, failures }) => {
      failures.expectFailures(LIST, 400, 401);
      await openKeys();
      await loseSessionCookie(context);
      await page.reload();
    },
  },
  {
    name: 'signed out',
    heading: 'You’re signed out',
    reach: async ({ page, openKeys }) => {
      await openKeys();
      await page.getByRole('button', { name: 'Sign out' }).click();
    },
  },
  {
    name: 'another session was opened',
    heading: 'Another session was opened',
    reach: async ({ page, context, sandbox, openKeys }) => {
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
    reach: async (visit) => {
      visit.failures.expectFailures(EXCHANGE, 401);
      await visit.openKeys();
      await visit.sandbox.answer('portal.exchangeSession', { case: 'session ID refused at the exchange' });
      await land(visit);
      await visit.page.getByRole('button', { name: 'Open the new session' }).click();
    },
  },
  { name: 'switched off', heading: 'This portal is switched off', reach: (visit) => landOn(visit, 'portal disabled', 403) },
  {
    name: 'set up wrongly',
    heading: "This portal isn’t set up correctly",
    reach: (visit) => landOn(visit, 'Authorization header beside the cookie', 400),
  },
  { name: 'not allowed', heading: "Your session doesn’t include API keys", reach: (visit) => landOn(visit, 'permission missing', 403) },
  {
    name: 'exchange failed for now',
    heading: "Your session couldn’t be opened yet",
    reach: async (visit) => {
      visit.failures.expectFailures(EXCHANGE, 503);
      await visit.sandbox.answer('portal.exchangeSession', unavailable);
      await land(visit);
    },
  },
  {
    name: 'exchange failed, with a wait',
    heading: "Your session couldn’t be opened yet",
    text: /Try again in \d+ s/,
    reach: async (visit) => {
      visit.failures.expectFailures(EXCHANGE, 429);
      await visit.sandbox.answer('portal.exchangeSession', tooMany(60));
      await land(visit);
    },
  },
  {
    name: 'another session is open',
    heading: 'Another session is already open',
    reach: async (visit) => {
      await visit.openKeys();
      await land(visit);
    },
  },
  {
    name: 'files that did not load',
    heading: "This page couldn’t be loaded",
    reach: async ({ page, failures }) => {
      failures.expectFailures(/\.wasm/, 'net::ERR_FAILED');
      failures.expectComplaint(/^Uncaught: .*fetch/);
      await page.route(/\.wasm/, (route) => route.abort());
      await page.goto('/');
    },
  },
];

export const screens: readonly Screen[] = [...keyScreens, ...endScreens];

/** Goes there and waits until it is complete. */
export async function reach(screen: Screen, visit: Visit): Promise<void> {
  await screen.reach(visit);
  await visit.page.getByRole('heading', { level: 1, name: screen.heading, exact: true }).waitFor();
  if (screen.text) await visit.page.getByText(screen.text).first().waitFor();
}
