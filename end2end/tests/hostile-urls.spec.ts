/** Addresses in the operator's config that would lead people astray: never a link. */

import { writeFile } from 'node:fs/promises';
import { hostileUrls } from '../harness/hostile-urls.ts';
import { freePort } from '../harness/server.ts';
import { defaultConfig, startGateway } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

for (const [what, url] of hostileUrls) {
  test(`WSTG-CLNT-04: the gateway does not start with a return address that is ${what}`, async ({ parts }, info) => {
    const configFile = info.outputPath('config.json');
    await writeFile(configFile, JSON.stringify({ appName: 'Acme', returnUrl: url }));
    const start = freePort().then((port) => startGateway({ port, upstream: parts.doors.api, publicOrigin: parts.at.portal, configFile }));
    await expect(start.then((gateway) => gateway.stop())).rejects.toThrow(/returnUrl/);
  });

  test(`WSTG-CLNT-04: the portal makes no link of a return address that is ${what}`, async ({ page, parts, portal, failures }) => {
    failures.expectComplaint(/returnUrl/);
    await page.route('**/config.json', (route) => route.fulfill({ json: { ...defaultConfig(parts.at), returnUrl: url } }));
    await page.goto('/');
    await expect(portal.screen('Open this page from Acme')).toBeVisible();
    await expect(portal.returnLink).toBeHidden();
    const targets = await page.getByRole('link').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    for (const target of targets) expect(target).toMatch(/^https:\/\/acme\.example\/support$|#main$/);
  });
}

test('WSTG-CLNT-04: a return address of localhost over plain http is a link', async ({ page, parts, portal }) => {
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...defaultConfig(parts.at), returnUrl: 'http://localhost:3000/keys' } }));
  await page.goto('/');
  await expect(portal.returnLink).toHaveAttribute('href', 'http://localhost:3000/keys');
});

for (const url of ['javascript:alert(1)', '//evil.example', 'data:text/html,x']) {
  test(`WSTG-CLNT-04: no link to support leads to ${url}`, async ({ page, parts, portal, failures }) => {
    failures.expectComplaint(/supportUrl/);
    await page.route('**/config.json', (route) => route.fulfill({ json: { ...defaultConfig(parts.at), supportUrl: url } }));
    await page.goto('/');
    await expect(portal.screen('Open this page from Acme')).toBeVisible();
    await expect(page.getByRole('link', { name: /support/i })).toBeHidden();
  });
}
