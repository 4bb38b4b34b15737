/** What a screen reader reads out by itself, in order: each text of a live region, recorded as it changes. */

import type { Page } from '@playwright/test';

const LIVE = '[role="status"], [role="alert"], [role="alertdialog"], [aria-live="polite"], [aria-live="assertive"]';

/** Runs in every page before its scripts. Reads a region's text at the change itself: it may be gone a moment later. */
function record(live: string): void {
  const recorded: string[] = [];
  Object.assign(window, { announcements: recorded });
  const changed = (records: MutationRecord[]) => {
    const texts = new Set<string>();
    for (const { target, addedNodes } of records) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(live);
      if (region) texts.add(region.textContent.trim());
      // What came and went again between two looks is no longer in the region, and still in the record.
      for (const node of addedNodes) {
        if (region) texts.add(node.textContent?.trim() ?? '');
        if (node instanceof Element) {
          for (const each of [node, ...node.querySelectorAll('*')]) if (each.matches(live)) texts.add(each.textContent.trim());
        }
      }
    }
    for (const text of texts) if (text) recorded.push(text);
  };
  new MutationObserver(changed).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['role', 'aria-live'] });
}

export class Announcements {
  private constructor(private readonly page: Page) {}

  /** Records from the next page load on. */
  static async record(page: Page): Promise<Announcements> {
    await page.addInitScript(record, LIVE);
    return new Announcements(page);
  }

  /** Those since the page was loaded; only those that match, where a pattern is given. */
  async all(pattern = /(?:)/): Promise<string[]> {
    const all = await this.page.evaluate(() => (window as unknown as { announcements: string[] }).announcements);
    return all.filter((text) => pattern.test(text));
  }
}
