/** The list as a file for spreadsheets. */

import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { DAY_MS, key, keys, listPage, listPages, tooMany } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

interface Exported {
  readonly name: string;
  readonly text: string;
  /** The cells, row by row, the headings first. */
  readonly cells: string[][];
}

/** Reads RFC 4180: quotes around what has a comma, a quote or a line break in it; a quote is two of them. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') {
      rows.push(row);
      row = [];
    }
    if (cell.lastIndex >= text.length) return rows;
  }
  throw new Error(`no CSV after ${JSON.stringify(text.slice(0, 200))}`);
}

async function exportList(page: Page, timeout = 10_000): Promise<Exported> {
  const download = page.waitForEvent('download', { timeout });
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const file = await download;
  const text = await readFile(await file.path(), 'utf8');
  return { name: file.suggestedFilename(), text, cells: parse(text.replace(/^\uFEFF/, '')) };
}

/** One column, without its heading. */
function column({ cells }: Exported, heading: string): (string | undefined)[] {
  const index = (cells[0] ?? []).indexOf(heading);
  expect(index, `a column ${heading}`).toBeGreaterThanOrEqual(0);
  return cells.slice(1).map((row) => row[index]);
}

test('the file has a row for each key, with headings', async ({ page, openKeys }) => {
  await openKeys('user_123');
  const file = await exportList(page);
  expect(file.name).toMatch(/\.csv$/);
  expect(file.cells[0]).toEqual(['Name', 'Key ID', 'Key', 'Status', 'Created', 'Expires', 'Last used']);
  expect(file.cells).toHaveLength(13);
  for (const row of file.cells) expect(row).toHaveLength(7);
});

test('a key’s row says what the list says, with times that a program can read', async ({ page, sandbox, openKeys }) => {
  await sandbox.answer(
    'portal.listKeys',
    listPage([key(1, { name: 'Mine', createdAt: Date.UTC(2026, 1, 3, 4, 5, 6), expires: Date.UTC(2026, 2, 4, 5, 6, 7), lastUsedAt: Date.UTC(2026, 2, 1), enabled: false })]),
  );
  await openKeys();
  const { cells } = await exportList(page);
  expect(cells[1]).toEqual(['Mine', 'key_made000001', 'acme_000001', 'Disabled', '2026-02-03T04:05:06Z', '2026-03-04T05:06:07Z', '2026-03-01T00:00:00Z']);
});

test('what a key has not is empty', async ({ page, sandbox, openKeys }) => {
  const { name: _, ...unnamed } = key(1);
  await sandbox.answer('portal.listKeys', listPage([unnamed]));
  await openKeys();
  const file = await exportList(page);
  expect(column(file, 'Expires')).toEqual(['']);
  expect(column(file, 'Last used')).toEqual(['']);
});

test('the file has the order of the list', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.sortBy('Key');
  await expect(portal.rows).toHaveCount(12);
  const shown = (await portal.rows.getByRole('cell', { name: /^acme_/ }).filter({ hasNot: page.getByRole('button') }).allInnerTexts()).map((text) => text.replace('…', ''));
  expect(shown).toHaveLength(12);
  const file = await exportList(page);
  expect(column(file, 'Key')).toEqual(shown);
});

test('the file has the keys that are shown, and no others', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.fill('i');
  await portal.status.selectOption('Disabled');
  await expect(portal.count).toHaveText('2 of 12 keys');
  const file = await exportList(page);
  expect(column(file, 'Name')).toEqual(await portal.names());
});

test('where no key is shown the file has its headings alone', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.fill('nothing like this');
  await expect(portal.count).toHaveText('0 of 12 keys');
  expect((await exportList(page)).cells).toHaveLength(1);
});

test('all ten thousand keys are loaded first', async ({ page, sandbox, portal }) => {
  test.slow();
  await page.goto(pathOf(await sandbox.createSession({ externalId: 'user_many' })));
  await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
  const file = await exportList(page, 40_000);
  expect(file.cells).toHaveLength(10_001);
  expect(new Set(column(file, 'Key ID')).size).toBe(10_000);
  expect(column(file, 'Name').at(-1)).toMatch(/09999$/);
});

test('while they are being loaded, it is said', async ({ page, sandbox, openKeys, portal }) => {
  const pages = listPages(keys(1, 1_200));
  await sandbox.answer('portal.listKeys', ...pages.slice(0, -1), { ...listPage(keys(1_101, 1_200)), delayMs: 3_000 });
  await openKeys();
  await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText('Loading all keys for the export…').first()).toBeVisible();
  await download;
  await expect(page.getByText('Loading all keys for the export…').filter({ visible: true })).toHaveCount(0);
});

test.describe('where the list stops on the way', () => {
  test.beforeEach(async ({ sandbox, openKeys, portal, failures }) => {
    test.slow();
    failures.expectFailures(/listKeys/, 429);
    const pages = listPages(keys(1, 1_500));
    await sandbox.answer('portal.listKeys', ...pages.slice(0, 12), ...Array.from({ length: 5 }, () => tooMany(0)), ...pages.slice(12));
    await openKeys();
    await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
  });

  test('no file passes for all of it, and the whole one comes once the list goes on', async ({ page, portal }) => {
    const files: Download[] = [];
    page.on('download', (file) => files.push(file));
    await page.getByRole('button', { name: 'Export CSV' }).click();
    await expect(portal.alert).toContainText('Loading stopped after 1,200 keys', { timeout: 15_000 });
    expect(files).toEqual([]);
    await expect(async () => {
      if (await portal.goOn.isVisible()) await portal.goOn.click();
      await expect(portal.count).toHaveText('1,500 keys', { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await expect.poll(() => files.length).toBe(1);
    expect(parse(await readFile(await (files[0] as Download).path(), 'utf8'))).toHaveLength(1_501);
  });

  test('the export does not say that it is loading what nobody loads any more', async ({ page, portal }) => {
    await page.getByRole('button', { name: 'Export CSV' }).click();
    await expect(portal.alert).toContainText('Loading stopped after 1,200 keys', { timeout: 15_000 });
    await expect(page.getByText('Loading all keys for the export…').filter({ visible: true })).toHaveCount(0);
  });
});

for (const [what, name] of [
  ['an equals sign', '=HYPERLINK("https://evil.example","Click")'],
  ['a plus', '+1+1'],
  ['a minus', '-2+3+cmd|\' /C calc\'!A0'],
  ['an at sign', '@SUM(1,1)'],
  ['a tab', '\t=1+1'],
  ['a carriage return', '\r=1+1'],
  ['a full-width equals sign', '＝1+1'],
] as const) {
  test(`a name that begins with ${what} is no formula in a spreadsheet`, async ({ page, sandbox, openKeys }) => {
    await sandbox.answer('portal.listKeys', listPage([key(1, { name })]));
    await openKeys();
    const file = await exportList(page);
    const [cell = ''] = column(file, 'Name');
    expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
    expect(cell.slice(-name.trimStart().length)).toBe(name.trimStart());
  });
}

test('the start of a key is no formula either', async ({ page, sandbox, openKeys }) => {
  await sandbox.answer('portal.listKeys', listPage([key(1, { start: '=1+1' }), key(2, { start: '-x' })]));
  await openKeys();
  for (const cell of column(await exportList(page), 'Key')) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});

test('quotes, commas and line breaks in a name stay within its cell', async ({ page, sandbox, openKeys }) => {
  const names = ['say "hello", twice', 'one\ntwo', 'a;b', '"', ',', "it's", 'مفتاح 🚀'];
  await sandbox.answer('portal.listKeys', listPage(names.map((name, index) => key(index + 1, { name }))));
  await openKeys();
  const file = await exportList(page);
  expect(file.cells).toHaveLength(names.length + 1);
  expect(column(file, 'Name').toReversed().map((name) => name?.replaceAll('\r\n', '\n'))).toEqual(names);
});

test('spreadsheets take the file for what it is: UTF-8, with line ends as they are asked for', async ({ page, openKeys }) => {
  await openKeys();
  const { text } = await exportList(page);
  expect(text.startsWith('\uFEFF')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

test('a secret that was just made is not in the file', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production');
  await rotation.closeWithoutSecret();
  const { text } = await exportList(page);
  expect(text).not.toContain(secret);
  expect(text).not.toContain(secret.slice(12));
});

test('a key that is looked for is not in the file', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 3)));
  await openKeys();
  await portal.search.fill('acme_000002TheRestOfIt');
  const { text, cells } = await exportList(page);
  expect(text).not.toContain('TheRestOfIt');
  expect(cells).toHaveLength(4);
});

test('nothing but the list is asked of the server for it', async ({ page, sandbox, openKeys }) => {
  await sandbox.answer('portal.listKeys', listPage([key(1, { expires: Date.now() + DAY_MS })]));
  await openKeys();
  await exportList(page);
  expect((await sandbox.requests()).map((request) => request.route).filter((route) => !/exchangeSession|listKeys/.test(route))).toEqual([]);
});

test('an export whose part of the program does not arrive says so on screen, and works when it is asked for again', async ({ page, openKeys, failures }) => {
  const part = /\/(details|shared)-[0-9a-f]{16}\.wasm$/;
  failures.expectFailures(part, 'net::ERR_FAILED');
  failures.expectComplaint(/TypeError/);
  await openKeys('user_123');
  await page.route(part, (route) => route.abort());
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText('The export couldn’t be loaded.')).toBeInViewport();
  await page.unroute(part);
  expect((await exportList(page)).cells).toHaveLength(13);
  await expect(page.getByText('The export couldn’t be loaded.')).toBeHidden();
});
