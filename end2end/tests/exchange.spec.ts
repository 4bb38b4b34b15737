/** The exchange, when something is slow or goes wrong: sent once, never lost, repeated by hand only. */

import type { Route } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { withoutConfigBlock } from '../harness/documents.ts';
import { tooMany, unavailable } from '../harness/keys.ts';
import { pathOf, sessionIdIn, type NextAnswer } from '../harness/sandbox.ts';
import { blankPage } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

const EXCHANGE = /portal\.exchangeSession/;

const passing: [string, NextAnswer, number][] = [
  ['the server fails', { case: 'database down' }, 500],
  ['a Wi-Fi asks to sign in', { case: 'captive portal answers 200 with a page' }, 502],
];

for (const [what, answer, status] of passing) {
  test(`when ${what}, trying again by hand opens the session with the same ID`, async ({ page, sandbox, portal, failures }) => {
    failures.expectFailures(EXCHANGE, status);
    await sandbox.answer('portal.exchangeSession', answer);
    const url = await sandbox.createSession();
    await page.goto(pathOf(url));
    await expect(portal.screen("Your keys couldn’t be opened yet")).toBeVisible();
    await portal.tryAgain.click();
    await expect(portal.table).toBeVisible();
    const exchanges = await sandbox.requests('portal.exchangeSession');
    expect(exchanges).toHaveLength(2);
    for (const exchange of exchanges) expect(JSON.stringify(exchange.body)).toContain(sessionIdIn(url));
  });
}

test('a network that fails at the exchange can be tried again by hand', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(EXCHANGE, 'net::ERR_CONNECTION_RESET');
  await page.route(EXCHANGE, (route) => route.abort('connectionreset'), { times: 1 });
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.screen("Your keys couldn’t be opened yet")).toBeVisible();
  await portal.tryAgain.click();
  await expect(portal.table).toBeVisible();
});

for (const [what, failure, answerInstead] of [
  ['was lost', 'net::ERR_FAILED', (route: Route) => route.abort()],
  ['became a failure on its way', 500, (route: Route) => route.fulfill({ status: 500, contentType: 'text/html', body: '<h1>Oops</h1>' })],
] as const) {
  test(`an exchange whose answer ${what} is not taken for a used link by this browser`, async ({ page, context, servers, sandbox, portal, failures }) => {
    failures.expectFailures(EXCHANGE, failure);
    // The server takes the ID and the browser keeps the cookies, but the page never sees the answer: a second page fetches it.
    const helper = await blankPage(context, servers.urls.portal);
    await page.route(
      EXCHANGE,
      async (route) => {
        await helper.evaluate(async (body) => {
          const answer = await fetch('/v2/portal.exchangeSession', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
          if (!answer.ok) throw new Error(`the exchange answered ${answer.status}`);
        }, route.request().postData());
        await answerInstead(route);
      },
      { times: 1 },
    );
    await page.goto(pathOf(await sandbox.createSession()));
    await expect(portal.table).toBeVisible();
    expect(await sandbox.count('portal.exchangeSession')).toBe(1);
  });
}

test('the portal never repeats a failed exchange by itself', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(EXCHANGE, 503);
  await installClock(page);
  await sandbox.answer('portal.exchangeSession', unavailable);
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.screen("Your keys couldn’t be opened yet")).toBeVisible();
  await page.clock.fastForward(120_000);
  await expect(portal.tryAgain).toBeEnabled();
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
});

test("the server's wait counts down before trying again is offered", async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(EXCHANGE, 429);
  await installClock(page);
  await sandbox.answer('portal.exchangeSession', tooMany(600));
  await page.goto(pathOf(await sandbox.createSession()));
  const waiting = page.getByRole('button', { name: /^Try again in \d+ (min|s)$/ });
  await expect(waiting).toHaveText('Try again in 10 min');
  await expect(waiting).toBeDisabled();
  await page.clock.fastForward(300_000);
  await expect(waiting).toHaveText('Try again in 5 min');
  await page.clock.fastForward(240_000);
  await expect(waiting).toHaveText(/^Try again in [56]\d s$/);
  await expect(waiting).toBeDisabled();
  await page.clock.fastForward(61_000);
  await expect(portal.tryAgain).toBeEnabled();
  await portal.tryAgain.click();
  await expect(portal.table).toBeVisible();
  expect(await sandbox.count('portal.exchangeSession')).toBe(2);
});

test('an exchange that takes long says so, and still ends in the keys', async ({ page, sandbox, portal }) => {
  await installClock(page);
  await sandbox.answer('portal.exchangeSession', { real: true, hold: true });
  await page.goto(pathOf(await sandbox.createSession()));
  await sandbox.untilHeld('portal.exchangeSession');
  await expect(page.getByText('This is taking longer than usual')).toBeHidden();
  await page.clock.fastForward(10_500);
  await expect(page.getByText('This is taking longer than usual')).toBeVisible();
  await sandbox.release('portal.exchangeSession');
  await expect(portal.table).toBeVisible();
  await expect(page.getByText('This is taking longer than usual')).toBeHidden();
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
});

test('a reload in the middle of the exchange ends in the keys', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.exchangeSession', { real: true, hold: true });
  const path = pathOf(await sandbox.createSession());
  await page.goto(path, { waitUntil: 'commit' });
  await sandbox.untilHeld('portal.exchangeSession');
  await page.reload();
  await sandbox.release('portal.exchangeSession');
  await expect(portal.table).toBeVisible();
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
});

test('the same link in two tabs at once is exchanged once and ends in the keys in both', async ({ page, context, sandbox }) => {
  const path = pathOf(await sandbox.createSession());
  const other = await context.newPage();
  await Promise.all([page.goto(path), other.goto(path)]);
  await expect(page.getByRole('table', { name: 'API keys' })).toBeVisible();
  await expect(other.getByRole('table', { name: 'API keys' })).toBeVisible();
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
});

test('a server that knows neither version of the exchange is told as set up wrongly', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.exchange/, 404);
  await sandbox.answer('portal.exchangeSession', { case: 'exchange of the other version' });
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.screen("This page isn’t set up correctly")).toBeVisible();
  const routes = (await sandbox.requests()).map((request) => request.route.split('.').at(-1));
  expect(routes).toEqual(['exchangeSession', 'exchangeCode']);
});

test('nothing is exchanged before the config is there', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/config\.json/, 'net::ERR_FAILED');
  await withoutConfigBlock(page);
  let held = true;
  await page.route(/config\.json/, (route) => (held ? route.abort() : route.continue()));
  const path = pathOf(await sandbox.createSession());
  const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('config.json'));
  await page.goto(path);
  await failed;
  expect(await sandbox.count('portal.exchangeSession')).toBe(0);
  held = false;
  await expect(portal.table).toBeVisible();
});
