/** After a rotation: the notice that stays, and how requests move to the new key. */

import { installClock } from '../harness/clock.ts';
import { beginMinute, landToRotate, MINUTE_MS, usedMinutesAgo } from '../harness/rotation.ts';
import { nextFrame } from '../harness/frames.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('the new key is in the list, the old one is about to expire, and a notice links both', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  await rotation.closeWithoutSecret();
  await expect(portal.rows).toHaveCount(4);
  await expect(portal.row('Production')).toHaveCount(2);
  await expect(portal.row('Production').filter({ hasText: /in \d+ min|in 1 h/ })).toHaveCount(1);
  const notice = rotation.notice('Production');
  await expect(notice).toContainText(/Old key acme_\w+… stops working (tomorrow )?at \d\d:\d\d/);
  const links = notice.getByRole('link');
  await expect(links).toHaveCount(2);
  const shown = await links.nth(0).innerText();
  await links.nth(0).click();
  await expect(page).toHaveURL(/\/keys\/key_/);
  await expect(page.getByRole('main')).toContainText(shown);
});

test('the notice stays across a reload, goes on telling how requests move, and goes when it is put away', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  await rotation.closeWithoutSecret();
  await page.reload();
  await expect(rotation.notice('Production')).toContainText(/As of \d\d:\d\d:/);
  await page.getByRole('button', { name: 'Dismiss the notice about “Production”' }).click();
  await expect(rotation.notice('Production')).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.reload();
  await expect(page.getByRole('table', { name: 'API keys' })).toBeVisible();
  await expect(rotation.notice('Production')).toBeHidden();
});

test('once the old key has ended, the notice says so, and so does its row', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^Now/);
  await rotation.closeWithoutSecret();
  await expect(rotation.notice('Production')).toContainText(/stopped working at \d\d:\d\d/);
  await expect(portal.row('Production').filter({ hasText: 'Expired' })).toHaveCount(1);
  expect(await sandbox.count('portal.getVerifications')).toBe(3);
});

test('a notice about a lost secret leads to rotating the new key, and is content with that', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 502);
  const rotation = await landToRotate(page, sandbox);
  await sandbox.answer('portal.rerollKey', { real: true, drop: true });
  await rotation.open('Production');
  await rotation.rotate.click();
  await rotation.close.click();
  const lost = rotation.notice('Production').filter({ hasText: 'the new key didn’t reach you' });
  await lost.getByRole('button', { name: 'Rotate the new key' }).click();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  await rotation.closeWithoutSecret();
  await expect(rotation.notice('Production')).toHaveCount(2);
  await expect(lost).toBeHidden();
});

test('a key that is rotated twice has a notice for each new key, and both say when it ends now', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 24 hours/);
  await rotation.closeWithoutSecret();
  await portal.row('Production').filter({ hasText: 'Replaced' }).getByRole('button').click();
  await rotation.choice(/^In 1 hour/).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  await rotation.closeWithoutSecret();
  await expect(rotation.notice('Production')).toHaveCount(2);
  for (const notice of await rotation.notice('Production').all()) await expect(notice).toContainText(/stops working (tomorrow )?at \d\d:\d\d/);
});

test("nobody sees the notices of another person's keys", async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  await rotation.closeWithoutSecret();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await page.getByRole('button', { name: 'Open these keys' }).click();
  await expect(portal.row('Created, never used')).toBeVisible();
  await expect(page.getByRole('group', { name: /Rotation of/ })).toHaveCount(0);
});

test('signing out leaves nothing of it in the tab', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  await rotation.closeWithoutSecret();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(portal.screen('You’re signed out')).toBeVisible();
  expect(await page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.includes('rotat')))).toEqual([]);
});

test('the traffic monitor tells that the old key is quiet and the new one is used', async ({ page, sandbox }) => {
  const serverTime = await beginMinute(sandbox);
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await expect.poll(() => sandbox.count('portal.getVerifications')).toBe(3);
  await sandbox.answer('portal.getVerifications', usedMinutesAgo(serverTime(), [6, 4]), usedMinutesAgo(serverTime(), [2, 1]));
  await rotation.choice(/^In 1 hour/).check();
  await rotation.rotate.click();
  await rotation.closeWithoutSecret();
  const notice = rotation.notice('Production');
  await expect(notice).toContainText(/As of \d\d:\d\d:/);
  await expect(notice).toContainText('Old key: no requests for 5 minutes.');
  await expect(notice).toContainText('New key: first request 2 minutes ago.');
});

test('the traffic monitor tells how much the old key still gets', async ({ page, sandbox }) => {
  const serverTime = await beginMinute(sandbox);
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await expect.poll(() => sandbox.count('portal.getVerifications')).toBe(3);
  await sandbox.answer('portal.getVerifications', usedMinutesAgo(serverTime(), [1, 3], [2, 3], [3, 3], [4, 3], [5, 3]), usedMinutesAgo(serverTime()));
  await rotation.chooseMinutes(15);
  await rotation.rotate.click();
  await rotation.closeWithoutSecret();
  await expect(rotation.notice('Production')).toContainText('Old key: 3 requests a minute.');
  await expect(rotation.notice('Production')).toContainText('New key: no requests yet.');
});

test('the traffic monitor says nothing where nothing is recorded', async ({ page, sandbox }) => {
  let answered = 0;
  page.on('requestfinished', (request) => {
    if (request.url().includes('getVerifications')) answered += 1;
  });
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  // The dialog's three requests have ended, not only arrived: the next two are the monitor's.
  await expect.poll(() => answered).toBe(3);
  const nothing = { status: 200, body: { meta: { requestId: 'req_madeup003' }, data: [] } };
  await sandbox.answer('portal.getVerifications', nothing, nothing);
  await rotation.rotate.click();
  await rotation.closeWithoutSecret();
  await expect.poll(() => answered).toBe(5);
  await nextFrame(page);
  await expect(rotation.notice('Production')).not.toContainText(/As of|Old key:|New key:/);
});

test('the traffic monitor asks once a minute, and only while the page is seen', async ({ page, sandbox }) => {
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production', /^In 1 hour/);
  await rotation.closeWithoutSecret();
  const asked = () => sandbox.count('portal.getVerifications');
  await expect.poll(asked).toBe(5);
  await page.clock.fastForward(MINUTE_MS / 2);
  await page.clock.runFor(2_000);
  expect(await asked()).toBe(5);
  await page.clock.fastForward(MINUTE_MS / 2);
  await expect.poll(asked).toBe(7);

  await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true }));
  await page.clock.fastForward(3 * MINUTE_MS);
  await page.clock.runFor(2_000);
  expect(await asked()).toBe(7);
  await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { get: () => 'visible', configurable: true }));
  await expect.poll(asked).toBe(9);
});

test('the notices of several rotations take no more room than one and a button, but for those that ask for something', async ({ page, context, sandbox }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  for (const name of ['Production', 'Staging', 'Created, never used']) {
    await rotation.finish(name, /^In 1 hour/);
    await rotation.copyAndClose();
  }
  await expect(rotation.notice('Created, never used')).toBeVisible();
  await expect(rotation.notice('Production').or(rotation.notice('Staging'))).toHaveCount(0);
  await page.getByRole('button', { name: 'Show 2 earlier rotations' }).click();
  await expect(rotation.notice('Production')).toBeVisible();
  await expect(rotation.notice('Staging')).toBeVisible();
  await page.getByRole('button', { name: 'Hide 2 earlier rotations' }).click();
  await expect(rotation.notice('Staging')).toBeHidden();
});
