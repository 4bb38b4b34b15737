/** Every state of a rotation: accessible in light and in dark, on a phone, and without a mouse. */

import type { Page } from '@playwright/test';
import { expectAccessible } from '../harness/axe.ts';
import type { FailureGuard } from '../harness/failure-guard.ts';
import { problem, tooMany, unavailable } from '../harness/keys.ts';
import { landToRotate, Rotation } from '../harness/rotation.ts';
import type { Sandbox } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

interface Visit {
  readonly page: Page;
  readonly sandbox: Sandbox;
  readonly failures: FailureGuard;
}

interface State {
  readonly name: string;
  readonly reach: (visit: Visit) => Promise<Rotation>;
  /** The dialog's heading; without one it is closed. */
  readonly title?: RegExp;
}

const REROLL = /rerollKey/;

async function chosen({ page, sandbox }: Visit, name: string): Promise<Rotation> {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  await rotation.open(name);
  return rotation;
}

async function refused(visit: Visit, status: number, answer: Parameters<Sandbox['answer']>[1]): Promise<Rotation> {
  visit.failures.expectFailures(REROLL, status);
  await visit.sandbox.answer('portal.rerollKey', answer);
  const rotation = await chosen(visit, 'Production');
  await rotation.rotate.click();
  return rotation;
}

const states: readonly State[] = [
  { name: 'the choice', title: /^Rotate/, reach: (visit) => chosen(visit, 'Production') },
  {
    name: 'the choice with warnings and a number that is none',
    title: /^Rotate/,
    reach: async (visit) => {
      const rotation = await chosen(visit, 'Expiring today');
      await rotation.choice(/^In 24 hours/).check();
      await rotation.amount.fill('soon');
      return rotation;
    },
  },
  {
    name: 'a key with a very long name',
    title: /^Rotate/,
    reach: async ({ page, sandbox }) => {
      const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
      await page.getByRole('button', { name: /^Rotate Nightly export/ }).click();
      return rotation;
    },
  },
  {
    name: 'the request on its way',
    title: /^Rotate/,
    reach: async (visit) => {
      await visit.sandbox.answer('portal.rerollKey', { real: true, delayMs: 20_000 });
      const rotation = await chosen(visit, 'Production');
      await rotation.rotate.click();
      await expect(rotation.button('Rotating…')).toBeVisible();
      return rotation;
    },
  },
  {
    name: 'the secret',
    title: /^Your new key/,
    reach: async (visit) => {
      const rotation = await chosen(visit, 'Production');
      await rotation.rotate.click();
      await expect(rotation.title).toHaveText(/^Your new key/);
      return rotation;
    },
  },
  {
    name: 'the secret revealed as a command, with the question about closing',
    title: /^Your new key/,
    reach: async (visit) => {
      const rotation = await chosen(visit, 'Production');
      await rotation.rotate.click();
      await rotation.dialog.getByRole('radio', { name: 'curl' }).check({ force: true });
      await rotation.reveal.click();
      await rotation.pasteBack.fill('nonsense');
      await rotation.pasteBack.press('Enter');
      await rotation.done.click();
      return rotation;
    },
  },
  { name: 'a lost answer', title: /^Was “Production” rotated/, reach: (visit) => refused(visit, 503, unavailable) },
  {
    name: 'a lost answer, with the dialog closed',
    reach: async (visit) => {
      const rotation = await refused(visit, 503, unavailable);
      await rotation.close.click();
      return rotation;
    },
  },
  { name: 'a lost secret', title: /did not arrive$/, reach: (visit) => refused(visit, 502, { real: true, drop: true }) },
  { name: 'a key that is gone', title: /is gone$/, reach: (visit) => refused(visit, 404, problem(404, 'unkey/data/key_not_found')) },
  { name: 'a wait', title: /was not rotated$/, reach: (visit) => refused(visit, 429, tooMany(60)) },
  {
    name: 'no permission',
    title: /^You can’t rotate keys here/,
    reach: (visit) => refused(visit, 403, problem(403, 'unkey/authorization/insufficient_permissions')),
  },
  {
    name: 'the notices',
    reach: async (visit) => {
      const rotation = await refused(visit, 502, { real: true, drop: true });
      await rotation.close.click();
      await rotation.finish('Staging', /^In 1 hour/);
      await rotation.closeWithoutSecret();
      await expect(rotation.notice('Staging')).toContainText('As of');
      return rotation;
    },
  },
];

/** Pixels that stand out to the right, of the page and of the dialog. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(...[document.documentElement, ...document.querySelectorAll('dialog, dialog > *')].map((element) => element.scrollWidth - element.clientWidth)),
  );
}

for (const { name, reach, title } of states) {
  test(`${name}: accessible in light and in dark, and nothing has to be scrolled sideways on a phone`, async ({ page, sandbox, failures }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    const rotation = await reach({ page, sandbox, failures });
    if (title) await expect(rotation.dialog).toHaveAccessibleName(title);
    else await expect(rotation.dialog).toBeHidden();
    await test.step('light', () => expectAccessible(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    await test.step('dark', () => expectAccessible(page));
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 640 });
      expect(await overflow(page), `pixels beyond ${width}`).toBeLessThanOrEqual(0);
      if (title) {
        for (const button of await rotation.dialog.getByRole('button').all()) {
          await button.scrollIntoViewIfNeeded();
          await expect(button).toBeInViewport({ ratio: 1 });
        }
      }
    }
  });
}

test('a key is rotated and its secret taken without a mouse', async ({ page, context, sandbox }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const rotation = await landToRotate(page, sandbox);
  const opener = rotation.opener('Production');
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(rotation.title).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(rotation.choice(/^In 24 hours/)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(rotation.choice(/^In 6 hours/)).toBeChecked();
  const tabTo = async (target: ReturnType<Rotation['button']>) => {
    for (let presses = 0; presses < 15; presses += 1) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error('not reached by Tab');
  };
  await tabTo(rotation.rotate);
  await page.keyboard.press('Enter');
  await expect(rotation.title).toHaveText(/^Your new key/);
  await expect(rotation.title).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(rotation.dialog.getByRole('radio', { name: 'Key' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(rotation.secret).toContainText('PRODUCTION=');
  await tabTo(rotation.copy);
  await page.keyboard.press('Enter');
  await expect(rotation.dialog.getByText(/^Copied$/)).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^PRODUCTION=acme_/);
  await tabTo(rotation.done);
  await page.keyboard.press('Enter');
  await expect(rotation.dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Rotate Production' }).filter({ visible: true }).and(page.locator(':focus'))).toHaveCount(1);
});

test('the focus stays in the dialog', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.open('Production');
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null);
    expect(inside, `after ${presses + 1} presses`).toBe(true);
  }
});
