/** Several tabs of one browser, and what they say to each other. */

import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { Portal } from './portal.ts';

export interface Tab {
  readonly page: Page;
  readonly portal: Portal;
}

/** Within a second: what every tab has to know of the others. */
export const WITHIN_A_SECOND = { timeout: 1_000 };

/** A tab of its own that shows the keys of the session that is open. */
export async function openTab(context: BrowserContext, path = '/keys'): Promise<Tab> {
  const page = await context.newPage();
  const portal = new Portal(page);
  await page.goto(path);
  await portal.table.waitFor();
  return { page, portal };
}

/** Uses a link up in another browser. */
export async function openElsewhere(browser: Browser, portalOrigin: string, path: string): Promise<void> {
  const elsewhere = await browser.newContext({ baseURL: portalOrigin });
  const page = await elsewhere.newPage();
  await page.goto(path);
  await expect(new Portal(page).table).toBeVisible();
  await elsewhere.close();
}

/** An empty page of an origin: no portal runs in it. */
export async function blankPage(context: BrowserContext, origin: string, body = ''): Promise<Page> {
  const page = await context.newPage();
  const address = `${origin}/blank`;
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><link rel="icon" href="data:,">${body}` }));
  await page.goto(address);
  return page;
}

/** Hears what the portal's tabs say to each other, without being one of them. */
export class Listener {
  private constructor(private readonly page: Page) {}

  static async start(context: BrowserContext, portalOrigin: string): Promise<Listener> {
    const page = await blankPage(context, portalOrigin);
    await page.evaluate(() => {
      const heard: unknown[] = [];
      const channel = new BroadcastChannel('portal_session');
      channel.addEventListener('message', (event: MessageEvent<unknown>) => heard.push(event.data));
      Object.assign(window, { heard, channel });
    });
    return new Listener(page);
  }

  /** Everything that was said so far, as JSON. */
  async heard(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as { heard: unknown[] }).heard.map((message) => JSON.stringify(message)));
  }
}
