/** Small windows, large text, fingers, and colours that the system forces: nothing is cut off, broken, covered or too small. */

import type { Locator } from '@playwright/test';
import { withoutConfigBlock } from '../harness/documents.ts';
import { DAY_MS, key, keys, listPage } from '../harness/keys.ts';
import { NARROW_WIDTHS, expectNoLayoutFaults, overflow } from '../harness/narrow.ts';
import { partStyles, toolsShown } from '../harness/parts.ts';
import { landToRotate } from '../harness/rotation.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';
import { touchFaults } from '../harness/touch.ts';

/** Of 6, 17 and 60 letters, and one of 60 that can't be broken. */
const NAMES = ['Vercel', 'Northwind Traders', 'The Northwind International Trading and Logistics Corporation'.slice(0, 60), 'W'.repeat(60)];

const WIDE_LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 60"><rect width="600" height="60" fill="teal"/></svg>';

test('the header bears app names of 6, 17 and 60 letters, wide logos, and nothing is in the way of signing out', async ({ page, openKeys, portal, servers }) => {
  test.slow();
  let config: Record<string, unknown> = {};
  await withoutConfigBlock(page);
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...defaultConfig(servers.urls), ...config } }));
  await page.route('**/wide.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body: WIDE_LOGO }));
  await openKeys();
  for (const logo of [{}, { logo: '/wide.svg' }, { logo: '/wide.svg', logoIsWordmark: true }]) {
    for (const appName of NAMES) {
      config = { appName, ...logo };
      await page.reload();
      await expect(portal.table).toBeVisible();
      await toolsShown(page);
      for (const width of [...NARROW_WIDTHS, 768, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        const where = `${appName}, ${JSON.stringify(logo)}, at ${width}`;
        expect.soft(await overflow(page), where).toBeLessThanOrEqual(0);
        await expectNoLayoutFaults(page, where);
        await expect(portal.signOut).toBeInViewport({ ratio: 1 });
      }
    }
  }
});

test('no cell of the list overlaps its neighbour, whatever the names, the first characters and the width', async ({ page, sandbox, portal }) => {
  const now = Date.now();
  await sandbox.answer(
    'portal.listKeys',
    listPage([
      ...keys(1, 9),
      key(10, { name: 'W'.repeat(255), start: 'production_live_abcdW', expires: now + DAY_MS, lastUsedAt: now }),
      key(11, { name: 'Nightly export of all customers to the data warehouse', start: 'W'.repeat(21), enabled: false, lastUsedAt: now - DAY_MS }),
      key(12, { name: '', start: 'a', expires: now - DAY_MS }),
    ]),
  );
  await landToRotate(page, sandbox);
  await expect(portal.rows).toHaveCount(12);
  for (const width of [1_440, 1_280, 1_024, 961, 959, 768, 480, 390, 320]) {
    await page.setViewportSize({ width, height: 740 });
    expect.soft(await overflow(page), `at ${width}`).toBeLessThanOrEqual(0);
    await expectNoLayoutFaults(page, `at ${width}`);
  }
});

test('styles for pointing apply only where something can point', async ({ page, openKeys }) => {
  await openKeys();
  await partStyles(page);
  const unconditional = await page.evaluate(() => {
    const found: string[] = [];
    const visit = (rules: CSSRuleList, isConditional: boolean) => {
      for (const rule of rules) {
        const isHover = rule instanceof CSSMediaRule && /\(hover: hover\)/.test(rule.conditionText);
        if (rule instanceof CSSStyleRule && rule.selectorText.includes(':hover') && !isConditional) found.push(rule.selectorText);
        if ('cssRules' in rule) visit(rule.cssRules as CSSRuleList, isConditional || isHover);
      }
    };
    for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) visit(sheet.cssRules, false);
    return found;
  });
  expect(unconditional).toEqual([]);
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test('all that can be touched is 44 px in size, and no field makes the page zoom', async ({ page, sandbox, portal }) => {
    const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
    await expect(portal.rows).toHaveCount(12);
    expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
    await expect.poll(() => touchFaults(page), { message: 'the list', timeout: 5_000 }).toEqual([]);
    await portal.link('Production').click();
    await expect(portal.screen('Production')).toBeVisible();
    await expect.poll(() => touchFaults(page), { message: 'a key’s page', timeout: 5_000 }).toEqual([]);
    await page.goBack();
    await rotation.open('Production');
    await expect.poll(() => touchFaults(page), { message: 'the choice', timeout: 5_000 }).toEqual([]);
    await rotation.rotate.click();
    await expect(rotation.title).toHaveText(/^Your new key/);
    await expect.poll(() => touchFaults(page), { message: 'the new key', timeout: 5_000 }).toEqual([]);
    await rotation.closeWithoutSecret();
    await expect.poll(() => touchFaults(page), { message: 'the list with a notice', timeout: 5_000 }).toEqual([]);
    await portal.signOut.click();
    await expect(portal.screen('You’re signed out')).toBeVisible();
    await expect.poll(() => touchFaults(page), { message: 'the end', timeout: 5_000 }).toEqual([]);
  });
});

/** The colours of an element. */
function coloursOf(part: Locator): Promise<Record<'ground' | 'ink', string>> {
  return part.evaluate((element) => {
    const { backgroundColor: ground, color: ink } = getComputedStyle(element);
    return { ground, ink };
  });
}

test('with forced colours, filters that are set and the form that is chosen have the colours of the user’s system for that', async ({ page, sandbox, portal }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  const probe = await page.evaluateHandle(() => {
    const element = document.body.appendChild(document.createElement('p'));
    element.style.cssText = 'forced-color-adjust: none; background: Highlight; color: HighlightText';
    return element;
  });
  const highlight = await coloursOf(page.locator('body > p').last());
  await probe.evaluate((element) => element.remove());
  await portal.status.selectOption('Active');
  await portal.neverUsed.click();
  for (const filter of [portal.neverUsed, portal.status]) {
    // Under the pointer, too.
    await filter.hover();
    await expect.poll(() => coloursOf(filter)).toEqual(highlight);
  }
  await portal.neverUsed.click();
  await portal.status.selectOption('Any status');
  await rotation.finish('Production');
  for (const form of ['.env', 'curl']) {
    await rotation.dialog.getByRole('radio', { name: form }).check({ force: true });
    await expect.poll(() => coloursOf(rotation.dialog.getByText(form, { exact: true }))).toEqual(highlight);
    expect(await coloursOf(rotation.dialog.getByText('Header', { exact: true }))).not.toEqual(highlight);
  }
});
