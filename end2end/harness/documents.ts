/** The documents that the page is loaded from. */

import type { Page } from '@playwright/test';

/** Runs in every page before its scripts. */
function removeConfigBlock(): void {
  new MutationObserver((_, observer) => {
    const block = document.querySelector('script#config');
    block?.remove();
    if (block) observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

/** Every document that is loaded from now on is as one of a host that writes no config into it: the page requests `/config.json`. */
export async function withoutConfigBlock(page: Page): Promise<void> {
  await page.addInitScript(removeConfigBlock);
}
