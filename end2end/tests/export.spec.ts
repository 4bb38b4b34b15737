/** The list as a file for spreadsheets. What stands in a cell, and that none is a formula, `core` decides: `keys::csv`. */

import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { key, keys, listPage, listPages, tooMany } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
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

async function read(file: Download): Promise<Exported> {
  const text = await readFile(await file.path(), 'utf8');
  return { name: file.suggestedFilename(), text, cells: parse(text.replace(/^\uFEFF/, '')) };
}

async function exportList(page: Page): Promise<Exported> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  return read(await download);
}

/** One column, without its heading. */
function column({ cells }: Exported, heading: string): (string | undefined)[] {
  const index = (cells[0] ?? []).indexOf(heading);
  expect(index, `a column ${heading}`).toBeGreaterThanOrEqual(0);
  return cells.slice(1).map((row) => row[index]);
}

test('the file has a row for each key, under the list’s headings, and nothing but the list is asked of the server for it', async ({ page, sandbox, openKeys }) => {
  await sandbox.answer(
    'portal.listKeys',
    listPage([key(1, { name: 'Mine', createdAt: Date.UTC(2026, 1, 3, 4, 5, 6), expires: Date.UTC(2026, 2, 4, 5, 6, 7), lastUsedAt: Date.UTC(2026, 2, 1), enabled: false }), key(2, { name: '=1+1' })]),
  );
  await openKeys();
  const file = await exportList(page);
  expect(file.name).toMatch(/\.csv$/);
  expect(file.text.startsWith('\uFEFF'), 'spreadsheets take it for UTF-8').toBe(true);
  expect(file.cells).toEqual([
    ['Name', 'Key ID', 'Key', 'Status', 'Created', 'Expires', 'Last used'],
    ['Mine', 'key_made000001', 'acme_000001', 'Disabled', '2026-02-03T04:05:06Z', '2026-03-04T05:06:07Z', '2026-03-01T00:00:00Z'],
    ["'=1+1", 'key_made000002', 'acme_000002', 'Active', '2024-01-01T00:02:00Z', '', ''],
  ]);
  expect((await sandbox.requests()).map((request) => request.route)).toEqual(['portal.exchangeSession', 'portal.listKeys']);
});

test('the file has the keys that are shown, in the order of the list, and no others', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.sortBy('Name');
  await portal.search.fill('i');
  await portal.status.selectOption('Disabled');
  await expect(portal.count).toHaveText('2 of 12 keys');
  expect(column(await exportList(page), 'Name')).toEqual(await portal.names());
  await portal.search.fill('nothing like this');
  await expect(portal.count).toHaveText('0 of 12 keys');
  expect((await exportList(page)).cells).toHaveLength(1);
});

test('where not all keys are there they are loaded first, and it is said while they are', async ({ page, sandbox, openKeys, portal }) => {
  const pages = listPages(keys(1, 1_200));
  await sandbox.answer('portal.listKeys', ...pages.slice(0, -1), { ...listPage(keys(1_101, 1_200)), hold: true });
  await openKeys();
  await expect(portal.loadAll).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText('Loading all keys for the export…').first()).toBeVisible();
  await sandbox.release('portal.listKeys');
  const file = await read(await download);
  expect(new Set(column(file, 'Key ID')).size).toBe(1_200);
  await expect(page.getByText('Loading all keys for the export…').filter({ visible: true })).toHaveCount(0);
});

test('where the list stops on the way, no file passes for all of it, and the whole one comes once the list goes on', async ({ page, sandbox, openKeys, portal, failures }) => {
  failures.expectFailures(/listKeys/, 429);
  await installClock(page);
  const pages = listPages(keys(1, 1_500));
  await sandbox.answer('portal.listKeys', ...pages.slice(0, 12), ...Array.from({ length: 5 }, () => tooMany(0)), ...pages.slice(12));
  await openKeys();
  await expect(portal.loadAll).toBeVisible();
  const files: Download[] = [];
  page.on('download', (file) => files.push(file));
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(async () => {
    await page.clock.runFor(15_000);
    await expect(portal.alert).toContainText('Loading stopped after 1,200 keys', { timeout: 500 });
  }).toPass();
  // The export doesn't say that it is loading what nobody loads any more.
  await expect(page.getByText('Loading all keys for the export…').filter({ visible: true })).toHaveCount(0);
  expect(files).toEqual([]);
  await portal.goOn.click();
  await expect(portal.count).toHaveText('1,500 keys');
  await expect.poll(() => files.length).toBe(1);
  expect((await read(files[0] as Download)).cells).toHaveLength(1_501);
});

test('neither a secret that was just made nor a key that is looked for is in the file', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  const secret = await rotation.finishAndRead('Production');
  await rotation.closeWithoutSecret();
  await portal.search.fill(`${secret.slice(0, 9)}TheRestOfIt`);
  await expect(page.getByText('That looks like a whole key')).toBeVisible();
  const { text, cells } = await exportList(page);
  expect(cells, 'the headings and the new key').toHaveLength(2);
  expect(text).not.toContain(secret);
  expect(text).not.toContain(secret.slice(12));
  expect(text).not.toContain('TheRestOfIt');
});

test('an export whose part of the program does not arrive says so on screen, and works when it is asked for again', async ({ page, openKeys, failures }) => {
  const part = /\/(details|shared)-[0-9a-f]{16}\.wasm$/;
  failures.expectFailures(part, 'net::ERR_FAILED');
  failures.expectComplaint(/TypeError/);
  await openKeys('user_123');
  await page.route(part, (route) => route.abort());
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText('The export failed.')).toBeInViewport();
  await page.unroute(part);
  expect((await exportList(page)).cells).toHaveLength(13);
  await expect(page.getByRole('status').filter({ hasText: 'Exported 12 keys.' })).toBeVisible();
  await expect(page.getByText('The export failed.')).toBeHidden();
});
