/** What is looked at stands in the address: a link, a reload and Back give the same view. */

import { expect, test } from '../harness/test.ts';
import { landToRotate } from '../harness/rotation.ts';
import { openTab } from '../harness/tabs.ts';
import type { Portal } from '../harness/portal.ts';

/** A view that differs from the usual one in everything. */
async function makeView(portal: Portal): Promise<string[]> {
  await portal.search.fill('i');
  await portal.status.selectOption('Disabled');
  await portal.sortBy('Name');
  await expect(portal.count).toHaveText('2 of 12 keys');
  return portal.names();
}

async function expectView(portal: Portal, names: readonly string[]): Promise<void> {
  await expect(portal.count).toHaveText('2 of 12 keys');
  await expect(portal.search).toHaveValue('i');
  await expect(portal.status.getByRole('option', { selected: true })).toHaveText('Disabled');
  await expect(portal.column('Name')).toHaveAttribute('aria-sort', 'ascending');
  expect(await portal.names()).toEqual(names);
}

test('the usual view needs nothing in the address, and what is searched for stands there', async ({ page, servers, openKeys, portal }) => {
  await openKeys('user_123');
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
  await portal.search.fill('größe & 100 %');
  await expect.poll(() => [...new URL(page.url()).searchParams.values()]).toEqual(['größe & 100 %']);
  await portal.search.fill('');
  await expect(portal.count).toHaveText('12 keys');
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
});

test('a reload gives the same view, and a link gives it in another tab', async ({ page, context, openKeys, portal }) => {
  await openKeys('user_123');
  const names = await makeView(portal);
  await expect.poll(() => [...new URL(page.url()).searchParams.keys()].length).toBe(3);
  await page.reload();
  await expectView(portal, names);
  const other = await openTab(context, page.url());
  await expectView(other.portal, names);
});

test('Back from a key gives the same view, Forward the key again, and so does the link to all keys', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  const names = await makeView(portal);
  await portal.link('Old integration').click();
  await expect(portal.screen('Old integration')).toBeVisible();
  await page.goBack();
  await expectView(portal, names);
  await page.goForward();
  await expect(portal.screen('Old integration')).toBeVisible();
  await page.getByRole('link', { name: 'All API keys' }).click();
  await expectView(portal, names);
});

test('the way back from a key that was opened by a link leads to all keys', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.link('Production').click();
  await expect(portal.screen('Production')).toBeVisible();
  await page.reload();
  await page.getByRole('link', { name: 'All API keys' }).click();
  await expect(portal.count).toHaveText('12 keys');
});

test('a reload keeps the soon to expire and the never used', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.neverUsed.click();
  await portal.expiringSoon.click();
  // With the second filter comes its order.
  await expect.poll(() => [...new URL(page.url()).searchParams.keys()].length).toBe(3);
  await page.reload();
  await expect(portal.neverUsed).toHaveAttribute('aria-pressed', 'true');
  await expect(portal.expiringSoon).toHaveAttribute('aria-pressed', 'true');
  await expect(portal.count).toHaveText('0 of 12 keys');
});

test('markup in the address is text in the search', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await page.goto(`/keys?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
  await expect(portal.count).toHaveText('1 of 12 keys');
  await expect(portal.search).toHaveValue('<img src=x onerror=alert(1)>');
  await expect(portal.table.getByRole('img')).toHaveCount(0);
});

test('a search is not told to the server, and Back does not undo it letter by letter', async ({ page, sandbox, portal }) => {
  const asked: string[] = [];
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
  const before = await page.evaluate(() => history.length);
  await portal.search.pressSequentially('integration');
  await expect(portal.count).toHaveText('1 of 12 keys');
  await expect(page).toHaveURL(/integration/);
  expect((await page.evaluate(() => history.length)) - before).toBeLessThanOrEqual(1);
  await portal.link('Old integration').click();
  await expect(portal.screen('Old integration')).toBeVisible();
  expect(asked.filter((request) => request.includes('integration'))).toEqual([]);
  expect(JSON.stringify(await sandbox.requests())).not.toContain('integration');
});
