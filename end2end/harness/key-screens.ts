/** The screens of an open session, and how a person comes to each. */

import { DAY_MS, keys, listPage, listPages, tooMany } from './keys.ts';
import { land } from './landing.ts';
import { ROTATES } from './rotation.ts';
import { pathOf } from './sandbox.ts';
import type { Screen, ScreenFixtures } from './screen.ts';

const LIST = /portal\.listKeys/;

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
    text: /Load the rest/,
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
