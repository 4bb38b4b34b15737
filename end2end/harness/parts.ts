/** The files of the program that are fetched later. */

import { expect, type Page, type Route } from '@playwright/test';
import type { FailureGuard } from './failure-guard.ts';

const COMPLAINT = /^(?!Failed to load resource).*(TypeError|CompileError|TimeoutError|AbortError)/;

/** What is fetched beside the program. */
export const ANY_PART = /\/(details|rotate|rotations|screens|shared|tools)-[0-9a-f]{16}\.wasm$/;

/** The screens without a session: fetched after the first rows. */
export const SCREENS = /\/screens-[0-9a-f]{16}\.wasm$/;

/** Their stylesheet: comes with the first of them. */
export const PART_STYLES = /\/parts-[0-9a-f]{16}\.css$/;

/** Waits until it applies. */
export async function partStyles(page: Page): Promise<void> {
  await page.waitForFunction(() => document.adoptedStyleSheets.length > 0);
}

/** The list's tools: fetched after the first rows, too. */
export const TOOLS = /\/tools-[0-9a-f]{16}\.wasm$/;

/** Waits for a file that the page asks for from now on, until it is there or lost. */
export async function fetched(page: Page, file: RegExp): Promise<void> {
  const request = await page.waitForRequest(file);
  await (await request.response())?.finished();
}

/** Waits until the tools of the list are there. */
export async function toolsShown(page: Page): Promise<void> {
  // Hidden where there is no keyboard.
  await expect(page.getByText('Keyboard shortcuts')).toBeAttached();
}

/** How a part can be lost: all of them for one part, one of them for each. */
export const LOSSES = [
  ['is lost on the way', 'net::ERR_FAILED'],
  ['is gone from the server', 404],
  ['comes as a page of somebody else’s', undefined],
] as const;

export function lose(outcome: (typeof LOSSES)[number][1]): (route: Route) => Promise<void> {
  return (route) => {
    if (outcome === 404) return route.fulfill({ status: 404, contentType: 'text/plain', body: 'Not found\n' });
    if (outcome === undefined) return route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Please sign in to this network.' });
    return route.abort();
  };
}

/** The page may, and need not, say in the console what it couldn't load. */
export function expectComplaints(page: Page, failures: FailureGuard): () => void {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  return () => {
    if (said.some((text) => COMPLAINT.test(text))) failures.expectComplaint(COMPLAINT);
  };
}
