/** The tools of the list are a file of their own, fetched after the first rows: until it comes, and where it doesn't, the rows work. */

import type { Page } from '@playwright/test';
import { ANY_PART, expectComplaints, LOSSES, lose, TOOLS, toolsShown } from '../harness/parts.ts';
import { ROTATES, Rotation } from '../harness/rotation.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

/** Holds the tools back; call the result to let them through. */
async function hold(page: Page): Promise<() => void> {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(TOOLS, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test('the tools are fetched after the first rows, as a file that may be kept for ever', async ({ page, sandbox, portal }) => {
  const order: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('portal.listKeys')) order.push('rows');
  });
  page.on('request', (request) => {
    if (ANY_PART.test(request.url())) order.push('part');
  });
  const answer = page.waitForResponse(TOOLS);
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  expect((await answer).headers()['cache-control']).toBe('public, max-age=31536000, immutable');
  await expect(portal.neverUsed).toBeVisible();
  expect(order.slice(0, 2)).toEqual(['rows', 'part']);
});

test('what is typed before the tools are there is searched for, and the focus stays', async ({ page, sandbox, portal }) => {
  const release = await hold(page);
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await expect(portal.link('Staging')).toBeVisible();
  await portal.search.click();
  await page.keyboard.type('sta');
  release();
  await expect(portal.neverUsed).toBeVisible();
  await expect(portal.search).toBeFocused();
  await page.keyboard.type('g');
  await expect(portal.search).toHaveValue('stag');
  await expect(portal.count).toHaveText('1 of 12 keys');
});

for (const width of [1280, 800, 390]) {
  test(`nothing moves when the tools come, in a window of ${width} px`, async ({ page, portal, openKeys }) => {
    await page.setViewportSize({ width, height: 800 });
    await openKeys('user_123');
    const release = await hold(page);
    await page.goto('/keys?status=active');
    await expect(portal.link('Staging')).toBeVisible();
    const boxes = async () => [await portal.heading.boundingBox(), await portal.search.boundingBox(), await portal.link('Staging').boundingBox()];
    const places = async () => (await boxes()).map((box) => [box?.x, box?.y]);
    const before = await places();
    release();
    await toolsShown(page);
    expect(await places()).toEqual(before);
  });
}

for (const [what, outcome] of LOSSES) {
  test(`tools that ${what}: the rows work, and trying again brings the tools`, async ({ page, sandbox, portal, failures }) => {
    if (outcome !== undefined) failures.expectFailures(TOOLS, outcome);
    const verify = expectComplaints(page, failures);
    await page.route(TOOLS, lose(outcome));
    await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123', permissions: ROTATES })));
    await expect(portal.alert.filter({ hasText: 'This part of the page couldn’t be loaded' })).toHaveCount(1);
    await expect(portal.search).toBeHidden();
    await portal.sortBy('Name');
    await new Rotation(page).opener('Staging').click();
    await expect(page.getByRole('heading', { level: 2, name: 'Rotate “Staging”' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.unroute(TOOLS);
    await portal.tryAgain.click();
    await portal.search.fill('trial');
    await expect(portal.count).toHaveText('1 of 12 keys');
    verify();
  });
}
