/** Browsers refuse to write the address too often: Safari throws after about 100 times in ten seconds. */

import type { Page } from '@playwright/test';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

interface HistoryLog {
  /** Refuses every write. */
  refuses: boolean;
  /** Writes since the page was loaded. */
  writes: number;
}

function watchHistory(): void {
  const log: HistoryLog = { refuses: false, writes: 0 };
  Object.assign(window, { historyLog: log });
  for (const name of ['pushState', 'replaceState'] as const) {
    const write = history[name].bind(history);
    History.prototype[name] = (...input) => {
      log.writes += 1;
      if (log.refuses) throw new DOMException('Attempt to use history more than 100 times per 10 seconds', 'SecurityError');
      write(...input);
    };
  }
}

function refuse(page: Page, refuses: boolean): Promise<void> {
  return page.evaluate((refuses) => {
    (window as unknown as { historyLog: HistoryLog }).historyLog.refuses = refuses;
  }, refuses);
}

function writes(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { historyLog: HistoryLog }).historyLog.writes);
}

test('pages are shown although their address is refused, which follows later', async ({ page, sandbox, portal }) => {
  await page.addInitScript(watchHistory);
  await landToRotate(page, sandbox);
  await portal.sortBy('Name');
  await expect(page).toHaveURL(/sort=name/);
  const list = page.url();
  await refuse(page, true);
  await portal.sortBy('Key');
  await expect(portal.column('Key')).toHaveAttribute('aria-sort', 'ascending');
  await portal.rows.first().getByRole('link').click();
  await expect(portal.table).toBeHidden();
  await expect(portal.heading).toBeVisible();
  expect(page.url()).toBe(list);
  await refuse(page, false);
  await expect(page).toHaveURL(/\/keys\/key_/);
  await page.goBack();
  await expect(portal.table).toBeVisible();
});

test('changes that follow each other quickly are few changes of the address', async ({ page, openKeys, portal }) => {
  await page.addInitScript(watchHistory);
  await openKeys('user_123');
  const before = await writes(page);
  // Odd, so that the last one differs from the first.
  await portal.neverUsed.evaluate(async (button) => {
    for (let change = 0; change < 61; change += 1) {
      (button as HTMLButtonElement).click();
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
    }
  });
  await expect(portal.neverUsed).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(/used=never/);
  expect(await writes(page)).toBeLessThan(before + 30);
});

test('a key that is held down presses a button once', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  const pressed = portal.neverUsed;
  await pressed.focus();
  // The second and every further one is what a browser sends for a key that is held down.
  for (let repeats = 0; repeats < 4; repeats += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(pressed).toHaveAttribute('aria-pressed', 'true');
});
