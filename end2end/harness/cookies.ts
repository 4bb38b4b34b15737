/** The gateway's two cookies. */

import type { BrowserContext, Page } from '@playwright/test';

export const SESSION_COOKIE = '__Host-portal_session';
export const OPEN_COOKIE = '__Host-portal_open';

/** The browser loses the session's cookie and keeps the other. */
export function loseSessionCookie(context: BrowserContext): Promise<void> {
  return context.clearCookies({ name: SESSION_COOKIE });
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
