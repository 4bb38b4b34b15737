/** From the list to a key's page and back, many times. */

import type { Page } from '@playwright/test';

/** Browsers refuse more than about 20 changes of the address in a second. */
const BETWEEN_CHANGES_MS = 60;

/** Runs in the page: asking Playwright for each step would take ten times as long. */
async function goAndReturn({ times, pauseMs }: { times: number; pauseMs: number }): Promise<void> {
  const moment = () => new Promise((resolve) => setTimeout(resolve, pauseMs));
  const until = async (isShown: () => boolean) => {
    do await moment();
    while (!isShown());
  };
  for (let done = 0; done < times; done += 1) {
    document.querySelector<HTMLAnchorElement>('tbody .key-link')?.click();
    await until(() => location.pathname !== '/keys' && !document.querySelector('table.keys'));
    history.back();
    await until(() => document.querySelector('tbody .key-link') !== null);
  }
}

/** `changes`: there and back are two. */
export async function changePages(page: Page, changes: number): Promise<void> {
  await page.evaluate(goAndReturn, { times: changes / 2, pauseMs: BETWEEN_CHANGES_MS });
}
