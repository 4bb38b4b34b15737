/** What is requested at the first visit, and what is at a later one. */

import type { Page } from '@playwright/test';
import { PART_STYLES, SCREENS, fetched, toolsShown } from '../harness/parts.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

const HASHED = /-[0-9a-f]{13,16}[._]/;

/** What the page has requested of the server, a question whether a file has changed included, and not from the browser's cache. */
function requests(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] as PerformanceResourceTiming[];
    return entries.filter(({ transferSize }) => transferSize > 0).map(({ name }) => new URL(name).pathname);
  });
}

test('no file is requested twice, and a later visit requests the document and the keys alone', async ({ page, sandbox, portal }) => {
  const visit = async (address: string) => {
    const later = [SCREENS, PART_STYLES].map((file) => fetched(page, file));
    await page.goto(address);
    await expect(portal.table).toBeVisible();
    await toolsShown(page);
    await Promise.all(later);
    return requests(page);
  };
  const first = await visit(pathOf(await sandbox.createSession()));
  expect(first.filter((path, index) => first.indexOf(path) < index)).toEqual([]);
  expect(first.filter((path) => !HASHED.test(path))).toEqual(['/', '/v2/portal.exchangeSession', '/v2/portal.listKeys']);
  expect(await visit('/keys')).toEqual(['/keys', '/v2/portal.listKeys']);
});
