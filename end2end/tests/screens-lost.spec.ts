/** The screens without a session are a file of their own: where it doesn't come, the way back to the app is there. */

import { installClock } from '../harness/clock.ts';
import { ANY_PART, expectComplaints, LOSSES, lose, SCREENS } from '../harness/parts.ts';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

test('the screens without a session are fetched after the first rows, as a file that may be kept for ever', async ({ page, sandbox }) => {
  const order: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('portal.listKeys')) order.push('rows');
  });
  page.on('request', (request) => {
    if (ANY_PART.test(request.url())) order.push('part');
  });
  const answer = page.waitForResponse(SCREENS);
  await landToRotate(page, sandbox);
  expect((await answer).headers()['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(order.slice(0, 2)).toEqual(['rows', 'part']);
});

for (const [what, outcome] of LOSSES) {
  test(`a screen that ${what} leaves the way back to the app, and can be tried again`, async ({ page, servers, portal, failures }) => {
    if (outcome !== undefined) failures.expectFailures(SCREENS, outcome);
    const verify = expectComplaints(page, failures);
    await page.route(SCREENS, lose(outcome));
    await page.goto('/');
    await expect(portal.screen('Your API keys can’t be shown right now')).toBeFocused();
    await expect(portal.returnLink).toHaveAttribute('href', `${servers.urls.app}/account?tab=keys`);
    await page.unroute(SCREENS);
    await portal.tryAgain.click();
    await expect(portal.screen('Open this page from Acme')).toBeFocused();
    verify();
  });
}

test('screens that never come are given up after half a minute', async ({ page, portal, failures }) => {
  await installClock(page);
  const verify = expectComplaints(page, failures);
  await page.route(SCREENS, () => new Promise(() => {}));
  const asked = page.waitForRequest(SCREENS);
  await page.goto('/');
  await asked;
  await expect(page.getByRole('status').filter({ hasText: /^Loading$/ })).toBeAttached();
  await page.clock.fastForward(6_000);
  await expect(page.getByText('This is taking longer than usual.')).toBeVisible();
  await page.clock.fastForward(25_000);
  await expect(portal.returnLink).toBeVisible();
  verify();
});

test('screens that were lost are fetched again when the network is back', async ({ page, context, sandbox, portal, failures }) => {
  failures.expectFailures(SCREENS, 'net::ERR_FAILED');
  const verify = expectComplaints(page, failures);
  await page.route(SCREENS, (route) => route.abort());
  const lost = page.waitForEvent('requestfailed', (request) => SCREENS.test(request.url()));
  await landToRotate(page, sandbox);
  await lost;
  await page.unroute(SCREENS);
  await context.setOffline(true);
  await expect(portal.offline).toBeVisible();
  const again = page.waitForResponse(SCREENS);
  await context.setOffline(false);
  await again;
  verify();
});
