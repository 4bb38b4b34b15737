/** What people notice of the API's versions: nothing. The same tests against a server of each. */

import { pathOf, sessionIdIn, type Route } from './sandbox.ts';
import { openElsewhere } from './tabs.ts';
import { expect, test } from './test.ts';
import type { ApiVersion } from './setup.ts';

export function apiVersionTests(version: ApiVersion): void {
  const [spoken, other, word, otherWord]: [Route, Route, string, string] =
    version === 'session'
      ? ['portal.exchangeSession', 'portal.exchangeCode', 'session', 'code']
      : ['portal.exchangeCode', 'portal.exchangeSession', 'code', 'session'];

  test('a link of this version leads to the keys', async ({ page, sandbox, portal }) => {
    const url = await sandbox.createSession();
    expect(new URL(url).searchParams.has(word)).toBe(true);
    await page.goto(pathOf(url));
    await expect(portal.rows).toHaveCount(3);
    expect(await sandbox.count(spoken)).toBe(1);
    expect(await sandbox.count(other)).toBe(0);
  });

  test('a link of the other version leads to the keys, too', async ({ page, servers, sandbox, portal, failures }) => {
    failures.expectFailures(new RegExp(other), 404);
    const id = sessionIdIn(await sandbox.createSession());
    await page.goto(`/?${otherWord}=${id}`);
    await expect(portal.rows).toHaveCount(3);
    await expect(page).toHaveURL(`${servers.urls.portal}/keys`);
    // With the very same ID, each once.
    const exchanges = (await sandbox.requests()).filter((request) => request.route.includes('exchange'));
    expect(exchanges.map((request) => request.route.split('.').at(-1))).toEqual([other, spoken].map((route) => route.split('.').at(-1)));
    for (const exchange of exchanges) expect(JSON.stringify(exchange.body)).toContain(id);
  });

  test('a used link is said to be one', async ({ page, browser, servers, sandbox, portal, failures }) => {
    failures.expectFailures(new RegExp(spoken), 401);
    const path = pathOf(await sandbox.createSession());
    await openElsewhere(browser, servers.urls.portal, path);
    await page.goto(path);
    await expect(portal.screen('This link no longer works')).toBeVisible();
    expect(await sandbox.count(other)).toBe(0);
  });
}
