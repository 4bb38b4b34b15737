/** Nothing moves by itself while the page appears: the sum of all layout shifts is 0. */

import type { Page } from '@playwright/test';
import { tooMany } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

/** A shift, as browsers report it; not in TypeScript's library. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}

/** Runs in every page before its scripts. */
function recordShifts(): void {
  const shifts: string[] = [];
  Object.assign(window, { layoutShifts: shifts });
  const name = (node: Node | null) => (node instanceof Element ? `${node.localName}.${node.className}` : (node?.nodeName ?? 'gone'));
  const record = ({ value, hadRecentInput, sources }: LayoutShift) => {
    if (!hadRecentInput) shifts.push(`${value.toFixed(4)}: ${sources.map(({ node }) => name(node)).join(', ')}`);
  };
  new PerformanceObserver((list) => (list.getEntries() as LayoutShift[]).forEach(record)).observe({ type: 'layout-shift', buffered: true });
}

/** Those of the page that is open, once what is painted now has been reported. */
function shifts(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    return (window as unknown as { layoutShifts: string[] }).layoutShifts;
  });
}

test('nothing moves when keys, a failure to load them or a screen without a session appear', async ({ page, context, sandbox, portal, openKeys, failures }) => {
  failures.expectFailures(/portal\.listKeys/, 429);
  await page.setViewportSize({ width: 412, height: 823 });
  await page.addInitScript(recordShifts);
  await openKeys('user_123');
  expect.soft(await shifts(page), 'at the first visit').toEqual([]);
  await page.goto('/keys');
  await expect(portal.rows).not.toHaveCount(0);
  expect.soft(await shifts(page), 'at a later visit').toEqual([]);
  await sandbox.answer('portal.listKeys', tooMany(60));
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  await portal.openNew.click();
  await expect(portal.alert).toBeVisible();
  expect.soft(await shifts(page), 'when keys can’t be loaded').toEqual([]);
  await context.clearCookies();
  await page.goto('/');
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  expect.soft(await shifts(page), 'without a session').toEqual([]);
});
