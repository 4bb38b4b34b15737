/** The gateway's two cookies. */

import type { BrowserContext, Page } from '@playwright/test';

export const SESSION_COOKIE = '__Host-portal_session';
export const OPEN_COOKIE = '__Host-portal_open';

/** The browser loses the session's cookie and keeps the other. */
export function loseSessionCookie(context: BrowserContext): Promise<void> {
  return context.clearCookies({ name: SESSION_COOKIE });
}

/**
 * Lets the session end in so many milliseconds, as far as this browser knows: no clock is shifted. Pages that are open
 * already go on with what they know.
 */
export async function endSessionIn(page: Page, ms: number): Promise<void> {
  await page.evaluate(
    ([name, end]) => {
      const tag = new RegExp(`${name}=\\d+\\.([0-9a-f]+)`).exec(document.cookie)?.[1];
      if (!tag) throw new Error(`no tag in ${document.cookie}`);
      document.cookie = `${name}=${end}.${tag}; Path=/; Secure; SameSite=Strict; Max-Age=600000`;
    },
    [OPEN_COOKIE, Date.now() + ms] as const,
  );
}

/**
 * Leaves in the browser what the gateway leaves there: when its session ends, and the tag of some session ID. Pages may
 * write that cookie; Playwright's own way of planting cookies refuses the prefix on http.
 */
export async function markOpen(page: Page, expiresAtMs: number): Promise<void> {
  await page.goto('/');
  await page.evaluate(
    ([name, value]) => {
      document.cookie = `${name}=${value}; Path=/; Secure; SameSite=Strict; Max-Age=600000`;
    },
    [OPEN_COOKIE, `${expiresAtMs}.0123456789abcdef`],
  );
}
