/** An operator who says nothing: no name, no way back, no colour. */

import { markOpen } from '../harness/cookies.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: () => ({}) } });

test('someone who came directly is told what to do, without a link that leads nowhere', async ({ page, portal }) => {
  await page.goto('/');
  await expect(portal.heading).toHaveText(/^Open this page from /);
  await expect(page.getByRole('link', { name: /^Return to/ })).toBeHidden();
});

test('an expired session is told, without a link that leads nowhere', async ({ page, portal }) => {
  await markOpen(page, Date.now() - 1_000);
  await page.goto('/keys');
  await expect(portal.screen('Your session has expired')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Return to/ })).toBeHidden();
});

test('the keys are shown', async ({ openKeys, portal }) => {
  await openKeys();
  await expect(portal.rows).toHaveCount(3);
});
