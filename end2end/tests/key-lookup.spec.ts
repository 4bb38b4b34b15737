/** "Is this key mine?": a key that was found somewhere is compared on this page alone. */

import { Announcements } from '../harness/announcements.ts';
import { DAY_MS, key, keys, listPages, pagesThenHeld, type Key } from '../harness/keys.ts';
import { KeyLookup } from '../harness/key-lookup.ts';
import { expectNowhere, expectNotInPage, recordRequests } from '../harness/leaks.ts';
import { landToRotate } from '../harness/rotation.ts';
import type { Sandbox } from '../harness/sandbox.ts';
import { ChannelListener } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';
import type { Page } from '@playwright/test';

/** What nobody but its owner may come to know. */
const REST = 'Zq9secretRemainderOfTheKey7';
const SECRET = `acme_000002${REST}`;

async function land(page: Page, sandbox: Sandbox, listed: readonly Key[] = keys(1, 5)): Promise<KeyLookup> {
  await sandbox.answer('portal.listKeys', ...listPages(listed));
  await landToRotate(page, sandbox);
  return new KeyLookup(page);
}

test('a key can be pasted at once: the field has the focus, and browsers are told to remember nothing', async ({ page, sandbox }) => {
  const lookup = await land(page, sandbox);
  await lookup.open();
  await expect(lookup.field).toBeFocused();
  await expect(lookup.field).toHaveAttribute('autocomplete', 'off');
  await expect(lookup.field).toHaveAttribute('spellcheck', 'false');
  for (const ignored of ['data-1p-ignore', 'data-lpignore', 'data-bwignore', 'data-form-type']) await expect(lookup.field).toHaveAttribute(ignored);
});

test('a key of one’s own is said to be which, with its status, and the answer leads to it', async ({ page, sandbox, portal }) => {
  const lookup = await land(page, sandbox, [key(1), key(2, { name: 'Lost one', enabled: false }), key(3)]);
  await lookup.ask(SECRET);
  await expect(lookup.answer).toContainText('It begins like this key of yours:');
  await expect(lookup.answer.getByRole('listitem')).toHaveCount(1);
  await expect(lookup.answer.getByRole('listitem')).toContainText('Disabled');
  await lookup.answer.getByRole('link', { name: 'Lost one' }).click();
  await expect(portal.screen('Lost one')).toBeVisible();
  await expect(lookup.dialog).toBeHidden();
});

test('the answer offers to rotate the key', async ({ page, sandbox }) => {
  const lookup = await land(page, sandbox);
  await lookup.ask(SECRET);
  await lookup.answer.getByRole('button', { name: 'Rotate Key 2', exact: true }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Rotate “Key 2”' })).toBeVisible();
});

test('an expired key is named, and its rotation is off with the reason', async ({ page, sandbox }) => {
  const lookup = await land(page, sandbox, [key(1), key(2, { expires: Date.now() - DAY_MS })]);
  await lookup.ask(SECRET);
  await expect(lookup.answer.getByRole('listitem')).toContainText('Expired');
  await expect(lookup.answer.getByRole('button', { name: 'Rotate Key 2' })).toHaveAttribute('aria-disabled', 'true');
});

test('a key of somebody else is said to be none, too little of a key to be too little, and of several that begin alike all are named', async ({ page, sandbox }) => {
  const lookup = await land(page, sandbox, [key(1, { start: 'acme_0' }), key(2), key(3, { start: 'acme_0' })]);
  await lookup.ask('other_Xk29aLLdk2290dkasl2kAAA');
  await expect(lookup.answer).toHaveText('None of your keys begins like that.');
  await lookup.field.fill('acme_');
  await expect(lookup.answer).toHaveText('Too short to tell. Paste the whole key.');
  await lookup.field.fill(SECRET);
  await expect(lookup.answer).toContainText('It begins like these keys of yours:');
  await expect(lookup.answer.getByRole('listitem')).toHaveCount(3);
});

test('while not all keys are there, "none" is said of those so far; the rest is brought for the question', async ({ page, sandbox, portal }) => {
  const all = keys(1, 1_200);
  await sandbox.answer('portal.listKeys', ...pagesThenHeld(all));
  await landToRotate(page, sandbox);
  await expect(portal.loadAll).toBeVisible();
  const lookup = new KeyLookup(page);
  await lookup.ask(`acme_999999${REST}`);
  await expect(lookup.answer).toHaveText('None of the keys loaded so far begins like that. Searching the rest…');
  await sandbox.release('portal.listKeys');
  await expect(lookup.answer.getByRole('listitem')).toContainText('Key 999999');
});

test('WSTG-CLNT-12: a key that is asked about is sent nowhere, kept nowhere and told to no other tab', async ({ page, context, servers, sandbox }) => {
  const listener = await ChannelListener.start(context, servers.urls.portal);
  const lookup = await land(page, sandbox);
  const sent = recordRequests(context);
  await lookup.ask(SECRET);
  await expect(lookup.answer.getByRole('listitem')).toHaveCount(1);
  await expectNowhere(REST, { page, context, sandbox, sent });
  await page.keyboard.press('Escape');
  await expect(lookup.dialog).toBeHidden();
  await expectNowhere(REST, { page, context, sandbox, sent });
  expect((await listener.messages()).join()).not.toContain(REST);
});

test('WSTG-CLNT-12: nor is it when it is none of yours, and one goes on to another page', async ({ page, context, sandbox, portal }) => {
  const lookup = await land(page, sandbox);
  const sent = recordRequests(context);
  await lookup.ask(`other_${REST}`);
  await expect(lookup.answer).toContainText('None of your keys');
  await page.keyboard.press('Escape');
  await portal.link('Key 3').click();
  await expect(portal.screen('Key 3')).toBeVisible();
  await page.goBack();
  await portal.table.waitFor();
  await expectNowhere(REST, { page, context, sandbox, sent });
});

test('once the question is closed, the key is gone from the page', async ({ page, sandbox }) => {
  const lookup = await land(page, sandbox);
  await lookup.ask(SECRET);
  await expect(lookup.answer.getByRole('listitem')).toHaveCount(1);
  await lookup.dialog.getByRole('button', { name: 'Close' }).click();
  await expect(lookup.dialog).toBeHidden();
  await expectNotInPage(REST, page);
  await lookup.open();
  await expect(lookup.field).toHaveValue('');
});

test('the answer is read out, and the key itself is not', async ({ page, sandbox }) => {
  const announcements = await Announcements.record(page);
  const lookup = await land(page, sandbox);
  await lookup.ask(SECRET);
  await expect(lookup.answer.getByRole('listitem')).toHaveCount(1);
  expect(await announcements.all(/begins like/)).not.toEqual([]);
  expect(await announcements.all(new RegExp(REST))).toEqual([]);
});
