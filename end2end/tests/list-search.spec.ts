/** Finding a key by what one knows of it. */

import { key, keys, listPage, listPages, pagesThatWait } from '../harness/keys.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

test('the list narrows to the name as it is typed', async ({ openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.pressSequentially('exp');
  await expect(portal.count).toHaveText('3 of 12 keys');
  await portal.search.pressSequentially('iring to');
  await expect(portal.count).toHaveText('1 of 12 keys');
  expect(await portal.names()).toEqual(['Expiring today']);
});

test('a key is found by any part of its ID', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([...keys(1, 20), key(21, { name: 'Wanted', keyId: 'key_9rayxsU5RXTA6CyztDPSfP' })]));
  await openKeys();
  for (const part of ['key_9rayxsU5RXTA6CyztDPSfP', 'U5RXTA6']) {
    await portal.search.fill(part);
    await expect(portal.count, part).toHaveText('1 of 21 keys');
    expect(await portal.names(), part).toEqual(['Wanted']);
  }
});

test('a key is found by its first characters', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([...keys(1, 20), key(21, { name: 'Wanted', start: 'live_Qz7' })]));
  await openKeys();
  for (const part of ['live_Qz7', 'live_', 'qz7']) {
    await portal.search.fill(part);
    await expect(portal.count, part).toHaveText('1 of 21 keys');
    expect(await portal.names(), part).toEqual(['Wanted']);
  }
});

for (const [typed, name] of [
  ['cafe zurich', 'Café Zürich'],
  ['CAFÉ ZÜRICH', 'Cafe Zurich'],
  ['café', 'Cafe\u0301 with its accent apart'],
  ['cafe\u0301', 'Café with its accent in the letter'],
  ['angstrom', 'ÅNGSTRÖM'],
  ['ПРОД', 'прод'],
  ['σας', 'ΣΑΣ'],
  ['本番', '本番環境のキー 🚀'],
  ['مفتاح', 'مفتاح الإنتاج'],
] as const) {
  test(`accents and case don't matter: ${typed} finds ${name}`, async ({ sandbox, openKeys, portal }) => {
    await sandbox.answer('portal.listKeys', listPage([...keys(1, 5), key(6, { name })]));
    await openKeys();
    await portal.search.fill(typed);
    await expect(portal.count).toHaveText('1 of 6 keys');
    expect(await portal.names()).toEqual([name]);
  });
}

test('signs that mean something elsewhere are taken as they are', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([...keys(1, 5), key(6, { name: 'a.*[b](c)\\d+?^$ %2F&q=x#y' })]));
  await openKeys();
  for (const typed of ['.*[b]', '\\d+?', '^$', '%2F&q=x#y']) {
    await portal.search.fill(typed);
    await expect(portal.count, typed).toHaveText('1 of 6 keys');
  }
  await portal.search.fill('.+');
  await expect(portal.count).toHaveText('0 of 6 keys');
});

test('spaces around what is typed are not looked for', async ({ openKeys, portal }) => {
  await openKeys();
  await portal.search.fill('  laptop  ');
  await expect(portal.count).toHaveText('1 of 3 keys');
});

test('where no key matches, it is said, and one button brings all back', async ({ page, openKeys, portal }) => {
  await openKeys();
  await portal.search.fill('nothing like this');
  await expect(page.getByRole('heading', { name: 'No keys match' })).toBeVisible();
  await portal.clear.click();
  await expect(portal.count).toHaveText('3 keys');
  await expect(portal.rows).toHaveCount(3);
  await expect(portal.search).toHaveValue('');
});

test('the focus is not lost with the button that brings all back', async ({ page, openKeys, portal }) => {
  await openKeys();
  await portal.search.fill('nothing like this');
  await portal.clear.press('Enter');
  await expect(portal.clear).toBeHidden();
  await expect(page.locator('body')).not.toBeFocused();
});

test('the search can be used from the first page on, and says what it covers', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...pagesThatWait(keys(1, 100)));
  await openKeys();
  await portal.search.fill('key 77');
  await expect(portal.count).toHaveText(/^1 in 100 of the keys so far/);
  expect(await portal.names()).toEqual(['Key 77']);
});

test('before all keys are there, it is said how many the search covers', async ({ sandbox, openKeys, portal }) => {
  test.slow();
  const all = keys(1, 4_200).map((each, index) => (index % 350 === 0 ? { ...each, name: 'Needle' } : each));
  await sandbox.answer('portal.listKeys', ...pagesThatWait(all));
  await openKeys();
  await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
  await portal.search.fill('needle');
  await expect(portal.count).toHaveText(/^12 in 4,200 of the keys so far/, { timeout: 20_000 });
});

test('nothing found so far is not said to be nothing', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...pagesThatWait(keys(1, 100)));
  await openKeys();
  await portal.search.fill('nothing like this');
  await expect(page.getByText('None so far: the rest of the keys is still being loaded.')).toBeVisible();
  await expect(portal.count).toHaveText(/^0 in 100 of the keys so far/);
  await expect(page.getByText('Try fewer words')).toBeHidden();
});

test('a search brings the rest of the keys by itself', async ({ sandbox, openKeys, portal }) => {
  test.slow();
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 2_500)));
  await openKeys();
  await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
  await portal.search.fill('key 2345');
  await expect(portal.count).toHaveText('1 of 2,500 keys', { timeout: 20_000 });
  expect(await portal.names()).toEqual(['Key 2345']);
});

test('a key that comes while a search is on is shown when it matches', async ({ sandbox, openKeys, portal }) => {
  const needle = (number: number) => key(number, { name: `Needle ${number}` });
  await sandbox.answer('portal.listKeys', listPage([...keys(1, 99), needle(100)], 'key_made000101'), { ...listPage([...keys(101, 149), needle(150)]), delayMs: 2_000 });
  await openKeys();
  await portal.search.fill('needle');
  await expect(portal.count).toHaveText(/^1 in 100 /);
  await expect(portal.count).toHaveText('2 of 150 keys');
  expect(await portal.names()).toEqual(['Needle 150', 'Needle 100']);
  await expect(portal.search).toBeFocused();
});

test('what is typed before the first keys are there is kept', async ({ page, sandbox, portal }) => {
  await page.goto(pathOf(await sandbox.createSession()));
  await portal.table.waitFor();
  await sandbox.answer('portal.listKeys', { real: true, delayMs: 2_000 });
  await page.goto('/keys?q=stag');
  await expect(portal.count).toHaveText('1 of 3 keys');
  await expect(portal.search).toHaveValue('stag');
});
