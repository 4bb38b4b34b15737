/** Dates are in English words, in the order and by the clock of the browser's language. */

import type { Page } from '@playwright/test';
import { key, listPage } from '../harness/keys.ts';
import { expect, test } from '../harness/test.ts';

const CREATED = Date.UTC(2026, 10, 24, 14, 5);

/** How the list says when a key was created and, as a tooltip, when it was last used. */
async function dates(page: Page): Promise<(string | null)[]> {
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Key 1' }) });
  const cell = row.getByRole('cell', { name: /2026/ }).first();
  const used = row.getByRole('cell').filter({ hasText: /ago|yesterday|just now|2026/ }).last();
  await used.hover();
  await expect(used.or(used.locator('[title]')).last()).toHaveAttribute('title', /About/);
  const titles = await row.locator('[title^=About]').evaluateAll((elements) => elements.map((element) => element.getAttribute('title')));
  return [await cell.textContent(), titles.at(-1) ?? null];
}

for (const [locale, day, moment] of [
  ['en-GB', '24 Nov 2026', 'About 24 Nov 2026, 14:05'],
  ['en-US', 'Nov 24, 2026', /^About Nov 24, 2026, 2:05\sPM$/],
  ['de-DE', '24 Nov 2026', 'About 24 Nov 2026, 14:05'],
  ['ja-JP', '2026-11-24', 'About 2026-11-24, 14:05'],
  ['ar-EG', '24 Nov 2026', /^About 24 Nov 2026, 2:05\spm$/],
  ['en-US@posix', 'Nov 24, 2026', /^About Nov 24, 2026, 2:05\sPM$/],
] as const) {
  test.describe(`in a browser of ${locale}`, () => {
    test.use({ locale });

    test('dates have its order and its clock', async ({ page, sandbox, openKeys }) => {
      await sandbox.answer('portal.listKeys', listPage([key(1, { createdAt: CREATED, lastUsedAt: CREATED })]));
      await openKeys();
      const [created, used] = await dates(page);
      expect(created).toBe(day);
      if (typeof moment === 'string') expect(used).toBe(moment);
      else expect(used).toMatch(moment);
    });
  });
}
