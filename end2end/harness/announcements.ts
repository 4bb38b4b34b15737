/** What a screen reader reads out by itself, in order: the texts of live regions as they change. */

import type { Page } from '@playwright/test';

/** Runs in every page before its scripts. */
function record(): void {
  const said: string[] = [];
  Object.assign(window, { said });
  const LIVE = '[role="status"], [role="alert"], [aria-live="polite"], [aria-live="assertive"]';
  const changed = (records: MutationRecord[]) => {
    const regions = new Set<Element>();
    for (const { target } of records) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(LIVE);
      if (region) regions.add(region);
    }
    for (const region of regions) {
      const text = region.textContent.trim();
      if (text) said.push(text);
    }
  };
  new MutationObserver(changed).observe(document, { subtree: true, childList: true, characterData: true });
}

export class Announcements {
  constructor(private readonly page: Page) {}

  /** From the next page that is loaded on. */
  async listen(): Promise<void> {
    await this.page.addInitScript(record);
  }

  /** Those that match, since the page was loaded. */
  async said(pattern: RegExp): Promise<string[]> {
    const all = await this.page.evaluate(() => (window as unknown as { said: string[] }).said);
    return all.filter((text) => pattern.test(text));
  }
}
