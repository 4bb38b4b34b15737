/** The header with the names that operators have: nothing is broken, cut off at the edge, or on top of something else. */

import type { Page } from '@playwright/test';
import { withoutConfigBlock } from '../harness/documents.ts';
import { landToRotate } from '../harness/rotation.ts';
import { type Addresses, defaultConfig } from '../harness/setup.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const DOCS = 'https://docs.acme.example/keys';
const LONG = 'Northwind International Cloud Platform Services and Partners';
const WIDTHS = [1280, 768, 390, 320];

const config = (at: Addresses) => ({ ...defaultConfig(at), docsUrl: DOCS, account: { label: true } });

test.use({ setup: { config } });

/** What is wrong with the header at this width. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const header = document.querySelector('header');
    if (!header) return ['no header'];
    const shown = [...header.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().width > 1);
    const name = (element: Element) => `${element.tagName} “${element.textContent}”`;
    const outside = shown.filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < 0 || right > document.documentElement.clientWidth;
    });
    const controls = shown.filter((element) => element.matches('a[href], button')).map((element) => ({ element, box: element.getBoundingClientRect() }));
    const overlapping = controls.filter(({ box }, index) => controls.slice(0, index).some(({ box: other }) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom));
    const high = controls.filter(({ box }) => box.height > 44);
    return [
      ...outside.map((element) => `beyond the edge: ${name(element)}`),
      ...overlapping.map(({ element }) => `on top of another: ${name(element)}`),
      ...high.map(({ element }) => `in several lines: ${name(element)}`),
      ...(header.offsetHeight > 60 ? [`${header.offsetHeight} px high`] : []),
      ...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page is wider than the window'] : []),
    ];
  });
}

for (const [appName, label] of [
  ['Vercel', ''],
  ['Northwind Traders', LONG],
  [LONG, LONG],
] as const) {
  test(`a name of ${appName.length} letters and an account of ${label.length}: one line at every width`, async ({ page, servers, sandbox, portal }) => {
    await withoutConfigBlock(page);
    await page.route('**/config.json', (route) => route.fulfill({ json: { ...config(servers.urls), appName } }));
    await page.goto(`${pathOf(await sandbox.createSession())}&label=${encodeURIComponent(label)}`);
    await expect(portal.table).toBeVisible();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(() => faults(page), `at ${width}`).toEqual([]);
      // In full for screen readers, however little is seen.
      await expect(page.getByRole('banner').getByRole('link', { name: `Back to ${appName}`, exact: true })).toBeVisible();
    }
  });
}

test('page and app are in the title, and the brand leads to the whole list', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  await expect(page).toHaveTitle('API keys · Acme');
  const link = portal.rows.getByRole('link').first();
  const name = (await link.textContent()) ?? '';
  await link.click();
  await expect(page).toHaveURL(/\/keys\/key_/);
  await expect(page).toHaveTitle(`${name} · API keys · Acme`);
  await page.getByRole('banner').getByRole('link', { name: 'Acme', exact: true }).click();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(portal.table).toBeVisible();
  await portal.signOut.click();
  await expect(page).toHaveTitle(/. · API keys · Acme$/);
});

test('the documentation is in the header, or in the footer of a phone', async ({ page, openKeys }) => {
  await openKeys();
  const docs = (place: 'banner' | 'contentinfo') => page.getByRole(place).getByRole('link', { name: 'Docs' });
  await expect(docs('banner')).toHaveAttribute('href', DOCS);
  await expect(docs('contentinfo')).toBeHidden();
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(docs('banner')).toBeHidden();
  await expect(docs('contentinfo')).toHaveAttribute('href', DOCS);
});
