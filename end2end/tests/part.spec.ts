/** What is fetched when needed. */

import { expect, test } from '../harness/test.ts';

const PART = /\/rotate-[0-9a-f]{16}\.wasm$/;
const LOST = 'This part of the page couldn’t be loaded';

test('first page fetches no part; on demand it comes and works', async ({ page, openKeys, sandbox }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await openKeys();
  await sandbox.permit(['keys:read', 'analytics:read']);
  expect(fetched.filter((path) => PART.test(path))).toEqual([]);
  const answer = page.waitForResponse((response) => PART.test(response.url()));
  await page.evaluate(() => { history.pushState({}, '', '/proof'); dispatchEvent(new PopStateEvent('popstate')); });
  const response = await answer;
  expect(response.headers()['content-type']).toBe('application/wasm');
  expect(response.headers()['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(response.headers()['content-encoding']).toBe('br');
  const dialog = page.getByRole('dialog', { name: 'Stand-in' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText('pressed 0 times in Acme')).toBeVisible();
  await expect(dialog.getByText(/Usage: together \d+ points/)).toBeVisible();
  await expect(dialog.getByText(/Made .* ago/)).toBeVisible();
  for (let i = 0; i < 5; i++) await dialog.getByRole('button', { name: 'Press' }).click();
  await expect(dialog.getByText('pressed 5 times in Acme')).toBeVisible();
  await expect(dialog.getByText('Sorted: 10-7.5-2')).toBeVisible();
  await expect(dialog.getByRole('listitem')).toHaveCount(5);
  await expect(page.getByText(/Said: key_.* pressed 5/)).toBeVisible();
  await page.goBack();
  await page.goForward();
  await expect(dialog.getByText('pressed 0 times in Acme')).toBeVisible();
  expect(fetched.filter((path) => PART.test(path)).length).toBe(1);
});

for (const [what, fail, complaint] of [
  ['aborted', 'abort', 'net::ERR_FAILED'],
  ['gone', 404, 404],
  ['html in its place', 'html', undefined],
] as const) {
  test(`a part that is ${what} can be tried again`, async ({ page, openKeys, sandbox, failures, portal }) => {
    if (complaint !== undefined) failures.expectFailures(PART, complaint);
    failures.expectComplaint(/TypeError/);
    await openKeys();
  await sandbox.permit(['keys:read', 'analytics:read']);
    await page.route(PART, (route) =>
      fail === 'abort' ? route.abort() : fail === 404 ? route.fulfill({ status: 404, contentType: 'text/plain', body: 'Not found\n' }) : route.fulfill({ contentType: 'text/html', body: '<p>' }),
    );
    await page.evaluate(() => { history.pushState({}, '', '/proof'); dispatchEvent(new PopStateEvent('popstate')); });
    await expect(portal.alert).toHaveText(LOST);
    await expect(page.getByText('reload it')).toBeVisible();
    const again = page.waitForRequest(PART);
    await portal.tryAgain.click();
    await again;
    await expect(portal.alert).toHaveText(LOST);
    await page.unroute(PART);
    await portal.tryAgain.click();
    await expect(page.getByText('pressed 0 times in Acme')).toBeVisible();
    await expect(portal.alert).toBeHidden();
  });
}
