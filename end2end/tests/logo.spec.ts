/** An operator whose logo shows the name, with one for the dark. */

import type { Page } from '@playwright/test';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({
  setup: { config: (at) => ({ ...defaultConfig(at), logo: `${at.app}/logo.svg`, logoDark: `${at.app}/logo-dark.svg`, logoIsWordmark: true }) },
});

const IMAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><rect width="300" height="40"/></svg>';

async function serveLogos(page: Page): Promise<void> {
  await page.route('**/logo*.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body: IMAGE }));
}

/** The image that is shown in the header, once it is. */
async function shownLogo(page: Page): Promise<string> {
  const image = page.getByRole('banner').locator('img');
  await expect.poll(() => image.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  return image.evaluate((image: HTMLImageElement) => image.currentSrc);
}

test('the logo is shown, and the policy lets images of its origin in', async ({ page, servers }) => {
  await serveLogos(page);
  await page.emulateMedia({ colorScheme: 'light' });
  const answer = await page.goto('/');
  expect(answer?.headers()['content-security-policy']).toContain(`img-src 'self' ${servers.urls.app};`);
  expect(await shownLogo(page)).toBe(`${servers.urls.app}/logo.svg`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => shownLogo(page)).toBe(`${servers.urls.app}/logo-dark.svg`);
});

test('a wordmark is not repeated in letters, but read out', async ({ page, openKeys }) => {
  await serveLogos(page);
  await openKeys();
  await shownLogo(page);
  const name = page.getByRole('banner').getByText('Acme', { exact: true }).first();
  expect((await name.boundingBox())?.width).toBeLessThanOrEqual(1);
  await expect(page.getByRole('link', { name: 'Acme', exact: true })).toBeVisible();
});

test('a logo that is missing leaves initial and name, and moves nothing', async ({ page, failures }) => {
  failures.expectFailures(/logo/, 404);
  const missing = page.waitForRequest('**/logo*.svg');
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/logo*.svg', async (route) => {
    await asked;
    await route.fulfill({ status: 404 });
  });
  await page.goto('/');
  await missing;
  const box = await page.getByRole('banner').locator('img').boundingBox();
  answer();
  const initial = page.getByRole('banner').getByText('A', { exact: true });
  await expect(initial).toBeVisible();
  expect(await initial.boundingBox()).toEqual(box);
  await expect(page.getByRole('banner').getByText('Acme', { exact: true })).toBeVisible();
});
