/** An operator with a logo. */

import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: (at) => ({ ...defaultConfig(at), logo: `${at.app}/logo.svg` }) } });

test('the logo is shown, and the policy lets images of its origin in', async ({ page, servers }) => {
  await page.route('**/logo.svg', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>' }),
  );
  const asked = page.waitForRequest(`${servers.urls.app}/logo.svg`);
  const answer = await page.goto('/');
  await asked;
  expect(answer?.headers()['content-security-policy']).toContain(`img-src 'self' ${servers.urls.app};`);
  await expect.poll(() => page.getByRole('banner').evaluate((banner) => [...banner.querySelectorAll('img')].some((image) => image.naturalWidth > 0))).toBe(true);
});
