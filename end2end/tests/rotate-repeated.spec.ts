/** A rotation that something on the way carried out twice, or that came too late: what is known is said, beside the secret. */

import type { BrowserContext, Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { SESSION_COOKIE } from '../harness/cookies.ts';
import { post } from '../harness/http.ts';
import { key, refusedInBrowser } from '../harness/keys.ts';
import { HOUR_MS, landToRotate, type Rotation } from '../harness/rotation.ts';
import type { Sandbox } from '../harness/sandbox.ts';
import type { Servers } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

const REROLL = /portal\.rerollKey/;
const LIST = /portal\.listKeys/;

/** By then a request has certainly ended. */
const SETTLED_MS = 40_000;

/** Sends requests to the API in the name of the session, past the portal. */
async function caller(context: BrowserContext, servers: Servers): Promise<(route: string, body: string) => Promise<string>> {
  const token = (await context.cookies(servers.urls.portal)).find((cookie) => cookie.name === SESSION_COOKIE)?.value ?? '';
  return async (route, body) => {
    const answer = await post(`${servers.nodeUrls.api}/v2/portal.${route}`, JSON.parse(body), { cookie: `portal_session=${token}` });
    if (answer.status !== 200) throw new Error(`${route} answered ${answer.status}: ${answer.text}`);
    return answer.text;
  };
}

/** From now on each rotation is carried out twice, and this one of its answers arrives. */
async function repeatRotations(page: Page, servers: Servers, arriving: 'first' | 'second'): Promise<void> {
  const call = await caller(page.context(), servers);
  await page.route(REROLL, async (route) => {
    const body = route.request().postData() ?? '';
    const answers = [await call('rerollKey', body), await call('rerollKey', body)] as const;
    await route.fulfill({ status: 200, contentType: 'application/json', body: answers[arriving === 'first' ? 0 : 1] });
  });
}

test('a new key that stops with the old one is said to, beside its secret, in the notice and in other tabs', async ({ page, context, servers, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  const other = await context.newPage();
  await other.goto('/keys');
  await expect(other.getByRole('table', { name: 'API keys' })).toBeVisible();
  await repeatRotations(page, servers, 'second');
  await rotation.finish('Production', /^In 1 hour/);
  const warning = rotation.dialog.getByRole('alert');
  await expect(warning).toContainText(/Careful: the new key stops working (tomorrow )?at \d\d:\d\d\. The old key had another expiry\./);
  await expect(warning).toContainText('there is 1 more new key of this name in your list');
  await expect(rotation.reveal).toBeVisible();
  await rotation.closeWithoutSecret();
  await expect(portal.row('Production')).toHaveCount(3);
  // Old and new key end, the lost one doesn't.
  await expect(portal.row('Production').filter({ hasText: /in \d+ min|in 1 h/ })).toHaveCount(2);
  const said = 'Careful: the new key stops working';
  await expect(rotation.notice('Production')).toContainText(said);
  await expect(other.getByRole('group', { name: 'Rotation of “Production”' })).toContainText(said);
  await page.reload();
  await expect(rotation.notice('Production')).toContainText(said);
});

test('a new key that is dead on arrival is said to be', async ({ page, servers, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await repeatRotations(page, servers, 'second');
  await rotation.finish('Production', /^Now/);
  await expect(rotation.dialog.getByRole('alert')).toContainText('Careful: the new key has stopped working.');
});

test('a second new key is said to be there, even where the shown one is as it should be', async ({ page, servers, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await repeatRotations(page, servers, 'first');
  await rotation.finish('Production', /^In 1 hour/);
  const warning = rotation.dialog.getByRole('alert');
  await expect(warning).toContainText('Your request seems to have been carried out more than once');
  await expect(warning).not.toContainText('Careful');
});

test('after a rotation like any other, both keys are read and nothing is said', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  const limits: unknown[] = [];
  page.on('request', (request) => void (LIST.test(request.url()) && limits.push((request.postDataJSON() as { limit: number }).limit)));
  await rotation.finish('Production', /^In 1 hour/);
  // Both keys, and the list as far as it was loaded.
  await expect.poll(() => limits).toEqual([1, 1, 100]);
  await expect(rotation.dialog.getByRole('alert')).toBeHidden();
});

test('a check that comes late raises no alarm about a key that was rotated since', async ({ page, sandbox }) => {
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  let answer = (): void => undefined;
  const late = new Promise<void>((resolve) => (answer = resolve));
  let reads = 0;
  await page.route(LIST, async (route) => {
    reads += 1;
    // The first new key is read when it has been rotated, too.
    if (reads === 2) await late;
    await route.continue();
  });
  await rotation.finish('Production', /^In 1 hour/);
  await rotation.closeWithoutSecret();
  await rotation.opener('Production').first().click();
  await rotation.choice(/^In 1 hour/).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  await rotation.closeWithoutSecret();
  await expect.poll(() => reads).toBe(5);
  const last = page.waitForResponse((response) => LIST.test(response.url()) && reads === 6);
  answer();
  await (await last).finished();
  await page.clock.runFor(5_000);
  await expect(rotation.notice('Production').first()).toBeVisible();
  await expect(page.getByText('Careful')).toHaveCount(0);
});

test('where neither both keys nor the list can be read, the secret is shown all the same and nothing is claimed', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/listKeys/, 503, 422);
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  let reads = 0;
  await page.route(LIST, async (route) => {
    reads += 1;
    // The first failure passes, then the answers begin with another key, and what fails at last isn't tried again.
    if (reads === 1) await route.fulfill({ status: 503, body: '' });
    else if (reads < 4) await route.fulfill({ json: { meta: { requestId: 'req_madeup005' }, data: [key(1)] } });
    else await route.fulfill(refusedInBrowser);
  });
  await rotation.finish('Production', /^In 1 hour/);
  await expect(rotation.reveal).toBeVisible();
  await expect(async () => {
    await page.clock.fastForward(2_000);
    expect(reads).toBe(4);
  }).toPass();
  await expect(rotation.dialog.getByRole('alert')).toBeHidden();
  await expect(rotation.dialog).toContainText(/The old key stops working (tomorrow )?at \d\d:\d\d\./);
});

/** Somebody else rotates the key, and the gateway doesn't forward the portal's request for it. */
async function rotateTooLate(page: Page, servers: Servers, sandbox: Sandbox, rotation: Rotation): Promise<void> {
  const call = await caller(page.context(), servers);
  await sandbox.shiftClock(-10_000);
  const { data } = JSON.parse(await call('listKeys', '{}')) as { data: { keyId: string; name?: string }[] };
  const keyId = data.find((each) => each.name === 'Production')?.keyId;
  await call('rerollKey', JSON.stringify({ keyId, expiration: 6 * HOUR_MS }));
  await sandbox.shiftClock(0);
  await rotation.open('Production');
  await rotation.choice(/^In 1 hour/).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('Checking whether “Production” was rotated…');
  // As long as an earlier request may still be under way, it is waited for.
  await sandbox.shiftClock(SETTLED_MS);
  await page.clock.fastForward(SETTLED_MS);
}

test('a key that was changed elsewhere is shown as it is now, and can be rotated then', async ({ page, servers, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 502);
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await rotateTooLate(page, servers, sandbox, rotation);
  await expect(rotation.title).toHaveText('“Production” was not rotated');
  await expect(rotation.dialog).toContainText(/changed somewhere else.* stops working (tomorrow )?at \d\d:\d\d\./);
  expect(await sandbox.count('portal.rerollKey')).toBe(1);
  await rotation.button('Try again').click();
  await expect(rotation.dialog).toContainText('Not longer than the key’s own expiry.');
  await rotation.choice(/^In 1 hour/).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
});
