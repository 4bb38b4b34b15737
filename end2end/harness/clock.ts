/**
 * Playwright's fake clock, with timer ids that fit into 32 bits. Its own begin at 10^12; WebAssembly code keeps an id as an
 * `i32`, so that without this no timer of the portal could ever be cleared.
 */

import type { Page } from '@playwright/test';

/** Runs in every page after the fake clock has put its functions in place. */
function shortenTimerIds(): void {
  const real = new Map<number, number>();
  let last = 0;
  const target = window as unknown as Record<string, (...input: unknown[]) => unknown>;
  for (const [set, clear] of [
    ['setTimeout', 'clearTimeout'],
    ['setInterval', 'clearInterval'],
    ['requestAnimationFrame', 'cancelAnimationFrame'],
    ['requestIdleCallback', 'cancelIdleCallback'],
  ] as const) {
    const [start, stop] = [target[set], target[clear]];
    if (!start || !stop) continue;
    target[set] = (...input) => {
      last += 1;
      real.set(last, start.apply(window, input) as number);
      return last;
    };
    target[clear] = (id) => stop.call(window, real.get(id as number));
  }
}

/** Time goes on by itself from now on, and can be moved: `page.clock.fastForward`, `runFor`, `pauseAt`. */
export async function installClock(page: Page, options: { time?: number } = {}): Promise<void> {
  await page.clock.install(options);
  await page.addInitScript(shortenTimerIds);
  // The page that is open already has the fake clock, too.
  await page.evaluate(shortenTimerIds);
}
