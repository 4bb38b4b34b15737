/** From the app's button to the keys. */

import { expect, test } from '../harness/test.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';

test("the app's button leads to the keys, at /keys without the session ID", async ({ page, servers, portal }) => {
  await page.goto(servers.urls.app);
  await expect(portal.heading).toContainText('Acme');
  await page.getByRole('button', { name: /API keys/i }).click();
  await expect(portal.screen('API keys')).toBeVisible();
  await expect(portal.rows).not.toHaveCount(0);
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
});

test('the first address leads to the keys of a session that is open', async ({ page, servers, openKeys, portal }) => {
  await openKeys();
  await page.goto('/');
  await expect(portal.table).toBeVisible();
  await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
});

test('a link into the portal keeps the rest of its address', async ({ page, servers, sandbox, portal }) => {
  const id = sessionIdIn(await sandbox.createSession());
  await page.goto(`/keys?x=1&session=${id}&y=a%20b#there`);
  await expect(portal.table).toBeVisible();
  const left = new URL(page.url());
  expect(left.pathname).toBe('/keys');
  expect([...left.searchParams]).toEqual([
    ['x', '1'],
    ['y', 'a b'],
  ]);
  expect(left.hash).toBe('#there');
  expect(left.origin).toBe(servers.urls.portal);
});

test('arriving takes the exchange and one list request, coming back the list alone', async ({ page, sandbox, openKeys, portal }) => {
  await openKeys();
  const routes = async () => (await sandbox.requests()).map((request) => request.route.split('.').at(-1));
  expect(await routes()).toEqual(['exchangeSession', 'listKeys']);
  await page.goto('/keys');
  await expect(portal.table).toBeVisible();
  expect(await routes()).toEqual(['exchangeSession', 'listKeys', 'listKeys']);
});

test('nothing but the files, the exchange and the list is asked for before the rows are there, and of nobody but the portal', async ({ page, servers, sandbox, portal }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (['fetch', 'xhr', 'eventsource', 'websocket', 'other'].includes(request.resourceType())) asked.push(new URL(request.url()).pathname);
  });
  const origins = new Set<string>();
  const addresses: string[] = [];
  page.on('request', (request) => {
    origins.add(new URL(request.url()).origin);
    addresses.push(request.url());
  });
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.rows).toHaveCount(3);
  expect([...origins]).toEqual([servers.urls.portal]);
  expect(addresses.filter((address, index) => addresses.indexOf(address) !== index), 'asked for twice').toEqual([]);
  const calls = asked.filter((path) => !/\.(wasm|svg|js|css)$/.test(path));
  expect(calls).toEqual(['/v2/portal.exchangeSession', '/v2/portal.listKeys']);
});

test('the same link opened a second time in the same browser leads to the keys without a second exchange', async ({ page, sandbox, portal }) => {
  const path = pathOf(await sandbox.createSession());
  await page.goto(path);
  await expect(portal.table).toBeVisible();
  await page.goto('about:blank');
  await page.goto(path);
  await expect(portal.table).toBeVisible();
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
});

test('an address of the portal that does not exist says so in words, with the way to the keys', async ({ page, openKeys, portal }) => {
  await openKeys();
  await page.goto('/no/such/page');
  await expect(portal.screen('There is no such page')).toBeVisible();
  await expect(portal.table).toBeHidden();
  await page.getByRole('main').getByRole('link', { name: 'API keys' }).click();
  await expect(portal.table).toBeVisible();
});

test('going back from the keys leads to the app', async ({ page, servers, portal }) => {
  await page.goto(servers.urls.app);
  await page.getByRole('button', { name: /API keys/i }).click();
  await expect(portal.screen('API keys')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`^${servers.urls.app}`));
});

test('what is no session ID counts as a damaged link, and leaves the address', async ({ page, sandbox, portal }) => {
  await page.goto(`/?session=${encodeURIComponent('"><script>alert(1)</script>')}`);
  await expect(portal.screen('This link is incomplete')).toBeVisible();
  expect(page.url()).not.toContain('session=');
  expect(await sandbox.requests()).toEqual([]);
});

test('a damaged link leaves the session open, and leads to it', async ({ page, openKeys, portal }) => {
  await openKeys();
  await page.goto('/?session=%00%01');
  await expect(portal.screen('This link is incomplete')).toBeVisible();
  await page.getByRole('button', { name: 'Show the open keys' }).click();
  await expect(portal.table).toBeVisible();
});
