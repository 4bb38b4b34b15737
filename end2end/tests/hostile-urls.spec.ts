/** Addresses in the operator's config that would lead people astray: never a link. Which they are, `core` decides. */

import type { Page } from '@playwright/test';
import { withoutConfigBlock } from '../harness/documents.ts';
import { defaultConfig, type Addresses } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

/** Opens a portal whose config has these settings instead of its own. */
async function openWithConfig(page: Page, at: Addresses, settings: Record<string, string>): Promise<void> {
  await withoutConfigBlock(page);
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...defaultConfig(at), ...settings } }));
  await page.goto('/');
}

for (const [what, url] of [
  ['a script', 'JaVaScRiPt:alert(1)'],
  ['another host than it seems', 'https://app.example\\@evil.example/'],
] as const) {
  test(`WSTG-CLNT-04: the portal makes no link of a return address that is ${what}`, async ({ page, servers, portal, failures }) => {
    failures.expectComplaint(/returnUrl/);
    await openWithConfig(page, servers.urls, { returnUrl: url });
    await expect(portal.screen('Open this page from Acme')).toBeVisible();
    await expect(portal.returnLink).toBeHidden();
    const targets = await page.getByRole('link').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    expect(targets).toContain('https://acme.example/support');
    for (const target of targets) expect(target).toMatch(/^https:\/\/acme\.example\/support$|#main$/);
  });
}

test('WSTG-CLNT-04: a return address of localhost over plain http is a link', async ({ page, servers, portal }) => {
  await openWithConfig(page, servers.urls, { returnUrl: 'http://localhost:3000/keys' });
  await expect(portal.returnLink).toHaveAttribute('href', 'http://localhost:3000/keys');
});

test('WSTG-CLNT-04: no link to support leads to a script', async ({ page, servers, portal, failures }) => {
  failures.expectComplaint(/supportUrl/);
  await openWithConfig(page, servers.urls, { supportUrl: 'javascript:alert(1)' });
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  await expect(page.getByRole('link', { name: /support/i })).toBeHidden();
});
