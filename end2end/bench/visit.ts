/** One visit on a slow computer and a slow network, and when each of its steps was done. */

import type { BrowserContext, CDPSession } from '@playwright/test';
import { writeFile } from 'node:fs/promises';

/** "Slow 4G", as in Lighthouse. Bytes per second; milliseconds. */
const NETWORK = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };
const CPU_SLOWED = 4;
const TRACED = ['devtools.timeline', 'v8', 'v8.wasm', 'blink.user_timing', 'loading', 'disabled-by-default-devtools.timeline', 'disabled-by-default-v8.compile', 'disabled-by-default-v8.cpu_profiler'];

/** Milliseconds since the navigation began. None for what the visit doesn't have, or has before the rows only sometimes. */
export interface Visit {
  readonly document: number;
  readonly firstFile: number | undefined;
  /** The last byte of the program. */
  readonly program: number | undefined;
  readonly exchangeSent: number | undefined;
  readonly exchangeAnswered: number | undefined;
  readonly listSent: number | undefined;
  readonly listAnswered: number | undefined;
  /** The program's first view is in the place of the skeleton. */
  readonly ready: number | undefined;
  /** The first row is in the document. */
  readonly rows: number;
  /** The frame with the first row was drawn. */
  readonly painted: number;
  /** Requests and bytes, headers included, of what had arrived by then. What the cache answers counts for nothing. */
  readonly requests: number;
  readonly bytes: number;
}

declare global {
  interface Window {
    visit: Promise<Visit>;
  }
}

/** Runs in the page before anything else of it. */
function watch(): void {
  const measure = (ready: number | undefined, rows: number): Visit => {
    const painted = performance.now();
    const timed = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] as PerformanceResourceTiming[];
    const [page] = timed;
    const files = timed.slice(1);
    const one = (part: string) => files.find(({ name }) => name.includes(part));
    const exchange = one('/v2/portal.exchange');
    const list = one('/v2/portal.listKeys');
    const sent = timed.filter(({ responseEnd, transferSize }) => responseEnd > 0 && responseEnd <= rows && transferSize > 0);
    return {
      document: page?.responseEnd ?? 0,
      firstFile: files[0] && Math.min(...files.map(({ startTime }) => startTime)),
      program: one('_bg.wasm')?.responseEnd,
      exchangeSent: exchange?.startTime,
      exchangeAnswered: exchange?.responseEnd,
      listSent: list?.startTime,
      listAnswered: list?.responseEnd,
      ready,
      rows,
      painted,
      requests: sent.length,
      bytes: sent.reduce((sum, { transferSize }) => sum + transferSize, 0),
    };
  };
  window.visit = new Promise((resolve) => {
    let ready: number | undefined;
    const observer = new MutationObserver(() => {
      const app = document.getElementById('app');
      if (app?.querySelector('.header:not([aria-hidden])')) ready ??= performance.now();
      if (!app?.querySelector('tbody tr[aria-rowindex]')) return;
      observer.disconnect();
      const rows = performance.now();
      // A message comes after the frame that the callback is before that sends it.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        resolve(measure(ready, rows));
      };
      requestAnimationFrame(() => {
        port2.postMessage(0);
      });
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}

/** The events of a Chromium trace, which DevTools and https://ui.perfetto.dev open. */
async function writeTrace(cdp: CDPSession, file: string): Promise<void> {
  const events: unknown[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => void events.push(...value));
  const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()));
  await cdp.send('Tracing.end');
  await complete;
  await writeFile(file, JSON.stringify({ traceEvents: events }));
}

/** Goes from the app to `path` in a tab of its own, until all that follows has arrived. `trace`: the file for a trace of it. */
export async function visit(context: BrowserContext, app: string, path: string, trace?: string): Promise<Visit> {
  const page = await context.newPage();
  // Also what a browser does only once after its own start isn't measured.
  await page.goto(app, { waitUntil: 'networkidle' });
  const cdp = await context.newCDPSession(page);
  await page.addInitScript(watch);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', NETWORK);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWED });
  if (trace) await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: TRACED } });
  await page.goto(path, { waitUntil: 'commit' });
  // By the protocol itself: Playwright's own way of asking loads a script of its own into the page.
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'visit', awaitPromise: true, returnByValue: true });
  if (trace) await writeTrace(cdp, trace);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  // What is fetched after the rows belongs to the visit.
  await page.waitForLoadState('networkidle');
  return result.value as Visit;
}
