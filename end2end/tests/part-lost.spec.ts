/** What the first page doesn't need is fetched when it is needed; where that fails, trying again works. */

import type { Locator, Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { expect, test } from '../harness/test.ts';
import { ANY_PART, expectComplaints, LOSSES, lose } from '../harness/parts.ts';
import { landToRotate, Rotation } from '../harness/rotation.ts';
import { Portal } from '../harness/portal.ts';

const LOST = 'This part of the page couldn’t be loaded';

interface Part {
  readonly name: string;
  readonly file: RegExp;
  /** Does what needs it. */
  readonly open: (page: Page, portal: Portal) => Promise<void>;
  /** What is there once it works. */
  readonly works: (page: Page) => Locator;
  readonly leave: (page: Page) => Promise<unknown>;
}

const escape = (page: Page) => page.keyboard.press('Escape');

const parts: readonly Part[] = [
  {
    name: 'a key’s page',
    file: /\/details-[0-9a-f]{16}\.wasm$/,
    open: (_, portal) => portal.link('Staging').click(),
    works: (page) => page.getByRole('heading', { level: 1, name: 'Staging', exact: true }),
    leave: (page) => page.goBack(),
  },
  {
    name: 'the question whose key it is',
    file: /\/details-[0-9a-f]{16}\.wasm$/,
    open: (page) => page.getByRole('button', { name: 'Is this key mine?' }).click(),
    works: (page) => page.getByLabel('Key to look for'),
    leave: escape,
  },
  {
    name: 'the shortcuts',
    file: /\/details-[0-9a-f]{16}\.wasm$/,
    open: (page) => page.getByRole('button', { name: 'Keyboard shortcuts' }).click(),
    works: (page) => page.getByRole('checkbox', { name: /single-key shortcuts/ }),
    leave: escape,
  },
  {
    name: 'the rotation',
    file: /\/rotate-[0-9a-f]{16}\.wasm$/,
    open: (page) => new Rotation(page).opener('Staging').click(),
    works: (page) => page.getByRole('heading', { level: 2, name: 'Rotate “Staging”' }),
    leave: escape,
  },
  {
    name: 'the state of rotations',
    file: /\/rotations-[0-9a-f]{16}\.wasm$/,
    open: (page) => new Rotation(page).opener('Staging').click(),
    works: (page) => page.getByRole('heading', { level: 2, name: 'Rotate “Staging”' }),
    leave: escape,
  },
];

/** The files of parts that the page asks for, from now on. */
function recordFetched(page: Page): string[] {
  const fetched: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (ANY_PART.test(pathname)) fetched.push(pathname);
  });
  return fetched;
}

/** The alert of a part, in the dialog that is open or in the page. */
function lost(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: LOST });
}

function tryAgain(page: Page): Locator {
  return page.getByRole('button', { name: 'Try again', exact: true });
}

test('beside its tools, the list needs no part', async ({ page, portal, openKeys }) => {
  await openKeys('user_123');
  const fetched = recordFetched(page);
  await portal.search.fill('stag');
  await portal.sortBy('Name');
  await portal.neverUsed.click();
  await expect(portal.count).toHaveText('0 of 12 keys');
  expect(fetched).toEqual([]);
});

for (const [index, { name, file, open, works, leave }] of parts.entries()) {
  test(`${name} is fetched when it is needed, once, as a file that may be kept for ever`, async ({ page, sandbox, portal }) => {
    await landToRotate(page, sandbox);
    const fetched = recordFetched(page);
    const answer = page.waitForResponse((response) => file.test(response.url()));
    await open(page, portal);
    const headers = (await answer).headers();
    expect(headers['content-type']).toBe('application/wasm');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-encoding']).toBe('br');
    await expect(works(page)).toBeVisible();
    await leave(page);
    await expect(works(page)).toBeHidden();
    await open(page, portal);
    await expect(works(page)).toBeVisible();
    expect(fetched.filter((path) => file.test(path))).toHaveLength(1);
  });

  for (const [what, outcome] of index === 0 ? LOSSES : LOSSES.slice(0, 1)) {
    test(`${name}: a part that ${what} is said to be missing, and can be tried again until it works`, async ({ page, sandbox, portal, failures }) => {
      if (outcome !== undefined) failures.expectFailures(file, outcome);
      await landToRotate(page, sandbox);
      await page.route(file, lose(outcome));
      const verify = expectComplaints(page, failures);
      await open(page, portal);
      await expect(lost(page)).toBeVisible();
      const again = page.waitForRequest(file);
      await tryAgain(page).click();
      await again;
      await expect(lost(page)).toBeVisible();
      await page.unroute(file);
      await tryAgain(page).click();
      await expect(works(page)).toBeVisible();
      await expect(lost(page)).toBeHidden();
      verify();
    });
  }
}

test('a part that both need and that is lost is tried again, too', async ({ page, sandbox, portal, failures }) => {
  const shared = /\/shared-[0-9a-f]{16}\.wasm$/;
  failures.expectFailures(shared, 'net::ERR_FAILED');
  await landToRotate(page, sandbox);
  const verify = expectComplaints(page, failures);
  await page.route(shared, (route) => route.abort());
  await portal.link('Staging').click();
  await expect(lost(page)).toBeVisible();
  await page.unroute(shared);
  await tryAgain(page).click();
  await expect(portal.screen('Staging')).toBeVisible();
  verify();
});

for (const [what, point, file] of [
  ['a button that rotates a key', (page: Page) => new Rotation(page).opener('Staging').hover(), /\/rotate-[0-9a-f]{16}\.wasm$/],
  ['a key’s link', (page: Page) => new Portal(page).link('Staging').hover(), /\/details-[0-9a-f]{16}\.wasm$/],
] as const) {
  test(`pointing at ${what} fetches its part, and what is lost then is no failure`, async ({ page, sandbox, failures }) => {
    failures.expectFailures(file, 'net::ERR_FAILED');
    await landToRotate(page, sandbox);
    const verify = expectComplaints(page, failures);
    await page.route(file, (route) => route.abort());
    // Not only asked for: the failure comes later, and the test ends with it.
    const asked = page.waitForEvent('requestfailed', (request) => file.test(request.url()));
    await point(page);
    await asked;
    await expect(lost(page)).toHaveCount(0);
    verify();
  });
}

test('one part that is lost leaves the list as it was', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/rotate-/, 'net::ERR_FAILED');
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  const verify = expectComplaints(page, failures);
  await page.route(/rotate-/, (route) => route.abort());
  await rotation.opener('Staging').click();
  await expect(lost(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await portal.search.fill('trial');
  await expect(portal.count).toHaveText('1 of 12 keys');
  await portal.link('Trial').click();
  await expect(portal.screen('Trial')).toBeVisible();
  verify();
});

test('where the page may have been updated, a reload is offered', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(/details-/, 404);
  await landToRotate(page, sandbox);
  const verify = expectComplaints(page, failures);
  await page.route(/details-/, (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'Not found\n' }));
  await portal.link('Staging').click();
  await expect(lost(page)).toBeVisible();
  await page.unroute(/details-/);
  await portal.reload.click();
  await expect(portal.screen('Staging')).toBeVisible();
  verify();
});

test('a part that never comes is given up after half a minute, and can be tried again', async ({ page, sandbox, failures }) => {
  await installClock(page);
  await landToRotate(page, sandbox);
  const verify = expectComplaints(page, failures);
  await page.route(/rotate-/, () => new Promise(() => {}));
  const asked = page.waitForRequest(/rotate-/);
  // Without a pointer, which would fetch it ahead.
  await new Rotation(page).opener('Staging').dispatchEvent('click');
  await asked;
  await page.clock.fastForward(25_000);
  await expect(lost(page)).toBeHidden();
  await page.clock.fastForward(6_000);
  await expect(lost(page)).toBeVisible();
  await page.unroute(/rotate-/);
  await tryAgain(page).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Rotate “Staging”' })).toBeVisible();
  verify();
});

test('notices whose part is lost after a reload can be tried again', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rotations-/, 'net::ERR_FAILED');
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  await rotation.closeWithoutSecret();
  const verify = expectComplaints(page, failures);
  await page.route(/rotations-/, (route) => route.abort());
  await page.reload();
  await expect(lost(page)).toBeVisible();
  await expect(rotation.opener('Staging')).toBeVisible();
  await page.unroute(/rotations-/);
  await tryAgain(page).click();
  await expect(rotation.notice('Production')).toBeVisible();
  await expect(lost(page)).toBeHidden();
  verify();
});
