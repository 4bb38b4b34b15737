/** Where a secret could have got to. */

import { expect, type BrowserContext, type Page } from '@playwright/test';
import { readBrowserStorage } from './browser-storage.ts';
import type { Sandbox } from './sandbox.ts';

/** Every request of the context from now on: address, body and headers. */
export function recordRequests(context: BrowserContext): string[] {
  const sent: string[] = [];
  context.on('request', (request) => sent.push([request.url(), request.postData() ?? '', JSON.stringify(request.headers())].join(' ')));
  return sent;
}

interface Places {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly sandbox: Sandbox;
  /** From [`recordRequests`]. */
  readonly sent: readonly string[];
}

/** Fails where the browser or the server came to hold the secret, or its beginning in an encoded form. */
export async function expectNowhere(secret: string, { page, context, sandbox, sent }: Places): Promise<void> {
  const stored = await readBrowserStorage(page, context);
  const inPage = await page.evaluate(() => JSON.stringify([location.href, document.title, history.state, performance.getEntries().map((entry) => entry.name)]));
  const places = {
    requests: sent.join('\n'),
    server: JSON.stringify(await sandbox.requests()),
    'local storage': JSON.stringify(stored.localStorage),
    'session storage': JSON.stringify(stored.sessionStorage),
    databases: JSON.stringify(stored.databases),
    caches: JSON.stringify(stored.caches),
    cookies: JSON.stringify(await context.cookies()),
    'address, title, history': inPage,
  };
  for (const [place, content] of Object.entries(places)) {
    expect(content, place).not.toContain(secret);
    expect(content, place).not.toContain(encodeURIComponent(secret.slice(0, 12)));
  }
}

/** Fails where the document holds it: in markup, attributes or the values of fields. */
export async function expectNotInPage(secret: string, page: Page): Promise<void> {
  const text = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    return [document.documentElement.outerHTML, document.title, ...fields].join('\n');
  });
  expect(text).not.toContain(secret);
}
