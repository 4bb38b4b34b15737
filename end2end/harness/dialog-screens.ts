/** The dialogs that open over the list, in each of their states, and the notices that a rotation leaves. */

import { expect } from '@playwright/test';
import { key, listPage, problem, tooMany, unavailable } from './keys.ts';
import { KeyLookup } from './key-lookup.ts';
import { HOUR_MS, landToRotate, MINUTE_MS, Rotation } from './rotation.ts';
import type { NextAnswer } from './sandbox.ts';
import type { Screen, ScreenFixtures } from './screen.ts';

const KEYS = 'API keys';

async function openRotation({ page, sandbox }: ScreenFixtures, name: string): Promise<Rotation> {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  await rotation.open(name);
  return rotation;
}

/** Rotates, and the request gets this answer. */
async function rotate(fixtures: ScreenFixtures, status: number, answer: NextAnswer): Promise<Rotation> {
  fixtures.failures.expectFailures(/rerollKey/, status);
  await fixtures.sandbox.answer('portal.rerollKey', answer);
  const rotation = await openRotation(fixtures, 'Production');
  await rotation.rotate.click();
  return rotation;
}

async function openSecret(fixtures: ScreenFixtures): Promise<Rotation> {
  const rotation = await openRotation(fixtures, 'Production');
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText(/^Your new key/);
  return rotation;
}

export const dialogScreens: readonly Screen[] = [
  {
    name: 'the keyboard shortcuts',
    heading: KEYS,
    dialog: /^Keyboard shortcuts$/,
    text: /^Use the single-key shortcuts/,
    open: async ({ page, openKeys }) => {
      await openKeys();
      await page.keyboard.press('?');
    },
  },
  {
    name: 'the question whose a key is, with its answer',
    heading: KEYS,
    dialog: /^Is this key mine\?$/,
    text: /^It begins like these keys of yours/,
    open: async ({ page, sandbox }) => {
      await sandbox.answer('portal.listKeys', listPage([key(1, { start: 'acme_0' }), key(2), key(3, { start: 'acme_0', enabled: false })]));
      await landToRotate(page, sandbox);
      await new KeyLookup(page).ask('acme_000002Zq9secretRemainder');
    },
  },
  { name: 'a rotation: the choice', heading: KEYS, dialog: /^Rotate/, open: async (fixtures) => void (await openRotation(fixtures, 'Production')) },
  {
    name: 'a rotation: the choice that stops a key in use',
    heading: KEYS,
    dialog: /^Rotate/,
    text: /^[\d,]+ requests used this key/,
    open: async (fixtures) => {
      const rotation = await openRotation(fixtures, 'Production');
      await rotation.choice(/^Now/).check();
    },
  },
  {
    name: 'a rotation: the choice, with warnings and a number that is none',
    heading: KEYS,
    dialog: /^Rotate/,
    open: async (fixtures) => {
      const rotation = await openRotation(fixtures, 'Expiring today');
      await rotation.choice(/^In 24 hours/).check();
      await rotation.amount.fill('soon');
    },
  },
  {
    name: 'a rotation of a key with a very long name',
    heading: KEYS,
    dialog: /^Rotate/,
    open: async ({ page, sandbox }) => {
      await landToRotate(page, sandbox, { externalId: 'user_123' });
      await page.getByRole('button', { name: /^Rotate Nightly export/ }).click();
    },
  },
  {
    name: 'a rotation: the request on its way',
    heading: KEYS,
    dialog: /^Rotate/,
    open: async (fixtures) => {
      await fixtures.sandbox.answer('portal.rerollKey', { real: true, hold: true });
      const rotation = await openRotation(fixtures, 'Production');
      await rotation.rotate.click();
      await expect(rotation.button('Rotating…')).toBeVisible();
    },
  },
  {
    name: 'a rotation: a server that cannot keep the old key',
    heading: KEYS,
    dialog: /^Rotate/,
    text: /^This server can’t keep the old key/,
    open: async (fixtures) => {
      fixtures.failures.expectFailures(/rerollKey/, 400);
      const rotation = await openRotation(fixtures, 'Production');
      await rotation.choice(/^Keep it as it is/).check();
      await rotation.rotate.click();
    },
  },
  {
    name: 'a rotation: a new key that ends unexpectedly, and another one that nobody has',
    heading: KEYS,
    dialog: /^Your new key/,
    text: /^Careful: the new key stops working .* more than once/,
    open: async (fixtures) => {
      const rotation = await openRotation(fixtures, 'Production');
      const made = { name: 'Production', createdAt: Date.now() + MINUTE_MS };
      await fixtures.sandbox.answer('portal.rerollKey', { status: 200, body: { meta: { requestId: 'req_madeup004' }, data: { keyId: 'key_new', key: 'acme_000002Zq9secretRemainder' } } });
      // The answers about the old key don't begin with it: to the gateway, before the rotation, and to the page.
      await fixtures.sandbox.answer(
        'portal.listKeys',
        listPage([key(1)]),
        listPage([key(1)]),
        listPage([key(2, { ...made, keyId: 'key_new', expires: Date.now() + HOUR_MS })]),
        listPage([key(3, { ...made, keyId: 'key_lost' })]),
      );
      await rotation.rotate.click();
    },
  },
  { name: 'a rotation: the secret', heading: KEYS, dialog: /^Your new key/, open: async (fixtures) => void (await openSecret(fixtures)) },
  {
    name: 'a rotation: the secret revealed as a command, with the question about closing',
    heading: KEYS,
    dialog: /^Your new key/,
    open: async (fixtures) => {
      const rotation = await openSecret(fixtures);
      await rotation.dialog.getByRole('radio', { name: 'curl' }).check({ force: true });
      await rotation.reveal.click();
      await rotation.pasteBack.fill('nonsense');
      await rotation.pasteBack.press('Enter');
      await rotation.done.click();
      await expect(rotation.question).toBeVisible();
    },
  },
  { name: 'a rotation: a lost answer', heading: KEYS, text: /usually takes under a minute/, dialog: /^Checking whether “Production” was rotated…/, open: async (fixtures) => void (await rotate(fixtures, 503, unavailable)) },
  {
    name: 'a rotation: a lost answer, with the dialog closed',
    heading: KEYS,
    text: /^Checking whether “Production” was rotated… Until then/,
    open: async (fixtures) => {
      const rotation = await rotate(fixtures, 503, unavailable);
      await rotation.close.click();
      await expect(rotation.dialog).toBeHidden();
    },
  },
  { name: 'a rotation: a lost secret', heading: KEYS, dialog: /didn’t reach you$/, open: async (fixtures) => void (await rotate(fixtures, 502, { real: true, drop: true })) },
  {
    name: 'a rotation: a key that is gone',
    heading: KEYS,
    dialog: /is gone$/,
    open: async (fixtures) => void (await rotate(fixtures, 404, problem(404, 'unkey/data/key_not_found'))),
  },
  { name: 'a rotation: a wait', heading: KEYS, dialog: /was not rotated$/, open: async (fixtures) => void (await rotate(fixtures, 429, tooMany(60))) },
  {
    name: 'a rotation: no permission',
    heading: KEYS,
    dialog: /^You can’t rotate keys here/,
    open: async (fixtures) => void (await rotate(fixtures, 403, problem(403, 'unkey/authorization/insufficient_permissions'))),
  },
  {
    name: 'the notices of rotations',
    heading: KEYS,
    open: async (fixtures) => {
      const rotation = await rotate(fixtures, 502, { real: true, drop: true });
      await rotation.close.click();
      await rotation.finish('Staging', /^In 1 hour/);
      await rotation.closeWithoutSecret();
      await expect(rotation.notice('Staging')).toContainText('As of');
    },
  },
];
