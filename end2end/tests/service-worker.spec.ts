/** A service worker that an earlier app on the portal's origin left in the browser is removed. */

import { startEarlierApp } from '../harness/earlier-app.ts';
import { expect, test } from '../harness/test.ts';

const FILLS_A_CACHE = "addEventListener('install', (event) => event.waitUntil(caches.open('old').then((cache) => cache.add('/'))));";

for (const [what, worker] of [
  ['that only keeps files', FILLS_A_CACHE],
  ['that answers with what the network has', `${FILLS_A_CACHE} addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));`],
  ['that goes on showing the earlier app', `${FILLS_A_CACHE} addEventListener('fetch', (event) => event.respondWith(caches.match('/')));`],
] as const) {
  test(`an earlier app’s service worker ${what} is removed with its files`, async ({ page, servers, portal, failures }) => {
    const app = await startEarlierApp(worker, servers.nodeUrls.portal);
    failures.allow(app.origin);
    try {
      await page.goto(app.origin);
      await expect(page).toHaveTitle('Ready');
      app.becomePortal();
      await page.goto(app.origin);
      await expect(portal.screen('Open this page from Acme')).toBeVisible();
      const left = () =>
        page.evaluate(async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length]);
      await expect.poll(left).toEqual([0, 0]);
    } finally {
      await app.stop();
    }
  });
}
