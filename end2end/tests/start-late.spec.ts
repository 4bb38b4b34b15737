/** A page whose start script never ran says so by itself; one that only starts slowly doesn't. */

import type { Page, Route } from '@playwright/test';
import { moveAnimations } from '../harness/animations.ts';
import { expectAccessible } from '../harness/axe.ts';
import { installClock } from '../harness/clock.ts';
import { expectToFitPhones } from '../harness/narrow.ts';
import { pathOf } from '../harness/sandbox.ts';
import { call } from '../harness/http.ts';
import { expect, test } from '../harness/test.ts';

const START_SCRIPT = /\/boot-[0-9a-f]+\.js$/;
const LATE = 'This page hasn’t started';
const MARKED = /<script data-cfasync="false" (?=[^>]*(src=|type="application\/json"))/g;

const skeleton = (page: Page) => page.locator('#app');

for (const [what, answer, complaint] of [
  ['is blocked', (route: Route) => route.abort(), /net::ERR_FAILED/],
  ['is gone after a deploy', (route: Route) => route.fulfill({ status: 404, body: 'Not found\n' }), /status of 404/],
  ['was changed on its way', (route: Route) => route.fulfill({ contentType: 'text/javascript', body: 'console.log("loader")' }), /integrity/],
] as const) {
  test(`a start script that ${what} is told within ten seconds, and a reload opens the link`, async ({ page, sandbox, portal, failures }) => {
    failures.expectComplaint(complaint);
    await page.route(START_SCRIPT, answer);
    await page.goto(pathOf(await sandbox.createSession()));
    await moveAnimations(page, 5_000);
    await expect(portal.screen(LATE)).toBeHidden();
    await expect(skeleton(page)).toBeVisible();
    await moveAnimations(page, 10_000);
    await expect(page.getByRole('alert').getByRole('heading', { level: 1, name: LATE })).toBeVisible();
    await expect(skeleton(page)).toBeHidden();
    await expect(page.getByRole('main')).toHaveCount(1);
    await page.unroute(START_SCRIPT);
    await page.getByRole('link', { name: 'Reload' }).click();
    await expect(portal.table).toBeVisible();
  });
}

test('the text about a start script that never ran: accessible in light and in dark, and whole on a phone', async ({ page, portal, failures }) => {
  failures.expectFailures(START_SCRIPT, 'net::ERR_FAILED');
  await page.route(START_SCRIPT, (route) => route.abort());
  await page.goto('/');
  await moveAnimations(page, 10_000);
  await expect(portal.screen(LATE)).toBeVisible();
  await test.step('accessible', () => expectAccessible(page));
  await test.step('on a phone', () => expectToFitPhones(page));
});

test('a start that takes a minute is told, and goes on by itself', async ({ page, portal }) => {
  await installClock(page);
  let arrive: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/_bg\.wasm/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  await expect(page.locator('#late')).toHaveAttribute('hidden');
  await page.clock.fastForward(30_000);
  await moveAnimations(page, 30_000);
  await expect(portal.screen(LATE)).toBeHidden();
  await expect(skeleton(page)).toBeVisible();
  await page.clock.fastForward(21_000);
  await moveAnimations(page, 10_000);
  await expect(portal.screen(LATE)).toBeVisible();
  arrive();
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  await expect(page.getByRole('main')).toHaveCount(1);
});

test('the program starts once its styles are there, and no timer is needed for that', async ({ page, portal }) => {
  await installClock(page);
  await page.clock.pauseAt(Date.now() + 1_000);
  let arrive: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/\/portal-[0-9a-f]+\.css$/, async (route) => {
    await held;
    await route.continue();
  });
  const program = page.waitForResponse(/_bg\.wasm$/);
  await page.goto('/', { waitUntil: 'commit' });
  await (await program).finished();
  await expect(skeleton(page).locator('.skeleton').first()).toBeAttached();
  arrive();
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
});

test('a started page keeps no text about a start that failed', async ({ page, portal }) => {
  await page.goto('/');
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  await expect(page.locator('#late')).not.toBeAttached();
});

test('no script loader of a CDN takes the scripts, and no proxy may change the page', async ({ servers }) => {
  for (const path of ['/', '/keys', '/?session=pst_1']) {
    const { text, headers } = await call(`${servers.nodeUrls.portal}${path}`, { headers: { accept: 'text/html' } });
    expect(text.match(MARKED)?.length, path).toBe(text.match(/<script(?! type="application\/json")/g)?.length);
    expect(headers['cache-control'], path).toMatch(/\bno-transform\b/);
  }
});

test('what stands before the portal’s files in the document, or is missing there, changes nothing', async ({ page, servers, sandbox, portal }) => {
  const { text, headers } = await call(`${servers.nodeUrls.portal}/`, { headers: { accept: 'text/html' } });
  const policy = headers['content-security-policy'];
  if (typeof policy !== 'string') throw new Error('no policy');
  const foreign = '<!-- <script> --><script type="text/plain"></script><link rel="modulepreload" href="/unsupported.js">';
  const body = text.replace('<meta', `${foreign}<meta`).replace(/<link [^>]*(?:modulepreload|application\/wasm)[^>]*>/g, '');
  await page.route(/\/\?session=/, (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body }));
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.table).toBeVisible();
});
