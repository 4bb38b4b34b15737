/**
 * From the navigation to the rows, with processor and network slowed down: by a link for the first time, and later with the files
 * in the cache and a live session. Prints the median of seven and the range, and fails above the bounds.
 *
 * TRACE=folder: also a Chromium trace of each visit of the last round, in which tracing costs time.
 */

import { chromium } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArguments, fullChromiumPath } from '../harness/programs.ts';
import { pathOf } from '../harness/sandbox.ts';
import type { Addresses } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';
import { visit, type Visit } from './visit.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 7);
const TRACE = process.env['TRACE'];
/** The browser keeps compiled code some seconds after it has compiled it. */
const CODE_KEPT_AFTER_MS = 4_000;
const GOALS = { cold: 1_660, later: 500 };

const FIGURES: readonly [string, (visit: Visit) => number | undefined][] = [
  ['document there', ({ document }) => document],
  ['first file requested', ({ firstFile }) => firstFile],
  ['program there', ({ program }) => program],
  ['exchange sent', ({ exchangeSent }) => exchangeSent],
  ['exchange answered', ({ exchangeAnswered }) => exchangeAnswered],
  ['list sent', ({ listSent }) => listSent],
  ['list answered', ({ listAnswered }) => listAnswered],
  ['program ready', ({ ready }) => ready],
  ['rows', ({ rows }) => rows],
  ['rows painted', ({ painted }) => painted],
  ['  program there → ready', ({ program, ready }) => program && ready && ready - program],
  ['  answered and ready → rows', ({ listAnswered, ready, rows }) => listAnswered && ready && rows - Math.max(listAnswered, ready)],
  ['  rows → painted', ({ rows, painted }) => painted - rows],
  ['bytes until rows, kB', ({ bytes }) => bytes / 1_000],
  ['requests until rows', ({ requests }) => requests],
];

/** A cold landing and a later visit, with a browser that has never been here. */
async function round({ portal, app }: Addresses, landing: string, trace?: string): Promise<{ cold: Visit; later: Visit }> {
  const profile = await mkdtemp(join(tmpdir(), 'portal-startup-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath: fullChromiumPath(), args: chromiumArguments, baseURL: portal });
  try {
    const cold = await visit(context, app, landing, trace && join(trace, 'cold.json'));
    await context.pages().at(-1)?.waitForTimeout(CODE_KEPT_AFTER_MS);
    const later = await visit(context, app, '/keys', trace && join(trace, 'later.json'));
    return { cold, later };
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function cells(visits: Visit[], figure: (visit: Visit) => number | undefined): string {
  const values = visits.map(figure).filter((value) => value !== undefined);
  if (values.length === 0) return '–'.padStart(7) + ' '.repeat(14);
  const range = `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;
  return median(values).toFixed(0).padStart(7) + range.padStart(14);
}

test('the start of the portal on a slow computer and network', async ({ servers, sandbox }) => {
  const cold: Visit[] = [];
  const later: Visit[] = [];
  for (let done = 0; done < ROUNDS; done += 1) {
    const landing = pathOf(await sandbox.createSession({ externalId: 'user_123' }));
    const visits = await round(servers.urls, landing, done === ROUNDS - 1 ? TRACE : undefined);
    cold.push(visits.cold);
    later.push(visits.later);
  }
  const rows = FIGURES.map(([name, figure]) => `${name.padEnd(30)}${cells(cold, figure)}   ${cells(later, figure)}`);
  console.log(`
1.6 Mbit/s, 150 ms, processor slowed 4 times, ${ROUNDS} visits each; ms since the navigation
                                     cold landing            later visit
                               median        range     median        range
${rows.join('\n')}
rows, at most                  ${String(GOALS.cold).padStart(6)}                 ${String(GOALS.later).padStart(7)}
`);
  expect.soft(median(cold.map(({ rows }) => rows)), 'cold landing to rows, ms').toBeLessThanOrEqual(GOALS.cold);
  expect.soft(median(later.map(({ rows }) => rows)), 'later visit to rows, ms').toBeLessThanOrEqual(GOALS.later);
});
