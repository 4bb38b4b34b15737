/**
 * 10,000 keys with the processor slowed down four times, as people meet it: a search typed letter by letter, sorting, and scrolling
 * through the list; and the memory that the tab needs, before and after 1,000 changes of the page. Prints what it measured and
 * fails above the bounds.
 */

import type { CDPSession, Page } from '@playwright/test';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';
import { changePages } from './page-changes.ts';

const SLOWED = 4;
/** The goals are 40 ms for a letter, 60 ms for sorting and 33 ms for a frame, and no growth: docs/performance.md. */
const BOUNDS = { keystrokeMs: 50, sortMs: 80, frameMs: 50, rows: 60, heapBytes: 45_000_000, growthBytes: 8_000_000 };
/** Words that many keys have, that few have, and that none has; and each is taken away again letter by letter. */
const SEARCHES = ['production', 'key_2', 'zürich', 'no such key', 'ci deploy', 'e'];
const BETWEEN_KEYS_MS = 150;
/** Each in both directions, and back. */
const SORTED_BY = ['Key', 'Status', 'Created', 'Expires', 'Last used', 'Name'];
const PAGE_CHANGES = 1_000;
const WHEEL_STEPS = 240;
const WHEEL_PX = 400;

declare global {
  interface Window {
    /** How long it took from each letter, and from each click, until what it changed was painted, in milliseconds. */
    painted: { input: number[]; click: number[] };
    /** How long each frame took, in milliseconds, while it is measured. */
    frameTimes: number[];
    isMeasuringFrames: boolean;
    program: WebAssembly.Memory | undefined;
  }
}

/** Takes note of the program's memory, and of the time from each letter and click to the picture after it. */
function prepare(): void {
  const keep = (made: WebAssembly.WebAssemblyInstantiatedSource) => {
    const { memory } = made.instance.exports;
    if (memory instanceof WebAssembly.Memory) window.program = memory;
    return made;
  };
  const instantiate = WebAssembly.instantiateStreaming.bind(WebAssembly);
  WebAssembly.instantiateStreaming = (source, imports) => instantiate(source, imports).then(keep);
  window.painted = { input: [], click: [] };
  for (const type of ['input', 'click'] as const) {
    // A message comes after the frame that the callback is before that sends it. One channel: making it takes a moment, too.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<number>) => void window.painted[type].push(performance.now() - data);
    addEventListener(
      type,
      (event) => {
        requestAnimationFrame(() => {
          port2.postMessage(event.timeStamp);
        });
      },
      { capture: true },
    );
  }
}

function measureFrames(): void {
  window.frameTimes = [];
  window.isMeasuringFrames = true;
  let before: number | undefined;
  const next = (now: number): void => {
    if (before !== undefined) window.frameTimes.push(now - before);
    before = now;
    if (window.isMeasuringFrames) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? Number.NaN;

const rowsIn = (page: Page): Promise<number> => page.locator('tbody tr[aria-rowindex]').count();

/** Presses a key, and the next one a quick typist's moment later. */
async function press(page: Page, key: string): Promise<void> {
  // Only what an American keyboard has can be pressed; the rest comes as text.
  await (key.length === 1 ? page.keyboard.type(key) : page.keyboard.press(key));
  await page.waitForTimeout(BETWEEN_KEYS_MS);
}

async function heapOf(page: Page, cdp: CDPSession): Promise<{ script: number; program: number }> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return { script: usedSize, program: await page.evaluate(() => window.program?.buffer.byteLength ?? Number.NaN) };
}

test('10,000 keys on a slow computer', async ({ page, sandbox }) => {
  const cdp = await page.context().newCDPSession(page);
  await page.addInitScript(prepare);
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many', permissions: ['keys:read', 'analytics:read'] })));
  await page.getByRole('button', { name: 'Load the rest' }).click({ timeout: 60_000 });
  await expect(page.getByText(/^10,000 keys$/).first()).toBeVisible({ timeout: 120_000 });

  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  await page.getByRole('searchbox').focus();
  let rows = await rowsIn(page);
  // By the keyboard alone: looking for the field before each letter would cost the page time that no user's typing does.
  for (const words of SEARCHES) {
    for (const letter of words) await press(page, letter);
    rows = Math.max(rows, await rowsIn(page));
    for (const _letter of words) await press(page, 'Backspace');
  }
  const keystrokes = await page.evaluate(() => window.painted.input);

  await page.evaluate(() => (window.painted.click.length = 0));
  for (const column of SORTED_BY) {
    for (const _direction of ['ascending', 'descending']) {
      await page.getByRole('columnheader', { name: column }).getByRole('button').click();
      await page.waitForTimeout(BETWEEN_KEYS_MS * 3);
    }
  }
  const sorts = await page.evaluate(() => window.painted.click);

  await page.mouse.move(600, 600);
  await page.evaluate(measureFrames);
  for (let step = 0; step < WHEEL_STEPS; step += 1) {
    await page.mouse.wheel(0, step < WHEEL_STEPS / 2 ? WHEEL_PX : -WHEEL_PX);
    if (step % 20 === 0) rows = Math.max(rows, await rowsIn(page));
  }
  const frames = await page.evaluate(() => {
    window.isMeasuringFrames = false;
    return window.frameTimes;
  });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  // The first changes load what the pages need.
  await changePages(page, 40);
  const heap = await heapOf(page, cdp);
  const bytes = heap.script + heap.program;
  await changePages(page, PAGE_CHANGES / 2);
  const half = await heapOf(page, cdp);
  await changePages(page, PAGE_CHANGES / 2);
  const after = await heapOf(page, cdp);
  const [scriptGrowth, growth] = [after.script - half.script, after.script + after.program - half.script - half.program];

  const ms = (value: number) => value.toFixed(0).padStart(6);
  const mb = (bytes: number) => (bytes / 1_000_000).toFixed(1).padStart(6);
  console.log(`
10,000 keys, processor slowed ${SLOWED} times      p50    p95    max   at most
key to picture, ${String(keystrokes.length).padStart(3)} letters, ms   ${ms(percentile(keystrokes, 0.5))} ${ms(percentile(keystrokes, 0.95))} ${ms(Math.max(...keystrokes))}        ${BOUNDS.keystrokeMs} at p95
click to sorted, ${String(sorts.length).padStart(3)} times, ms    ${ms(percentile(sorts, 0.5))} ${ms(percentile(sorts, 0.95))} ${ms(Math.max(...sorts))}        ${BOUNDS.sortMs} at p95
frame in scrolling, ${String(frames.length).padStart(4)}, ms     ${ms(percentile(frames, 0.5))} ${ms(percentile(frames, 0.95))} ${ms(Math.max(...frames))}        ${BOUNDS.frameMs.toFixed(0)} at p95
rows in the page                                    ${String(rows).padStart(6)}        ${BOUNDS.rows}
memory, MB: script ${mb(heap.script)}, program ${mb(heap.program)}      ${mb(bytes)}        ${BOUNDS.heapBytes / 1_000_000}
after ${PAGE_CHANGES / 2} and ${PAGE_CHANGES} page changes  ${mb(half.script + half.program)} ${mb(after.script + after.program)}
  more in the second half: script ${mb(scriptGrowth)}          ${mb(growth)}        ${BOUNDS.growthBytes / 1_000_000}
`);
  expect.soft(percentile(keystrokes, 0.95), 'a key to its picture, ms at p95').toBeLessThanOrEqual(BOUNDS.keystrokeMs);
  expect.soft(percentile(sorts, 0.95), 'a click to the sorted list, ms at p95').toBeLessThanOrEqual(BOUNDS.sortMs);
  expect.soft(percentile(frames, 0.95), 'a frame in scrolling, ms at p95').toBeLessThanOrEqual(BOUNDS.frameMs);
  expect.soft(rows, 'rows in the page').toBeLessThanOrEqual(BOUNDS.rows);
  expect.soft(bytes, 'bytes of memory').toBeLessThanOrEqual(BOUNDS.heapBytes);
  expect.soft(growth, 'bytes of memory that page changes cost').toBeLessThanOrEqual(BOUNDS.growthBytes);
  expect(sorts.length).toBe(SORTED_BY.length * 2);
  expect(keystrokes.length).toBe(SEARCHES.join('').length * 2);
});
