/** An operator whose way back has more to it: parameters of its own, and a fragment. */

import { markOpen } from '../harness/cookies.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({ setup: { config: (at) => ({ ...defaultConfig(at), returnUrl: `${at.app}/account?tab=keys&next=%2Fa%20b&tab=2#section/keys?x=1` }) } });

test('where no session ended, the address is the operator’s, untouched', async ({ page, servers, portal }) => {
  await page.goto('/');
  await expect(portal.returnLink).toHaveAttribute('href', `${servers.urls.app}/account?tab=keys&next=%2Fa%20b&tab=2#section/keys?x=1`);
});

test('after an expiry the reason is added, and everything else is kept', async ({ page, servers, portal }) => {
  await markOpen(page, Date.now() - 1_000);
  await page.goto('/keys');
  await expect(portal.returnLink).toHaveAttribute('href', `${servers.urls.app}/account?tab=keys&next=%2Fa%20b&tab=2&reason=session_expired#section/keys?x=1`);
});
