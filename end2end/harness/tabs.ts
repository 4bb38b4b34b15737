/** Several tabs of one browser, and the messages that they send each other. */

import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { installClock } from './clock.ts';
import { Portal } from './portal.ts';

export interface Tab {
  readonly page: Page;
  readonly portal: Portal;
}

/** A tab of its own that shows the keys of the session that is open. */
export async function openTab(context: BrowserContext, path = '/keys'): Promise<Tab> {
  const page = await context.newPage();
  const portal = new Portal(page);
  await page.goto(path);
  await portal.table.waitFor();
  return { page, portal };
}

/** The same, in which no timer fires any more: what it learns from now on, it learns by messages of other tabs. */
export async function openTabWithoutTimers(context: BrowserContext, path = '/keys'): Promise<Tab> {
  const page = await context.newPage();
  const portal = new Portal(page);
  await installClock(page);
  await page.goto(path);
  await portal.table.waitFor();
  await page.clock.pauseAt(Date.now() + 1_000);
  return { page, portal };
}

/** Hides the tab or shows it again, as far as the page can tell. */
export async function setVisible(page: Page, visible: boolean): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { get: () => state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, visible ? 'visible' : 'hidden');
}

/** From the next navigation on, the page receives no message of other tabs. */
export async function loseMessages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    BroadcastChannel.prototype.addEventListener = () => undefined;
    Object.defineProperty(BroadcastChannel.prototype, 'onmessage', { set: () => undefined });
  });
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

/** The portal's `BroadcastChannel`s. */
const CHANNELS = ['portal_session', 'portal_rotations'] as const;
export type ChannelName = (typeof CHANNELS)[number];

interface Message {
  readonly channel: ChannelName;
  readonly data: unknown;
}

/** Receives what the portal's tabs send on their channels, without being one of them. */
export class ChannelListener {
  private constructor(private readonly page: Page) {}

  static async start(context: BrowserContext, portalOrigin: string): Promise<ChannelListener> {
    const page = await blankPage(context, portalOrigin);
    await page.evaluate((names) => {
      const messages: unknown[] = [];
      const channels = names.map((name) => {
        const channel = new BroadcastChannel(name);
        channel.addEventListener('message', (event: MessageEvent<unknown>) => messages.push({ channel: name, data: event.data }));
        return channel;
      });
      // The channels too, or they are garbage-collected.
      Object.assign(window, { messages, channels });
    }, CHANNELS);
    return new ChannelListener(page);
  }

  /** The messages so far, of one channel or of both, as JSON. */
  async messages(channel?: ChannelName): Promise<string[]> {
    const all = await this.page.evaluate(() => (window as unknown as { messages: Message[] }).messages);
    return all.filter((message) => channel === undefined || message.channel === channel).map(({ data }) => JSON.stringify(data));
  }
}
