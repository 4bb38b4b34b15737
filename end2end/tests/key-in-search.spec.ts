/** A whole key that is pasted or typed into the search: taken as the question whose it is, and written nowhere. */

import type { Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { keys, listPage, listPages } from '../harness/keys.ts';
import { expectNowhere, recordRequests } from '../harness/leaks.ts';
import { landToRotate } from '../harness/rotation.ts';
import type { Sandbox } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const REST = 'Zq9secretRemainderOfTheKey7';
const SECRET = `acme_000002${REST}`;

/** Longer than the portal takes to write a search into the address. */
const WRITTEN_MS = 5_000;

async function land(page: Page, sandbox: Sandbox): Promise<void> {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 8)));
  await landToRotate(page, sandbox);
}

for (const [what, type] of [
  ['pasted', (page: Page) => page.getByRole('searchbox').fill(SECRET)],
  ['typed letter by letter', (page: Page) => page.getByRole('searchbox').pressSequentially(SECRET)],
] as const) {
  test(`WSTG-CLNT-12: a whole key that is ${what} never enters the address, whatever comes after it`, async ({ page, context, sandbox, portal }) => {
    await installClock(page);
    await land(page, sandbox);
    const addresses: string[] = [];
    page.on('framenavigated', (frame) => addresses.push(decodeURIComponent(frame.url())));
    const sent = recordRequests(context);
    await type(page);
    await expect(page.getByText('That looks like a whole key')).toBeVisible();
    await page.clock.runFor(WRITTEN_MS);
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await portal.search.fill('key 2');
    await page.clock.runFor(WRITTEN_MS);
    await expect(page).toHaveURL(/q=key/);
    // The list shows its start; a letter more is too much.
    expect(addresses.filter((address) => address.includes('acme_000002Z'))).toEqual([]);
    await expectNowhere(REST, { page, context, sandbox, sent });
  });
}

test('a whole key shows the key that it is, and no other', async ({ page, sandbox, portal }) => {
  await land(page, sandbox);
  await portal.search.fill(SECRET);
  await expect(portal.count).toHaveText('1 of 8 keys');
  await expect.poll(() => portal.names()).toEqual(['Key 2']);
  await expect(page.getByRole('button', { name: 'Rotate Key 2', exact: true })).toHaveCount(1);
});

test('somebody else’s key shows an empty list, and says why', async ({ page, sandbox, portal }) => {
  await land(page, sandbox);
  await portal.search.fill(`other_1${REST}${REST}`);
  await expect(portal.count).toHaveText('0 of 8 keys');
  await expect(portal.table).toBeHidden();
  await expect(page.getByRole('heading', { name: 'None of your keys begins like that.' })).toBeVisible();
  await portal.clear.click();
  await expect(portal.count).toHaveText('8 keys');
});

test('a whole key that was in the search is gone from it after a reload', async ({ page, context, sandbox, portal }) => {
  await land(page, sandbox);
  const sent = recordRequests(context);
  await portal.search.fill(SECRET);
  await expect(page.getByText('That looks like a whole key')).toBeVisible();
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 8)));
  await page.reload();
  await portal.table.waitFor();
  await expect(portal.search).toHaveValue('');
  await expectNowhere(REST, { page, context, sandbox, sent });
});

test('a whole key in a link is not looked for, and leaves the address', async ({ page, sandbox, portal }) => {
  await land(page, sandbox);
  await sandbox.answer('portal.listKeys', listPage(keys(1, 5)));
  await page.goto(`/keys?q=${SECRET}`);
  await portal.table.waitFor();
  await expect.poll(() => page.url()).not.toContain(REST);
});
