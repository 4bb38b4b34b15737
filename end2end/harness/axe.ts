/** The Web Content Accessibility Guidelines 2.2, level AA, as far as a program can check them. */

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectNoViolations(builder: AxeBuilder, theme: string): Promise<void> {
  const { violations, passes } = await builder.analyze();
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`));
  expect(found, theme).toEqual([]);
  expect(passes.length, `rules that were checked at all, ${theme}`).toBeGreaterThan(0);
}

/** Every rule in light; in dark those that look at colours, since nothing else differs. */
export async function expectAccessible(page: Page): Promise<void> {
  // What fades in has no contrast yet.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  // A button that can't be pressed yet takes its colour with time.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  });
  await expectNoViolations(new AxeBuilder({ page }).withTags(TAGS), 'light');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectNoViolations(new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']), 'dark');
}
