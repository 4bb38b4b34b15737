/** A page that the browser's translator has changed: what is on screen is still what is acted on, and goes with the time. */

import type { Page } from '@playwright/test';
import { installClock } from '../harness/clock.ts';
import { nextFrame } from '../harness/frames.ts';
import { DAY_MS, key, keys, listPage, listPages, tooMany } from '../harness/keys.ts';
import { land } from '../harness/landing.ts';
import { landToRotate, MINUTE_MS } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';
import { expectNothingStale, translatePage, untilTranslated, type Replacement } from '../harness/translator.ts';

/** What a visible row says, and what its link and its button act on. */
function visibleRows(page: Page) {
  return page.getByRole('row').evaluateAll((rows) =>
    rows.flatMap((row) => {
      const [name, link, start, button] = ['.key-name', 'a', '.mono', 'button'].map((selector) => row.querySelector(selector));
      const { top, bottom } = row.getBoundingClientRect();
      if (!row.querySelector('[role=rowheader]') || bottom <= 0 || top >= window.innerHeight) return [];
      return [{ name: name?.textContent, start: start?.textContent, path: link?.getAttribute('href'), id: button?.id, label: button?.getAttribute('aria-label') }];
    }),
  );
}

/** Every visible row names the key that its link and its button act on, untranslated. The keys are those of `keys`. */
async function expectTrueRows(page: Page): Promise<void> {
  await untilTranslated(page);
  const rows = await visibleRows(page);
  expect(rows.length).toBeGreaterThan(0);
  for (const { name, start, path, id, label } of rows) {
    const [, number = ''] = /key_made0*(\d+)$/.exec(path ?? '') ?? [];
    const keyId = `key_made${number.padStart(6, '0')}`;
    expect(name).toBe(`Key ${number}`);
    expect(start).toContain(`acme_${number.padStart(6, '0')}`);
    expect(start).not.toContain('«');
    expect(id).toContain(keyId);
    expect(label).toMatch(new RegExp(`\\bKey ${number}\\b`));
  }
}

for (const replacement of ['font elements', 'text nodes'] satisfies Replacement[]) {
  test(`translated with ${replacement}: each row of a list that is sorted, searched and scrolled is the key that it names`, async ({ page, sandbox, portal }) => {
    await sandbox.answer('portal.listKeys', ...listPages(keys(1, 300)));
    await landToRotate(page, sandbox);
    await expect(portal.table).toHaveAttribute('aria-rowcount', '301');
    await translatePage(page, replacement);
    await expectTrueRows(page);
    await page.getByRole('columnheader').first().getByRole('button').click();
    await expectTrueRows(page);
    for (const y of [4_000, 9_000, 500]) {
      await page.evaluate((top) => window.scrollTo(0, top), y);
      await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(y);
      // The list hears of it with the next frame.
      await nextFrame(page);
      await expectTrueRows(page);
    }
    await page.getByRole('searchbox').fill('key 27');
    await expect(page.getByText(/^«\d\d /).first()).toBeVisible();
    await expectTrueRows(page);
    await page.getByRole('searchbox').fill('none like this');
    await expect(page.getByRole('heading', { level: 2 })).toHaveText('«No keys match»');
    await page.getByRole('searchbox').fill('');
    await expect(page.getByText('«300 keys»').first()).toBeVisible();
    await expectTrueRows(page);
    await expectNothingStale(page);
  });
}

test('translated: a rotation goes on to its end, and says at each step what is true', async ({ page, context, sandbox }) => {
  await context.grantPermissions(['clipboard-write']);
  const rotation = await landToRotate(page, sandbox);
  await translatePage(page);
  await page.getByRole('button', { name: /Rotate Production/ }).click();
  // The name is left as it is.
  await expect(rotation.title).toHaveText('«Rotate» “Production”');
  await rotation.choice(/1 hour/).check();
  await rotation.choice(/Now/).check();
  await expectNothingStale(page);
  await rotation.choice(/1 hour/).check();
  await rotation.button(/Rotate key/).click();
  await expect(rotation.title).toHaveText('«Your new key for» “Production”');
  await rotation.button(/Reveal/).click();
  await expect(rotation.secret).toHaveText(/^acme_\w+$/);
  await rotation.button(/Hide/).click();
  await expect(rotation.secret).toContainText('•');
  await rotation.button(/^«Copy»$/).click();
  await expect(rotation.dialog.getByText('«Copied»').first()).toBeVisible();
  await expectNothingStale(page);
  await rotation.button(/Done/).click();
  await expect(rotation.dialog).toBeHidden();
  await expect(page.getByText('“Production”').first()).toBeVisible();
  await expectNothingStale(page);
});

test('translated: a key’s page is that of the key, and is gone once it is left', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.listKeys', listPage(keys(1, 3)));
  await landToRotate(page, sandbox);
  await translatePage(page);
  for (const number of [2, 3]) {
    await portal.link(`Key ${number}`).click();
    await expect(page.getByText(`key_made00000${number}`, { exact: true })).toBeVisible();
    await expect(page.getByText(`acme_00000${number}`)).toBeVisible();
    // The name is left as it is.
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Key ${number}`);
    await page.goBack();
    await expect(page.getByRole('rowheader')).toHaveCount(3);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('«API keys»');
  }
  await expectNothingStale(page);
});

test('translated: what counts goes on counting, and the end of the session leaves nothing behind', async ({ page, sandbox, openKeys, portal }) => {
  await installClock(page);
  await sandbox.answer('portal.listKeys', listPage([key(1, { lastUsedAt: Date.now() - 10 * MINUTE_MS })]));
  await openKeys();
  await translatePage(page);
  await page.clock.runFor(5 * MINUTE_MS);
  // To about five minutes.
  await expect(page.getByRole('row').last()).toContainText(/15 min ago/);
  await page.clock.fastForward(DAY_MS - 20 * MINUTE_MS);
  const countdown = page.getByText(/^«Your session ends in \d+ minutes/).filter({ visible: true }).first();
  const minutes = async () => Number(/\d+/.exec(await countdown.innerText())?.[0]);
  const before = await minutes();
  await page.clock.runFor(MINUTE_MS);
  await expect.poll(minutes).toBe(before - 1);
  await expectNothingStale(page);
  await page.clock.fastForward(15 * MINUTE_MS);
  await expect(portal.heading).toHaveText('«Your session has expired»');
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page.getByText(/session ends in|Key 1/)).toHaveCount(0);
  await expectNothingStale(page);
});

test('translated: the seconds until the next attempt count down', async ({ page, sandbox, failures, context }) => {
  failures.expectFailures(/portal\.listKeys/, 429);
  await installClock(page);
  await sandbox.answer('portal.listKeys', tooMany(50));
  await land({ page, context, sandbox, failures, openKeys: () => Promise.resolve() });
  await page.getByRole('alert').waitFor();
  await translatePage(page);
  await page.clock.pauseAt(Date.now() + 20_000);
  const waiting = page.getByText(/Trying again in \d+ s/);
  const seconds = async () => Number(/\d+/.exec(await waiting.innerText())?.[0]);
  const before = await seconds();
  await page.clock.runFor(5_000);
  await expect.poll(seconds).toBe(before - 5);
  await expectNothingStale(page);
});
