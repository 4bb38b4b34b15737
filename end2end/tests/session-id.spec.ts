/** The session ID opens somebody's keys: it is nowhere once the portal has it. */

import type { Request } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';

test('WSTG-SESS-04: the session ID is nowhere once the keys are shown', async ({ page, context, servers, sandbox, portal }) => {
  const console: string[] = [];
  page.on('console', (message) => console.push(message.text()));
  const seen: Request[] = [];
  page.on('request', (request) => seen.push(request));

  await page.goto(servers.urls.app);
  const url = await sandbox.createSession();
  const id = sessionIdIn(url);
  await page.goto(pathOf(url));
  await expect(portal.table).toBeVisible();
  const requests = await Promise.all(
    seen.map(async (request) => ({
      url: request.url(),
      headers: JSON.stringify(await request.allHeaders()),
      body: request.postData() ?? '',
      navigation: request.isNavigationRequest(),
    })),
  );

  await test.step('not in the address or its history', async () => {
    expect(page.url()).not.toContain(id);
    const history = await page.evaluate(() => {
      const { navigation } = window as unknown as { navigation: { entries(): { url: string; getState(): unknown }[] } };
      return JSON.stringify([window.history.state, navigation.entries().map((entry) => [entry.url, entry.getState()])]);
    });
    expect(history).not.toContain(id);
  });

  await test.step('not in what the page stores', async () => {
    const stored = await page.evaluate(async () =>
      JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        document.cookie,
        (await indexedDB.databases()).map((database) => database.name),
        await caches.keys(),
        window.name,
        document.title,
        document.referrer,
      ]),
    );
    expect(stored).not.toContain(id);
    expect(JSON.stringify(await context.cookies())).not.toContain(id);
  });

  await test.step('not in the document', async () => {
    expect(await page.content()).not.toContain(id);
  });

  await test.step('not in the console', () => {
    expect(console.join('\n')).not.toContain(id);
  });

  await test.step("in no request but the landing's address and the exchange's body", () => {
    const holding = requests.filter((request) => request.url.includes(id) || request.headers.includes(id) || request.body.includes(id));
    expect(holding.map((request) => (request.navigation ? 'landing' : new URL(request.url).pathname))).toEqual([
      'landing',
      '/v2/portal.exchangeSession',
    ]);
    const [landing, exchange] = holding;
    expect(landing?.headers).not.toContain(id);
    expect(exchange?.url).not.toContain(id);
    expect(exchange?.headers).not.toContain(id);
  });

  await test.step('in no timing entry but the one of the landing itself', async () => {
    const resources = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
    expect(resources.join('\n')).not.toContain(id);
  });
});

test('WSTG-SESS-04: the address is clean before the portal sends its first request', async ({ page, sandbox, portal }) => {
  const url = await sandbox.createSession();
  const id = sessionIdIn(url);
  const addresses: string[] = [];
  await page.route(/\/v2\//, async (route) => {
    addresses.push(await page.evaluate(() => location.href));
    await route.continue();
  });
  await page.goto(pathOf(url));
  await expect(portal.table).toBeVisible();
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses) expect(address).not.toContain(id);
});

test('WSTG-SESS-04: the session ID leaves the address while the exchange still runs', async ({ page, sandbox }) => {
  await sandbox.answer('portal.exchangeSession', { real: true, hold: true });
  const url = await sandbox.createSession();
  await page.goto(pathOf(url));
  await expect.poll(() => page.url()).not.toContain(sessionIdIn(url));
});

test('WSTG-SESS-04: the session ID does not stay behind when the link was refused', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/exchangeSession/, 401);
  await sandbox.answer('portal.exchangeSession', { case: 'session ID refused at the exchange' });
  const url = await sandbox.createSession();
  const id = sessionIdIn(url);
  await page.goto(pathOf(url));
  await expect(portal.screen('This link no longer works')).toBeVisible();
  expect(page.url()).not.toContain(id);
  expect(await page.content()).not.toContain(id);
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]))).not.toContain(id);
});

for (const [spelling, shown] of [
  ['/?utm_source=mail&amp;session=ID&utm_medium=x', '/keys?utm_source=mail&utm_medium=x'],
  ['//?session=ID).', '/keys'],
  ['//keys?Session=%22ID%22#top', '/keys#top'],
  ['/index.html?utm=1?SESSION=ID', '/keys?utm=1'],
  ['/keys#session=ID', '/keys'],
] as const) {
  test(`WSTG-SESS-04: a link that arrives as ${spelling} opens the keys, and its session ID leaves the address`, async ({ page, servers, sandbox, portal }) => {
    const id = sessionIdIn(await sandbox.createSession());
    await page.goto(servers.urls.portal + spelling.replace('ID', id.replace('_', '%5F')));
    await expect(portal.table).toBeVisible();
    expect(page.url()).toBe(servers.urls.portal + shown);
  });
}

test('WSTG-SESS-04: a link whose session ID is in its fragment is read where the portal is open already', async ({ page, servers, sandbox, openKeys, portal }) => {
  await openKeys();
  const id = sessionIdIn(await sandbox.createSession({ externalId: 'user_123' }));
  await page.goto(`/keys#session=${id}`);
  await portal.openNew.click();
  await expect(portal.rows).toHaveCount(12);
  expect(page.url()).toBe(`${servers.urls.portal}/keys`);
});

test('WSTG-SESS-04: what looks like a session ID leaves the address, be it no link at all', async ({ page, servers, portal }) => {
  for (const address of ['/keys/pst_abc', '/keys?id=%70st_abc&q=a', '/?a=1#pst%255Fabc']) {
    await page.goto(address);
    await expect(portal.screen('This link is incomplete')).toBeVisible();
    expect(page.url()).toMatch(new RegExp(`^${servers.urls.portal}/(keys)?$`));
  }
});

test("WSTG-SESS-04: the token never reaches the page's scripts", async ({ page, openKeys, context }) => {
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/v2/')) bodies.push(response.text());
  });
  await openKeys();
  const token = (await context.cookies()).find((cookie) => cookie.name === '__Host-portal_session')?.value;
  expect(token).toMatch(/^ps_/);
  const seen = [
    ...(await Promise.all(bodies)),
    await page.content(),
    await page.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])),
  ].join('\n');
  expect(seen).not.toContain(token);
});
