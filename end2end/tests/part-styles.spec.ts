/** What only parts of the program need of the styles is a file of its own: no part is shown without it, and the first page is. */

import type { Page } from '@playwright/test';
import { expectComplaints, LOSSES, lose, PART_STYLES, partStyles } from '../harness/parts.ts';
import { landToRotate, Rotation, ROTATES } from '../harness/rotation.ts';
import { pathOf, type Sandbox } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const LOST = 'This part of the page couldn’t be loaded';

/** Lands, and doesn't wait for the list's tools, which wait for their styles. */
async function landWithoutTools(page: Page, sandbox: Sandbox, externalId = sandbox.user): Promise<Rotation> {
  await page.goto(pathOf(await sandbox.createSession({ externalId, permissions: ROTATES })));
  await expect(page.getByRole('table', { name: 'API keys' })).toBeVisible();
  return new Rotation(page);
}

test('the styles of the parts come after the first rows, once', async ({ page, sandbox, portal }) => {
  const order: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('portal.listKeys')) order.push('rows');
  });
  page.on('request', (request) => {
    if (PART_STYLES.test(request.url())) order.push('styles');
  });
  const answer = page.waitForResponse(PART_STYLES);
  await landToRotate(page, sandbox);
  const headers = (await answer).headers();
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(headers['content-type']).toBe('text/css; charset=utf-8');
  await partStyles(page);
  await portal.link('Staging').click();
  await expect(portal.screen('Staging')).toBeVisible();
  expect(order).toEqual(['rows', 'styles']);
});

test('a dialog that opens before its styles waits for them in the shape of a dialog', async ({ page, sandbox }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(PART_STYLES, async (route) => {
    await released;
    await route.continue();
  });
  const rotation = await landWithoutTools(page, sandbox);
  const asked = page.waitForResponse(/\/rotate-[0-9a-f]{16}\.wasm$/);
  await rotation.opener('Staging').click();
  await (await asked).finished();
  await expect(page.getByRole('dialog')).toHaveCSS('border-top-left-radius', '16px');
  const title = page.getByRole('heading', { level: 2, name: 'Rotate “Staging”' });
  await expect(title).toBeHidden();
  release();
  await expect(title).toBeVisible();
  await expect(page.getByRole('radio', { name: /24 hours/ })).toHaveCSS('inline-size', '16px');
});

for (const [what, outcome] of LOSSES) {
  test(`a stylesheet that ${what}: the part is said to be missing, and can be tried again until it works`, async ({ page, sandbox, portal, failures }) => {
    if (outcome !== undefined) failures.expectFailures(PART_STYLES, outcome);
    // Its hash is known: the content of another file is refused.
    if (outcome !== 'net::ERR_FAILED') failures.expectComplaint(/integrity/);
    const verify = expectComplaints(page, failures);
    await page.route(PART_STYLES, lose(outcome));
    await landWithoutTools(page, sandbox);
    await portal.link('Staging').click();
    const lost = page.getByRole('alert').filter({ hasText: LOST });
    await expect(lost).toBeVisible();
    await page.unroute(PART_STYLES);
    await page.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(portal.screen('Staging')).toBeVisible();
    await expect(lost).toBeHidden();
    await expect(page.getByRole('definition').first()).toHaveCSS('margin-left', '0px');
    verify();
  });
}

test('a page on paper is whole before the styles for paper are there', async ({ page, sandbox, portal, failures }) => {
  failures.expectFailures(PART_STYLES, 'net::ERR_FAILED');
  const verify = expectComplaints(page, failures);
  await page.route(PART_STYLES, (route) => route.abort());
  const lost = page.waitForEvent('requestfailed', (request) => PART_STYLES.test(request.url()));
  await landWithoutTools(page, sandbox, 'user_123');
  await lost;
  await expect(page.getByText(/^Showing/)).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(portal.rows).toHaveCount(12);
  verify();
});
