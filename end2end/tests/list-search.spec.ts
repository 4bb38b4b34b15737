/** Finding a key by what one knows of it. What matches what is decided in `core`: keys::index, whose. */

import { heldSecondPage, key, keys, listPage, listPages, pagesThenHeld } from '../harness/keys.ts';
import { expect, test } from '../harness/test.ts';

test('the list narrows to the name as it is typed, spaces around it aside', async ({ openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.pressSequentially('  exp');
  await expect(portal.count).toHaveText('3 of 12 keys');
  await portal.search.pressSequentially('iring to ');
  await expect(portal.count).toHaveText('1 of 12 keys');
  expect(await portal.names()).toEqual(['Expiring today']);
});

test('a key is found by its ID, by its first characters and by signs that mean something elsewhere', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([...keys(1, 20), key(21, { name: 'a.*[b](c)\\d+?^$ %2F&q=x#y', keyId: 'key_9rayxsU5RXTA6CyztDPSfP', start: 'live_Qz7' })]));
  await openKeys();
  for (const typed of ['U5RXTA6', 'qz7', '.*[b]', '\\d+?', '%2F&q=x#y']) {
    await portal.search.fill(typed);
    await expect(portal.count, typed).toHaveText('1 of 21 keys');
  }
  await portal.search.fill('.+');
  await expect(portal.count).toHaveText('0 of 21 keys');
});

test('accents and case don’t matter, as this browser knows them', async ({ sandbox, openKeys, portal }) => {
  const pairs = [
    ['cafe zurich', 'Café Zürich'],
    ['CAFÉ BÂLE', 'Cafe Bale'],
    ['crème', 'Cre\u0300me with its accent apart'],
    ['pate\u0301', 'Paté with its accent in the letter'],
    ['angstrom', 'ÅNGSTRÖM'],
    ['ПРОД', 'прод'],
    ['σας', 'ΣΑΣ'],
    ['本番', '本番環境のキー 🚀'],
    ['مفتاح', 'مفتاح الإنتاج'],
  ] as const;
  await sandbox.answer('portal.listKeys', listPage(pairs.map(([, name], index) => key(index, { name }))));
  await openKeys();
  for (const [typed, name] of pairs) {
    await portal.search.fill(typed);
    await expect(portal.count, typed).toHaveText('1 of 9 keys');
    expect(await portal.names(), typed).toEqual([name]);
  }
});

test('where no key matches, it is said, and one button brings all back without losing the focus', async ({ page, openKeys, portal }) => {
  await openKeys('user_123');
  await portal.search.fill('nothing like this');
  await expect(page.getByRole('heading', { name: 'No keys match' })).toBeVisible();
  await portal.clear.press('Enter');
  await expect(portal.count).toHaveText('12 keys');
  await expect(portal.rows).toHaveCount(12);
  await expect(portal.search).toHaveValue('');
  await expect(portal.clear).toBeHidden();
  await expect(page.locator('body')).not.toBeFocused();
});

test('before all keys are there, it is said how many the search covers, and nothing found so far is not said to be nothing', async ({ page, sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...pagesThenHeld(keys(1, 100)));
  await openKeys();
  await portal.search.fill('key 77');
  await expect(portal.count).toHaveText('1 match · searched 100 of your keys…');
  expect(await portal.names()).toEqual(['Key 77']);
  await portal.search.fill('nothing like this');
  await expect(page.getByText('None so far. The rest of your keys is still loading.')).toBeVisible();
  await expect(portal.count).toHaveText('0 matches · searched 100 of your keys…');
  await expect(page.getByText('Try fewer words')).toBeHidden();
});

test('a search brings the rest of the keys by itself', async ({ sandbox, openKeys, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 1_500)));
  await openKeys();
  await expect(portal.loadAll).toBeVisible();
  await portal.search.fill('key 1345');
  await expect(portal.count).toHaveText('1 of 1,500 keys');
  expect(await portal.names()).toEqual(['Key 1345']);
});

test('a key that comes while a search is on is shown when it matches', async ({ sandbox, openKeys, portal }) => {
  const needle = (number: number) => key(number, { name: `Needle ${number}` });
  await sandbox.answer('portal.listKeys', ...heldSecondPage([...keys(1, 99), needle(100)], [...keys(101, 149), needle(150)]));
  await openKeys();
  await portal.search.fill('needle');
  await expect(portal.count).toHaveText(/^1 match · searched 100 /);
  await sandbox.release('portal.listKeys');
  await expect(portal.count).toHaveText('2 of 150 keys');
  expect(await portal.names()).toEqual(['Needle 150', 'Needle 100']);
  await expect(portal.search).toBeFocused();
});

test('a search in the address holds while the first keys are on their way', async ({ page, sandbox, openKeys, portal }) => {
  await openKeys();
  await sandbox.answer('portal.listKeys', { real: true, hold: true });
  await page.goto('/keys?q=stag');
  await sandbox.release('portal.listKeys');
  await expect(portal.count).toHaveText('1 of 3 keys');
  await expect(portal.search).toHaveValue('stag');
});
