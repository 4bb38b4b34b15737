/** What the operator's config looks like on screen. */

import { expect, test } from '../harness/test.ts';

test("the app's colour is on the page: its links and buttons have it; customers read no version of this program", async ({ page, portal }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  // The config's #0f766e, as it is.
  await expect(portal.returnLink).toHaveCSS('background-color', 'rgb(15, 118, 110)');
  await expect(page.getByRole('contentinfo')).toHaveText('Contact support');
});

test("the tab's icon is made from name and colour", async ({ page, servers }) => {
  await page.goto('/');
  const address = await page.locator('link[rel=icon]').getAttribute('href');
  const icon = await page.request.get(`${servers.nodeUrls.portal}${address ?? ''}`);
  expect(icon.headers()['content-type']).toBe('image/svg+xml');
  expect(await icon.text()).toMatch(/#0f766e.*>A<\/text>/);
  // The policy lets it in, and it is an image.
  const isImage = await page.evaluate(async (src) => {
    const image = new Image();
    image.src = src ?? '';
    await image.decode();
    return image.naturalWidth > 0;
  }, address);
  expect(isImage).toBe(true);
});
