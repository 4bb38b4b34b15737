/** The gateway's two cookies. */

import type { BrowserContext, Page } from '@playwright/test';

export const SESSION_COOKIE = '__Host-portal_session';
export const OPEN_COOKIE = '__Host-portal_open';

/** The browser loses the session's cookie and keeps the other. */
export function loseSessionCookie(context: BrowserContext): Promise<void> {
  return context.clearCookies({ name: SESSION_COOKIE });
}

/**
 * Leaves what the gateway left in this browser, with another end: `__Host-portal_open` is readable, so that a page may
 * write it. Written on a file of the portal's origin, where no portal runs.
 */
export async function markOpen(page: Page, expiresAtMs: number): Promise<void> {
  await page.goto('/config.json');
  await page.evaluate(
    ([name, value]) => {
      document.cookie = `${name}=${value}; Path=/; Secure; SameSite=Strict; Max-Age=600000`;
    },
    [OPEN_COOKIE, `${expiresAtMs}.0123456789abcdef`],
  );
}
