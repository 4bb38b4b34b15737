/** Focus, caret, choices and open parts stay as somebody left them while the page changes around them. */

import type { Locator, Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { DAY_MS, heldSecondPage, key, keys, listPage, listPages } from '../harness/keys.ts';
import { landToRotate, MINUTE_MS, Rotation } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

/** Where the caret is in a field. */
function caretOf(field: Locator): Promise<number | null> {
  return field.evaluate((input) => (input as HTMLInputElement).selectionStart);
}

/** Puts the caret behind so many characters, with the keyboard. */
async function placeCaret(page: Page, field: Locator, behind: number): Promise<void> {
  await field.focus();
  await page.keyboard.press('Home');
  for (let presses = 0; presses < behind; presses += 1) await page.keyboard.press('ArrowRight');
}

test.describe('the caret stays in the middle of the search', () => {
  test('while the list and the address follow what is typed', async ({ page, openKeys, portal }) => {
    await openKeys('user_123');
    await portal.search.fill('interation');
    await expect(page).toHaveURL(/q=interation$/);
    await placeCaret(page, portal.search, 4);
    await page.keyboard.type('g');
    await expect(portal.count).toHaveText('1 of 12 keys');
    await expect(page).toHaveURL(/q=integration$/);
    expect(await caretOf(portal.search)).toBe(5);
    await page.keyboard.press('Backspace');
    await expect(page).toHaveURL(/q=interation$/);
    expect(await caretOf(portal.search)).toBe(4);
    await expect(portal.search).toBeFocused();
  });

  test('while more keys come', async ({ page, sandbox, openKeys, portal }) => {
    await sandbox.answer('portal.listKeys', ...heldSecondPage(keys(1, 100), keys(101, 150)));
    await openKeys();
    await portal.search.fill('key 12');
    await expect(page).toHaveURL(/q=key/);
    await placeCaret(page, portal.search, 3);
    await sandbox.release('portal.listKeys');
    await expect(portal.count).toHaveText('12 of 150 keys');
    expect(await caretOf(portal.search)).toBe(3);
    await expect(portal.search).toBeFocused();
  });
});

test.describe('what has the focus in a row keeps it', () => {
  test('the link, when the key expires and when its text is written anew', async ({ page, sandbox, openKeys, portal }) => {
    const now = Date.now();
    await installClock(page, { time: now });
    await sandbox.answer(
      'portal.listKeys',
      listPage([...keys(1, 3), key(4, { name: 'Ending', expires: now + 30 * MINUTE_MS })], undefined, { date: new Date(now).toUTCString() }),
    );
    await openKeys();
    await portal.link('Ending').focus();
    await page.clock.fastForward(10 * MINUTE_MS);
    await expect(portal.row('Ending')).toContainText(/in (19|20) min/);
    await expect(portal.link('Ending')).toBeFocused();
    await page.clock.fastForward(22 * MINUTE_MS);
    await expect(portal.row('Ending')).toContainText('Expired');
    await expect(portal.link('Ending')).toBeFocused();
  });

  test('the button to rotate, when the key expires and can’t be rotated any more', async ({ page, sandbox, portal }) => {
    const now = Date.now();
    await installClock(page, { time: now });
    await sandbox.answer(
      'portal.listKeys',
      listPage([...keys(1, 3), key(4, { name: 'Ending', expires: now + 30 * MINUTE_MS })], undefined, { date: new Date(now).toUTCString() }),
    );
    const rotation = await landToRotate(page, sandbox);
    await rotation.opener('Ending').focus();
    await expect(rotation.opener('Ending')).not.toHaveAttribute('aria-disabled');
    await page.clock.fastForward(32 * MINUTE_MS);
    await expect(portal.row('Ending')).toContainText('Expired');
    await expect(rotation.opener('Ending')).toHaveAttribute('aria-disabled', 'true');
    await expect(rotation.opener('Ending')).toBeFocused();
  });

  test('the link, when another tab’s rotation puts a new key above it', async ({ page, context, sandbox, portal }) => {
    await landToRotate(page, sandbox);
    const other = await context.newPage();
    await other.goto('/keys');
    const rotation = new Rotation(other);
    await rotation.open('Staging');
    await page.bringToFront();
    await portal.link('Laptop').focus();
    await rotation.rotate.click();
    await expect(portal.rows).toHaveCount(4);
    await expect(portal.link('Laptop')).toBeFocused();
  });
});

test.describe('while keys are loaded that belong above it', () => {
  test('a link keeps the focus, in sight, and the arrows go on from it', async ({ page, sandbox, openKeys, portal }) => {
    // The newest come last: they belong above the one with the focus.
    await sandbox.answer('portal.listKeys', ...heldSecondPage(keys(1, 100), keys(101, 150)));
    await openKeys();
    await portal.link('Key 98').focus();
    await sandbox.release('portal.listKeys');
    await expect(portal.count).toHaveText('150 keys');
    await expect(portal.link('Key 98')).toBeFocused();
    await expect(portal.link('Key 98')).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('ArrowUp');
    await expect(portal.link('Key 99')).toBeFocused();
  });

  test('a link keeps the focus, however many they are', async ({ page, sandbox, openKeys, portal }) => {
    const [first, second, ...rest] = listPages(keys(1, 900));
    if (!first || !second) throw new Error('a list of several pages');
    await sandbox.answer('portal.listKeys', first, { ...second, hold: true }, ...rest);
    await openKeys();
    await portal.link('Key 95').focus();
    await sandbox.release('portal.listKeys');
    await expect(portal.count).toHaveText('900 keys');
    await expect(portal.link('Key 95')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(portal.link('Key 94')).toBeFocused();
  });

  test('a button in a row keeps the focus', async ({ page, sandbox, portal }) => {
    await sandbox.answer('portal.listKeys', ...heldSecondPage(keys(1, 100), keys(101, 150)));
    const rotation = await landToRotate(page, sandbox);
    await rotation.opener('Key 97').focus();
    await sandbox.release('portal.listKeys');
    await expect(portal.count).toHaveText('150 keys');
    await expect(rotation.opener('Key 97')).toBeFocused();
  });
});

test.describe('the chosen order', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('is shown as chosen: by a link, on the way back from a key, and after the filters are cleared', async ({ page, sandbox, portal }) => {
    await landToRotate(page, sandbox, { externalId: 'user_123' });
    const order = page.getByRole('combobox', { name: 'Sort by' });
    // They are in the sheet, which is closed.
    const chosen = page.getByLabel('Sort by').locator('option:checked');
    const status = page.getByLabel('Status', { exact: true }).locator('option:checked');
    await portal.filter.click();
    await order.selectOption('Name, Z to A');
    await portal.status.selectOption('Disabled');
    await portal.done.click();
    await expect(portal.count).toHaveText('2 of 12 keys');
    const names = await portal.names();
    await expect(page).toHaveURL(/sort=.*status=|status=.*sort=/);

    await page.reload();
    await expect(portal.count).toHaveText('2 of 12 keys');
    await expect(chosen).toHaveText('Name, Z to A');
    await expect(status).toHaveText('Disabled');

    await portal.link('Old integration').click();
    await expect(portal.screen('Old integration')).toBeVisible();
    await page.goBack();
    await expect(portal.count).toHaveText('2 of 12 keys');
    await expect(chosen).toHaveText('Name, Z to A');
    await expect(status).toHaveText('Disabled');
    expect(await portal.names()).toEqual(names);

    await portal.search.fill('nothing like this');
    await portal.clear.click();
    await expect(portal.count).toHaveText('12 keys');
    await expect(status).toHaveText('Any status');
    await expect(chosen).toHaveText('Name, Z to A');
    const known = (await portal.names()).filter((name) => ['Production', 'Staging', 'Trial'].includes(name));
    expect(known).toEqual(['Trial', 'Staging', 'Production']);
  });
});

test('the numbers of a key’s page stay open, and keep the focus, while its times go on', async ({ page, sandbox, portal }) => {
  await installClock(page);
  await landToRotate(page, sandbox);
  await portal.link('Production').click();
  const numbers = page.getByText('Show the numbers');
  await numbers.click();
  const table = page.getByRole('region', { name: 'Last 24 hours' }).getByRole('table');
  await expect(table).toBeVisible();
  const used = page.getByText(/^about \d+ minutes ago/);
  const before = await used.first().textContent();
  await page.clock.fastForward(20 * MINUTE_MS);
  await expect(used.first()).not.toHaveText(before ?? '');
  await expect(table).toBeVisible();
  await expect(numbers).toBeFocused();
});

test.describe('in the dialog of a rotation', () => {
  test('what was chosen and typed stays while the session’s last minutes are counted', async ({ page, sandbox, portal }) => {
    await installClock(page);
    const rotation = await landToRotate(page, sandbox);
    await sandbox.shiftClock(DAY_MS - 12.5 * MINUTE_MS);
    await page.reload();
    await expect(portal.countdown).toBeVisible();
    await rotation.open('Production');
    await rotation.amount.fill('36');
    await rotation.unit.selectOption('minutes');
    await expect(rotation.choice(/^Custom/)).toBeChecked();
    await placeCaret(page, rotation.amount, 1);
    const before = await portal.countdown.textContent();
    await page.clock.fastForward(2 * MINUTE_MS);
    await expect(portal.countdown).not.toHaveText(before ?? '');
    await expect(rotation.choice(/^Custom/)).toBeChecked();
    await expect(rotation.amount).toHaveValue('36');
    await expect(rotation.amount).toBeFocused();
    expect(await caretOf(rotation.amount)).toBe(1);
    await expect(rotation.unit.getByRole('option', { selected: true })).toHaveText('minutes');
  });

  test('the unit is shown that is sent, when it is chosen before a number', async ({ page, sandbox }) => {
    const rotation = await landToRotate(page, sandbox);
    await rotation.open('Production');
    const unit = rotation.unit.getByRole('option', { selected: true });
    await rotation.unit.selectOption('days');
    await expect(unit).toHaveText('days');
    await expect(rotation.choice(/^Custom/)).toBeChecked();
    await rotation.amount.fill('2');
    await expect(unit).toHaveText('days');
    await rotation.cancel.click();
    await rotation.open('Production');
    await expect(rotation.amount).toHaveValue('');
  });
});

test('the shortcuts and the question whose a key is can be opened again and again: Esc and a click outside close them and give the focus back', async ({ page, openKeys }) => {
  await openKeys();
  for (const title of ['Keyboard shortcuts', 'Is this key mine?']) {
    const opener = page.getByRole('button', { name: title });
    const dialog = page.getByRole('dialog', { name: title });
    for (const close of [() => page.keyboard.press('Escape'), () => page.mouse.click(5, 5), () => dialog.getByRole('button', { name: 'Close' }).click()]) {
      await opener.click();
      await expect(dialog).toBeVisible();
      await expect(dialog.getByRole('heading', { name: title })).toHaveCount(1);
      await close();
      await expect(dialog).toBeHidden();
      await expect(opener).toBeFocused();
    }
  }
});
