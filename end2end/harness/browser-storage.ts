/** What the browser keeps for the portal. */

import type { BrowserContext, Page } from '@playwright/test';

export interface BrowserStorage {
  readonly cookies: string[];
  readonly localStorage: Record<string, string>;
  readonly sessionStorage: Record<string, string>;
  readonly databases: string[];
  readonly caches: string[];
  readonly serviceWorkers: number;
}

/** Everything that a page of this origin finds, the cookies that it can't read included. */
export async function readBrowserStorage(page: Page, context: BrowserContext): Promise<BrowserStorage> {
  const inPage = await page.evaluate(async () => ({
    localStorage: { ...localStorage } as Record<string, string>,
    sessionStorage: { ...sessionStorage } as Record<string, string>,
    databases: (await indexedDB.databases()).map((database) => database.name ?? ''),
    caches: await caches.keys(),
    serviceWorkers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  const cookies = await context.cookies(new URL(page.url()).origin);
  return { ...inPage, cookies: cookies.map((cookie) => cookie.name).sort() };
}
