/** Dates are in English words, in the order and by the clock of the browser's language. */

import { key, listPage } from '../harness/keys.ts';
import { expect, test } from '../harness/test.ts';

const MOMENT = Date.UTC(2026, 0, 24, 14, 5);

for (const [locale, day, time] of [
  ['en-GB', '24 Jan 2026', '14:05'],
  ['en-US', 'Jan 24, 2026', '2:05 PM'],
  ['de-DE', '24 Jan 2026', '14:05'],
  ['ja-JP', '2026-01-24', '14:05'],
  ['ar-EG', '24 Jan 2026', '2:05 pm'],
  ['en-US@posix', 'Jan 24, 2026', '2:05 PM'],
] as const) {
  test.describe(`in a browser of ${locale}`, () => {
    test.use({ locale });

    test('dates have its order and its clock', async ({ sandbox, openKeys, portal }) => {
      await sandbox.answer('portal.listKeys', listPage([key(1, { createdAt: MOMENT, lastUsedAt: MOMENT })]));
      await openKeys();
      const cells = portal.row('Key 1').getByRole('cell').filter({ hasText: day });
      await expect(cells).toHaveText([day, day]);
      // The tooltip is set for the element under the pointer.
      await cells.last().hover();
      const titled = portal.row('Key 1').locator('[title^=About]');
      await expect(titled).toHaveAttribute('title', /2026/);
      const title = (await titled.getAttribute('title')) ?? '';
      // Some browsers put a narrow space before "PM".
      expect(title.replaceAll(/\s/g, ' ')).toBe(`About ${day}, ${time}`);
    });
  });
}
