/** On a phone. */

import type { Page } from '@playwright/test';
import { keys, listPage, key } from '../harness/keys.ts';
import { reach, screens } from '../harness/screens.ts';
import { expect, test } from '../harness/test.ts';

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

for (const width of [320, 360]) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 740 } });

    for (const screen of screens) {
      test(`${screen.name}: nothing has to be scrolled sideways`, async ({ page, context, sandbox, failures, openKeys }) => {
        await reach(screen, { page, context, sandbox, failures, openKeys });
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      });
    }

    test('each key can be read in full', async ({ page, sandbox, openKeys }) => {
      await sandbox.answer('portal.listKeys', listPage([...keys(1, 2), key(3, { name: 'Sleeping', enabled: false })]));
      await openKeys();
      for (const text of ['Key 1', 'Key 2', 'Sleeping', 'acme_000003', 'Disabled']) {
        const found = page.getByText(text, { exact: true }).filter({ visible: true }).first();
        const box = await found.boundingBox();
        expect(box, text).not.toBeNull();
        expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width, `${text} within ${width} px`).toBe(true);
      }
    });

    test('a very long name fits', async ({ page, sandbox, openKeys }) => {
      await sandbox.answer('portal.listKeys', listPage([key(1, { name: 'W'.repeat(255), start: 'x'.repeat(64) })]));
      await openKeys();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    });
  });
}

test.describe('very wide', () => {
  test.use({ viewport: { width: 2560, height: 1200 } });

  test('the keys fit', async ({ page, openKeys }) => {
    await openKeys('user_123');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
});
