/** The Web Content Accessibility Guidelines 2.2, level AA, as far as a program can check them. */

import axe, { type AxeResults, type RunOptions } from 'axe-core';
import { expect, type Page } from '@playwright/test';

const EVERYTHING: RunOptions = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } };
const COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/** Runs in the page, which has axe by then. */
async function findViolations(options: RunOptions): Promise<{ violations: string[]; passed: number }> {
  const { axe } = window as unknown as { axe: { run(root: Document, options: RunOptions): Promise<AxeResults> } };
  const { violations, passes } = await axe.run(document, options);
  return {
    violations: violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`)),
    passed: passes.length,
  };
}

async function expectNoViolations(page: Page, options: RunOptions, theme: string): Promise<void> {
  const { violations, passed } = await page.evaluate(findViolations, { ...options, resultTypes: ['violations'] } satisfies RunOptions);
  expect(violations, theme).toEqual([]);
  expect(passed, `rules that were checked at all, ${theme}`).toBeGreaterThan(0);
}

/** Every rule in light; in dark those that look at colours, since nothing else differs. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  // What fades in has no contrast yet.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  // A button that can't be pressed yet takes its colour with time.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  });
  await expectNoViolations(page, EVERYTHING, 'light');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectNoViolations(page, COLOURS, 'dark');
}
