/** When the portal itself can't start or breaks: a page that says so, never a blank one. */

import { launchBlocking } from '../harness/blocking.ts';
import { call } from '../harness/http.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const FAILED = "This page couldn’t be loaded";

test('a wasm file that does not load is told, and a reload helps', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/\.wasm/, 'net::ERR_FAILED');
  failures.expectComplaint(/^Uncaught: .*fetch/);
  await page.route(/\.wasm/, (route) => route.abort());
  await page.goto('/keys');
  await expect(portal.screen(FAILED)).toBeVisible();
  expect(await sandbox.requests()).toEqual([]);
  await page.unroute(/\.wasm/);
  await portal.reload.click();
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
});

test('a wasm file that a deploy has taken away is told', async ({ page, portal, failures }) => {
  failures.expectFailures(/\.wasm/, 404);
  failures.expectComplaint(/^Uncaught: .*fetch/);
  await page.route(/\.wasm/, (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'Not found\n' }));
  await page.goto('/keys');
  await expect(portal.screen(FAILED)).toBeVisible();
  await expect(portal.reload).toBeVisible();
});

test('a script file that a deploy has taken away is told', async ({ page, portal, failures }) => {
  failures.expectFailures(/\.js/, 404);
  failures.expectComplaint(/^Uncaught: .*fetch/);
  // Any script that another one or the page asks for as a module; what reports the failure stands apart from it.
  const names: string[] = [];
  await page.route(/\.js($|\?)/, (route) => {
    if (/portal/.test(new URL(route.request().url()).pathname)) {
      names.push(route.request().url());
      return route.fulfill({ status: 404, contentType: 'text/plain', body: 'Not found\n' });
    }
    return route.continue();
  });
  await page.goto('/keys');
  await expect(portal.screen(FAILED)).toBeVisible();
  expect(names).not.toEqual([]);
});

test('without JavaScript, a text says what is needed', async ({ playwright, launchOptions, servers, failures }) => {
  // A setting of the browser's: what Playwright calls `javaScriptEnabled: false` stops scripts and shows no `<noscript>`.
  const { context, close } = await launchBlocking('javascript', playwright.chromium, { ...launchOptions, baseURL: servers.urls.portal });
  try {
    await failures.watch(context);
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'This page needs JavaScript' })).toBeVisible();
    await expect(page.getByRole('main')).toHaveCount(1);
  } finally {
    await close();
  }
});

/** A module whose start function traps. */
const TRAPS = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 11]);

for (const [what, file, contentType, body] of [
  ['a script that throws', /\/portal-[0-9a-f]+\.js$/, 'text/javascript', 'throw new Error("broken by the test")'],
  ['a script with a syntax error', /\/portal-[0-9a-f]+\.js$/, 'text/javascript', 'broken by the test'],
  ['a script that throws later', /\/portal-[0-9a-f]+\.js$/, 'text/javascript', 'export const takeOver = () => {}; export default async () => { setTimeout(() => { throw new Error("broken by the test") }) }'],
  ['a promise that is refused later', /\/portal-[0-9a-f]+\.js$/, 'text/javascript', 'export const takeOver = () => {}; export default async () => { Promise.reject(new Error("broken by the test")) }'],
  ['a program that traps at its start', /_bg\.wasm$/, 'application/wasm', TRAPS],
] as const) {
  test(`${what} is told as a fault of the page`, async ({ page, portal, failures }) => {
    failures.expectComplaint(/^Uncaught: .*(broken|unexpected|unreachable)/i);
    await page.route(file, (route) => route.fulfill({ contentType, body }));
    await page.goto('/keys');
    await expect(portal.screen('Something broke on this page')).toBeVisible();
    await expect(page.getByRole('main')).toHaveCount(1);
    await page.unroute(file);
    await portal.reload.click();
    await expect(portal.screen('Open this page from Acme')).toBeVisible();
  });
}

test('a script that a CDN has added may break: the page goes on', async ({ page, servers, portal, failures }) => {
  failures.expectComplaint(/^Uncaught: .*added by the test/);
  const { text } = await call(`${servers.nodeUrls.portal}/`, { headers: { accept: 'text/html' } });
  const body = text.replace('</body>', '<script defer src="/cdn-cgi/added.js"></script></body>');
  await page.route(/\/keys$/, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.route(/\/cdn-cgi\//, (route) => route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("added by the test")' }));
  await page.goto('/keys');
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
});

test('a page that breaks says so and offers a reload', async ({ page, sandbox, failures }) => {
  failures.expectComplaint(/panicked at/);
  failures.expectComplaint(/unreachable|createElement/);
  await page.goto('/keys');
  const portal = new Portal(page);
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  // Nothing that the portal does makes it panic; a browser that can't make the table does.
  await page.addInitScript(() => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
    const create = Document.prototype.createElement;
    Document.prototype.createElement = function (this: Document, name: string, options?: ElementCreationOptions): HTMLElement {
      if (name.toLowerCase() === 'table') throw new Error('createElement was broken by the test');
      return create.call(this, name, options);
    };
  });
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.screen('Something broke on this page')).toBeVisible();
  await expect(portal.reload).toBeVisible();
});
