/** Names that somebody chose to do harm, or that no one thought of: they are shown as they are, and harm nothing. */

import { expectAccessible } from '../harness/axe.ts';
import { key, keys, listPage } from '../harness/keys.ts';
import { overflow } from '../harness/narrow.ts';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

const names: readonly (readonly [what: string, name: string])[] = [
  ['markup', '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">'],
  ['entities', '&lt;b&gt; &amp; &#x41;'],
  ['a template', '{{7*7}} ${7*7} #{7*7} <%= 7*7 %>'],
  ['a formula', '=HYPERLINK("https://evil.example","Click")'],
  ['from right to left', 'مفتاح الإنتاج (قديم) 2024'],
  ['an override of the direction', 'safe\u202Egnp.exe'],
  ['marks upon marks', `Z${'\u0335\u0321\u0316'.repeat(30)}algo`],
  ['200 characters without a space', 'W'.repeat(200)],
  ['200 characters with spaces', 'Wide words '.repeat(20).trim().slice(0, 200)],
  ['many emoji', '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(12)],
  ['an address', 'https://evil.example/?session=pst_x'],
];

/** The newest first, as the list shows them. */
const named = names.map(([, name], index) => key(100 - index, { name }));

test('hostile names are shown in the list as they were written, push nothing sideways and keep it accessible', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([...named, ...keys(1, 3)]));
  await landToRotate(page, sandbox);
  await expect(portal.rows).toHaveCount(names.length + 3);
  // Exactly: `toHaveText` would forgive differences of white space.
  const shown = await portal.rows.getByRole('rowheader').evaluateAll((cells) => cells.map((cell) => cell.textContent));
  expect(shown.slice(0, names.length)).toEqual(names.map(([, name]) => name));
  await expect(portal.table.getByRole('img')).toHaveCount(0);
  expect(await page.title()).not.toContain('owned');
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await expectAccessible(page);
});

test('hostile names are shown on a key’s page as they were written, on a phone, too', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(named));
  await landToRotate(page, sandbox);
  for (const [index, [what, name]] of names.entries()) {
    await page.setViewportSize({ width: 1_280, height: 800 });
    await portal.rows.nth(index).getByRole('rowheader').getByRole('link').click();
    await expect(page.getByText(named[index]?.keyId ?? '', { exact: true })).toBeVisible();
    await expect.poll(() => portal.heading.textContent(), what).toBe(name);
    for (const width of [1_280, 390, 320]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await overflow(page), `${what}: beyond ${width}`).toBeLessThanOrEqual(0);
    }
    await page.goBack();
    await expect(portal.table).toBeVisible();
  }
  expect(await page.title()).not.toContain('owned');
});

test('a name of spaces alone is no name, and two keys of one name are two keys', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.listKeys', listPage([key(1, { name: '   ' }), key(2, { name: '' }), key(3, { name: 'Twin' }), key(4, { name: 'Twin' })]));
  await landToRotate(page, sandbox);
  await expect(portal.row('Unnamed key')).toHaveCount(2);
  await expect(portal.row('Twin')).toHaveCount(2);
  await portal.row('Twin').nth(0).getByRole('link').click();
  await expect(page.getByText('key_made000004')).toBeVisible();
});

test('IDs with signs in them lead to their keys', async ({ page, sandbox, portal }) => {
  const ids = ['key_a?b#c', 'key_ü 1', 'key_<i>', 'key_&amp;+'];
  await sandbox.answer('portal.listKeys', listPage(ids.map((keyId, index) => key(index, { keyId, name: `Key ${index}` }))));
  await landToRotate(page, sandbox);
  for (const [index, id] of ids.entries()) {
    await portal.link(`Key ${index}`).click();
    await expect(portal.screen(`Key ${index}`), id).toBeVisible();
    await expect(page.getByText(id, { exact: true })).toBeVisible();
    await page.goBack();
  }
});

test('numbers that no key should have do not break the list', async ({ page, sandbox, portal }) => {
  await sandbox.answer(
    'portal.listKeys',
    listPage([
      key(1, { name: 'Beyond dates', createdAt: Number.MAX_SAFE_INTEGER, expires: Number.MAX_SAFE_INTEGER }),
      key(2, { name: 'Before dates', createdAt: 0, expires: 0, lastUsedAt: 0 }),
      key(3, { name: 'Used tomorrow', lastUsedAt: Date.now() + 86_400_000 }),
    ]),
  );
  await landToRotate(page, sandbox);
  await expect(portal.rows).toHaveCount(3);
  for (const name of ['Beyond dates', 'Before dates', 'Used tomorrow']) {
    await portal.link(name).click();
    await expect(portal.screen(name)).toBeVisible();
    await page.goBack();
  }
});
