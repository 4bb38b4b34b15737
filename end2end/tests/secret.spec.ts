/** The new key's secret: shown once, and taken home. */

import type { Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { landToRotate, MINUTE_MS } from '../harness/rotation.ts';
import { setVisible } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** The clipboard refuses, as it does without permission. */
async function refuseClipboard(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(Clipboard.prototype, 'writeText', { value: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
  });
}

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('where the clipboard refuses, it says so and selects the text', async ({ page, sandbox }) => {
  await refuseClipboard(page);
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  await rotation.copy.click();
  await expect(rotation.dialog.getByRole('status').filter({ hasText: 'Couldn’t copy. The key is selected: press Ctrl+C.' })).toBeVisible();
  await expect(rotation.dialog.getByText(/^Copied$/)).toBeHidden();
  await expect(rotation.secret).not.toContainText('•');
  const secret = await rotation.secret.innerText();
  await expect.poll(() => page.evaluate(() => String(getSelection()))).toBe(secret);
  // Copied by hand it is taken all the same.
  await page.keyboard.press('ControlOrMeta+c');
  await expect.poll(() => clipboard(page)).toBe(secret);
  await rotation.done.click();
  await expect(rotation.dialog).toBeHidden();
});

test('the whole of it is copied, masked or not, alone, as a line of .env, as a curl command or as a header', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production');
  for (const [form, text] of [
    ['.env', `ACME_API_KEY=${secret}`],
    ['curl', `curl -H "Authorization: Bearer ${secret}" https://api.acme.example/v1/me`],
    ['Header', `Authorization: Bearer ${secret}`],
    ['Key', secret],
  ] as const) {
    await rotation.dialog.getByRole('radio', { name: form, exact: true }).check({ force: true });
    await expect(rotation.secret, form).toContainText('•');
    await rotation.copy.click();
    await expect(rotation.dialog.getByRole('status').filter({ hasText: /^Copied$/ }), form).toBeVisible();
    await expect.poll(() => clipboard(page), form).toBe(text);
    await rotation.reveal.click();
    await expect(rotation.secret, form).toHaveText(text);
    await rotation.hide.click();
  }
});

test('pasting it back tells of each place whether the whole key was saved there, and leaves nothing in the field', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production');
  // The list at first; the key, before it is rotated; both keys and the list, after.
  await expect.poll(() => sandbox.count('portal.listKeys')).toBe(5);
  const before = await sandbox.count();
  for (const [pasted, said] of [
    ['something else entirely', 'That’s not this key'],
    [secret.slice(0, -2), 'Part of the key is missing'],
    [`ACME_API_KEY="${secret}"`, 'It matches'],
  ] as const) {
    await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
    await rotation.pasteBack.focus();
    await page.keyboard.press('ControlOrMeta+v');
    await expect(rotation.dialog.getByRole('status').filter({ hasText: said }), pasted).toBeVisible();
    await expect(rotation.pasteBack).toHaveValue('');
  }
  // Password managers are told to leave the field alone.
  for (const [name, value] of [
    ['type', 'password'],
    ['autocomplete', 'off'],
    ['data-1p-ignore', ''],
    ['data-lpignore', 'true'],
    ['data-bwignore', ''],
    ['data-form-type', 'other'],
  ] as const) {
    await expect(rotation.pasteBack).toHaveAttribute(name, value);
  }
  // Nothing was asked: it was compared here.
  expect((await sandbox.requests()).slice(before).filter((request) => request.route !== 'portal.getVerifications')).toEqual([]);
  // The next place where it was saved has a part of it.
  await rotation.pasteBack.fill(secret.slice(0, -2));
  await rotation.pasteBack.press('Enter');
  await expect(rotation.dialog.getByRole('status').filter({ hasText: 'Part of the key is missing' })).toBeVisible();
  // Whoever checked it once is not asked.
  await rotation.done.click();
  await expect(rotation.dialog).toBeHidden();
});

test('what is said is of the last act, and of the form that it was about', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  await rotation.pasteBack.fill('nonsense');
  await rotation.pasteBack.press('Enter');
  const wrong = rotation.dialog.getByText('That’s not this key.');
  await expect(wrong).toBeVisible();
  await rotation.copy.click();
  const copied = rotation.dialog.getByText('Copied', { exact: true });
  await expect(copied).toBeVisible();
  await expect(wrong).toBeHidden();
  await rotation.dialog.getByRole('radio', { name: 'curl' }).check();
  await expect(copied).toBeHidden();
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
  });
  await rotation.copy.click();
  await expect(rotation.dialog.getByText('Couldn’t copy.')).toBeVisible();
});

test('text that is selected beyond the edge closes nothing, and a part of it that is copied by hand is not the key', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  await rotation.reveal.click();
  await expect(rotation.secret).not.toContainText('•');
  const box = await rotation.secret.boundingBox();
  if (!box) throw new Error('the secret is not shown');
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(5, box.y, { steps: 4 });
  await page.mouse.up();
  await expect(rotation.question).toBeHidden();
  await expect(rotation.dialog).toBeVisible();
  await rotation.secret.evaluate((code) => {
    const text = code.firstChild;
    if (text) getSelection()?.setBaseAndExtent(text, 0, text, 4);
  });
  await page.keyboard.press('ControlOrMeta+c');
  await rotation.done.click();
  await expect(rotation.question).toBeVisible();
});

test('leaving the page warns until it is taken', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.dismiss();
  });
  // Dismissed, the page stays.
  await page.evaluate(() => location.reload());
  await expect.poll(() => asked).toBe(1);
  await expect(rotation.title).toHaveText(/^Your new key/);
  await rotation.copy.click();
  await expect(rotation.dialog.getByText(/^Copied$/)).toBeVisible();
  await page.reload();
  await expect(rotation.notice('Production')).toBeVisible();
  expect(asked).toBe(1);
});

test('Back does not lose it', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await portal.row('Staging').getByRole('link').click();
  await expect(portal.screen('Staging')).toBeVisible();
  await page.goBack();
  await rotation.finish('Production');
  await page.goForward();
  await expect(portal.screen('Staging')).toBeAttached();
  await expect(rotation.title).toHaveText(/^Your new key/);
  await rotation.reveal.click();
  await expect(rotation.secret).toHaveText(/^acme_\w{12,}$/);
});

test('it is masked until it is revealed, again by hand, and when the tab is hidden, after which it stays masked', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  await expect(rotation.secret).toHaveText(/^acme_\w{4}•+$/);
  await rotation.reveal.click();
  await expect(rotation.secret).toHaveText(/^acme_\w{12,}$/);
  await rotation.hide.click();
  await expect(rotation.secret).toHaveText(/^acme_\w{4}•+$/);
  await rotation.reveal.click();
  await expect(rotation.secret).not.toContainText('•');
  await setVisible(page, false);
  await expect(rotation.secret).toContainText('•');
  await setVisible(page, true);
  await expect(rotation.secret).toContainText('•');
  await rotation.reveal.click();
  await expect(rotation.secret).not.toContainText('•');
});

test('however long the tab was hidden, a key that nobody has yet is still there', async ({ page, sandbox }) => {
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  await setVisible(page, false);
  await page.clock.fastForward(30 * MINUTE_MS);
  await setVisible(page, true);
  await rotation.reveal.click();
  await expect(rotation.secret).toHaveText(/^acme_\w{12,}$/);
});
