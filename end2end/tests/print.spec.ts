/** The page on paper: its content, without blank pages, in light colours, and what is missing. */

import { keys, listPages } from '../harness/keys.ts';
import { partStyles } from '../harness/parts.ts';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

test('a long list is printed from its start, without blank pages, and says what is missing', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 1_200)));
  await openKeys();
  await partStyles(page);
  await expect(portal.count).toHaveText('1,000+ keys');
  const scrolled = await page.evaluate(() => {
    scrollTo(0, 20_000);
    return scrollY;
  });
  await expect(portal.row('Key 1200')).toBeHidden();
  const file = (await page.pdf({ format: 'A4' })).toString('latin1');
  const pages = file.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  // 500 rows, 24 a page.
  expect(pages).toBeGreaterThan(10);
  expect(pages).toBeLessThan(26);
  expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(/^Showing \d+ of 1,\d00\+ keys\. Export as CSV for all\.$/)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(5_000);
  await page.emulateMedia({ media: null });
  await expect(page.getByText(/^Showing/)).toBeHidden();
});

test('a short list is printed whole, without what needs a screen', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await partStyles(page);
  await page.emulateMedia({ media: 'print' });
  await expect(portal.rows).toHaveCount(12);
  await expect(page.getByText(/^Showing/)).toBeHidden();
  for (const control of [portal.signOut, portal.search, page.getByRole('button', { name: /^Rotate/ }), page.getByRole('contentinfo')]) await expect(control).toBeHidden();
  await expect(page.getByRole('banner').getByText('Acme', { exact: true })).toBeVisible();
});

test('an open dialog is not printed, and that is said', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  await page.emulateMedia({ media: 'print' });
  await expect(rotation.dialog).toBeHidden();
  const said = () => getComputedStyle(document.body, '::before').content;
  expect(await page.evaluate(said)).toContain('isn’t printed');
});

test('a dark page is printed in light colours', async ({ page, openKeys }) => {
  await openKeys();
  await partStyles(page);
  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    return ['--surface', '--ink', '--brand-text'].map((name) => style.getPropertyValue(name));
  };
  const light = await page.evaluate(colours);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await page.evaluate(colours)).toEqual(light);
});
