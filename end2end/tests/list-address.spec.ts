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

test('the usual view needs nothing in the address', async ({ page, parts, openKeys, portal }) => {
  await openKeys('user_123');
  await expect(page).toHaveURL(`${parts.at.portal}/keys`);
  await portal.search.fill('prod');
  await portal.search.fill('');
  await expect(portal.count).toHaveText('12 keys');
  await expect(page).toHaveURL(`${parts.at.portal}/keys`);
});

test('what is searched for stands in the address', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.fill('größe & 100 %');
  await expect.poll(() => [...new URL(page.url()).searchParams.values()]).toEqual(['größe & 100 %']);
});

test('a reload gives the same view', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  const names = await makeView(portal);
  await expect.poll(() => [...new URL(page.url()).searchParams.keys()].length).toBe(3);
  await page.reload();
  await expectView(portal, names);
});

test('a reload keeps the soon to expire and the never used', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.neverUsed.click();
  await portal.expiringSoon.click();
  await expect.poll(() => [...new URL(page.url()).searchParams.keys()].length).toBe(2);
  await page.reload();
  await expect(portal.neverUsed).toHaveAttribute('aria-pressed', 'true');
  await expect(portal.expiringSoon).toHaveAttribute('aria-pressed', 'true');
  await expect(portal.count).toHaveText('0 of 12 keys');
});

test('a link gives the same view in another tab', async ({ page, context, openKeys, portal }) => {
  await openKeys('user_123');
  const names = await makeView(portal);
  await expect.poll(() => [...new URL(page.url()).searchParams.keys()].length).toBe(3);
  const other = await openTab(context, page.url());
  await expectView(other.portal, names);
});

test('Back from a key gives the same view', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  const names = await makeView(portal);
  await portal.link('Old integration').click();
  await expect(portal.screen('Old integration')).toBeVisible();
  await page.goBack();
  await expectView(portal, names);
});

test('Back gives the same view to those, too, who left it at once', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.search.fill('trial');
  await portal.link('Trial').click();
  await expect(portal.screen('Trial')).toBeVisible();
  await page.goBack();
  await expect(portal.search).toHaveValue('trial');
  await expect(portal.count).toHaveText('1 of 12 keys');
});

test('Forward leads to the key again', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  await portal.search.fill('trial');
  await expect(page).toHaveURL(/trial/);
  await portal.link('Trial').click();
  await expect(portal.screen('Trial')).toBeVisible();
  await page.goBack();
  await expect(portal.count).toHaveText('1 of 12 keys');
  await page.goForward();
  await expect(portal.screen('Trial')).toBeVisible();
});

test('Back does not undo a search letter by letter', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  const before = await page.evaluate(() => history.length);
  await portal.search.pressSequentially('integration', { delay: 20 });
  await expect(portal.count).toHaveText('1 of 12 keys');
  await expect(page).toHaveURL(/integration/);
  expect((await page.evaluate(() => history.length)) - before).toBeLessThanOrEqual(1);
});

test('an address with nonsense in it shows all keys', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  for (const query of ['status=gone', 'sort=%ff', 'sort=nothing-', 'expiring=perhaps', 'used=&used=&used', 'q', '%', '__proto__=1']) {
    await page.goto(`/keys?${query}`);
    await expect(portal.count, query).toHaveText('12 keys');
    await expect(portal.rows, query).toHaveCount(12);
  }
});

test('markup in the address is text in the search', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await page.goto(`/keys?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
  await expect(portal.count).toHaveText('1 of 12 keys');
  await expect(portal.search).toHaveValue('<img src=x onerror=alert(1)>');
  await expect(portal.table.getByRole('img')).toHaveCount(0);
});

test('a search is not told to the server', async ({ page, sandbox, portal }) => {
  const asked: string[] = [];
  await landToRotate(page, sandbox, { externalId: 'user_123' });
  page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
  await portal.search.fill('integration');
  await expect(portal.count).toHaveText('1 of 12 keys');
  await portal.link('Old integration').click();
  await expect(portal.screen('Old integration')).toBeVisible();
  expect(asked.filter((request) => request.includes('integration'))).toEqual([]);
  expect(JSON.stringify(await sandbox.requests())).not.toContain('integration');
});

test('the way back from a key leads to the list as it was', async ({ page, openKeys, portal, failures }) => {
  failures.expectFailures(/getVerifications/, 403);
  await openKeys('user_123');
  const names = await makeView(portal);
  await portal.link(names[0] ?? '').click();
  await page.getByRole('link', { name: 'All API keys' }).click();
  await expectView(portal, names);
});

test('the way back from a key that was opened by a link leads to all keys', async ({ page, openKeys, portal, failures }) => {
  failures.expectFailures(/getVerifications/, 403);
  await openKeys('user_123');
  await portal.link('Production').click();
  await page.reload();
  await page.getByRole('link', { name: 'All API keys' }).click();
  await expect(portal.count).toHaveText('12 keys');
});
