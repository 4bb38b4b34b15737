/** The search and the headings stay in sight, rows aren't hidden behind them, and the end of a list stays the end. */

import { key, keys, listPage, listPages, others } from '../harness/keys.ts';
import { expect, test } from '../harness/test.ts';

for (const width of [1_280, 700] as const) {
  test(`at ${width} px the search and the headings stay in sight, and no row with the focus is behind them`, async ({ page, sandbox, openKeys, portal }) => {
    await page.setViewportSize({ width, height: 700 });
    await sandbox.answer('portal.listKeys', ...listPages(keys(1, 100)));
    await openKeys();
    await portal.rows.first().getByRole('link').focus();
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('PageDown');
    await expect(portal.search).toBeInViewport({ ratio: 1 });
    // Cards have no headings.
    const head = width === 1_280 ? portal.column('Name') : portal.search;
    await expect(head).toBeInViewport({ ratio: 1 });
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('ArrowUp');
      const covered = await head.evaluate((element) => element.getBoundingClientRect().bottom);
      const top = await page.locator(':focus').evaluate((link) => link.closest('tr')?.getBoundingClientRect().top ?? 0);
      expect(top, `after ${presses + 1} rows up`).toBeGreaterThanOrEqual(covered - 1);
    }
  });
}

test('at the end of what is loaded a page more is loaded, and one stays where one is', async ({ page, sandbox, openKeys, portal }) => {
  const all = keys(1, 1_400).toReversed();
  await sandbox.answer('portal.listKeys', ...listPages(all));
  await openKeys();
  await expect(portal.count).toHaveText('1,000+ keys');
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
  await expect(portal.count).toHaveText('1,100+ keys');
  await expect(portal.loadAll).toBeVisible();
  const position = await page.evaluate(() => scrollY);
  // The rows of the new page are drawn below.
  await expect(portal.row('Key 395')).toBeAttached();
  expect(await page.evaluate(() => scrollY)).toBe(position);
  expect(await sandbox.count('portal.listKeys')).toBe(11);
});

test('the arrow down and Enter in the search lead to the first row', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'Needle 1' }), key(2, { name: 'Needle 2' }), ...others]));
  await openKeys();
  for (const press of ['ArrowDown', 'Enter']) {
    await portal.search.fill('needle');
    await expect(portal.count).toHaveText('2 of 10 keys');
    await portal.search.press(press);
    await expect(portal.link('Needle 2'), press).toBeFocused();
  }
});

test('nothing runs into its neighbour: the longest first characters, with the spacing that users may set and with large text', async ({ page, sandbox, openKeys, portal }) => {
  const start = 'acme_integration_Xf7t';
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'W'.repeat(80), start, lastUsedAt: Date.now() - 600_000 }), key(2, { start: 'acme_live_Xf7t' }), ...others]));
  await openKeys();
  await expect(portal.rows.nth(0)).toContainText('_Xf7t…');
  await expect(portal.rows.nth(1)).toContainText('_Xf7t…');
  for (const style of ['', '* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important }', 'html { font-size: 24px }', '.keys * { font-size: 24px !important }']) {
    await page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [sheet];
    }, style);
    for (const width of [1_280, 768, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const overlaps = await portal.rows.first().evaluate((row) => {
        // The word on the button meets the card's edge: the button goes beyond it.
        const texts = [...row.children].filter((cell) => cell.checkVisibility() && !cell.querySelector('button'));
        const boxes = texts.map((cell) => cell.getBoundingClientRect());
        const reaches = (cell: Element) => getComputedStyle(cell).overflowX === 'visible' && cell.scrollWidth > cell.clientWidth + 1;
        const isOver = (one: DOMRect, other: DOMRect) => one.right > other.left + 1 && other.right > one.left + 1 && one.bottom > other.top + 9 && other.bottom > one.top + 9;
        return texts.filter(reaches).length + boxes.filter((one, index) => boxes.slice(index + 1).some((other) => isOver(one, other))).length;
      });
      expect(overlaps, `${style || 'as it is'} at ${width}`).toBe(0);
      // The last of the first characters tell keys apart. A user's stylesheet for the cells alone changes no layout.
      if (style.startsWith('.keys')) continue;
      const cut = await portal.rows.first().evaluate((row) => {
        const cell = row.querySelector('.mono');
        return cell && cell.scrollWidth - cell.clientWidth;
      });
      expect(cut, `what is cut off of the key, ${style || 'as it is'} at ${width}`).toBeLessThanOrEqual(0);
    }
  }
});
