/** A session from its link to its end, with everything that a user can do in it: what the browser keeps of it is a short list. */

import type { BrowserContext, Page } from '@playwright/test';
import { readBrowserStorage } from '../harness/browser-storage.ts';
import { OPEN_COOKIE, SESSION_COOKIE } from '../harness/cookies.ts';
import { Rotation, ROTATES } from '../harness/rotation.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import { openTab } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

/** What the portal may leave in a browser, by name. */
const MAY_BE_KEPT = {
  cookies: [SESSION_COOKIE, OPEN_COOKIE],
  localStorage: [
    // Which session was signed out of.
    'portal_signed_out',
    // A rotation whose outcome isn't known yet: IDs and times, for a tab that goes on with it.
    'portal_rotation',
    // Rotations whose new key wasn't saved: IDs and times, for a warning in the next tab or visit.
    'portal_unsaved',
    // That the single-key shortcuts are off.
    'portal_shortcuts_off',
  ],
  sessionStorage: [
    // Where one was when the session expired.
    'portal_place',
    // That an exchange runs.
    'portal_exchange',
    // What the link said of its session, under the session's tag: its label, and that it may not rotate keys.
    'portal_note',
    // When the page last went to the app by itself.
    'portal_auto_return',
    // As above, of this tab.
    'portal_rotation',
    // The rotations that were done: IDs and times, for the notices.
    'portal_rotated',
    // The tag of the session whose new key nobody has: for the screen after its end.
    'portal_unsaved',
    // That the server can't keep an old key as it is.
    'portal_keeping',
    // That the browser has refused to store `portal_unsaved` for all tabs.
    'portal_unsaved_refused',
  ],
};

/** What no life of a session has by itself. */
const RARELY_KEPT = ['portal_auto_return', 'portal_keeping', 'portal_unsaved_refused'];

interface Write {
  readonly area: 'localStorage' | 'sessionStorage';
  readonly name: string;
  readonly value: string;
}

/** Every write to a storage from now on: what is kept for a moment only counts, too. */
async function recordWrites(context: BrowserContext): Promise<Write[]> {
  const written: Write[] = [];
  await context.exposeFunction('noteWrite', (area: Write['area'], name: string, value: string) => void written.push({ area, name, value }));
  await context.addInitScript(() => {
    const { noteWrite } = window as unknown as { noteWrite: (area: string, name: string, value: string) => void };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
    const write = Storage.prototype.setItem;
    Storage.prototype.setItem = function (this: Storage, name: string, value: string) {
      noteWrite(this === window.localStorage ? 'localStorage' : 'sessionStorage', name, value);
      write.call(this, name, value);
    };
  });
  return written;
}

async function expectAllowed(page: Page, context: BrowserContext, when: string): Promise<void> {
  const { cookies, localStorage, sessionStorage, databases, caches, serviceWorkers } = await readBrowserStorage(page, context);
  expect(MAY_BE_KEPT.cookies, when).toEqual(expect.arrayContaining(cookies));
  expect(MAY_BE_KEPT.localStorage, when).toEqual(expect.arrayContaining(Object.keys(localStorage)));
  expect(MAY_BE_KEPT.sessionStorage, when).toEqual(expect.arrayContaining(Object.keys(sessionStorage)));
  expect([databases, caches, serviceWorkers], when).toEqual([[], [], 0]);
}

test('WSTG-CLNT-12: in a whole life of a session, the browser keeps nothing but what a list allows', async ({ page, context, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.listKeys/, 401);
  const written = await recordWrites(context);
  const secrets: string[] = [];
  const land = async (rows: number, parameters = '') => {
    const url = await sandbox.createSession({ externalId: 'user_123', permissions: ROTATES });
    secrets.push(sessionIdIn(url));
    await page.goto(pathOf(url) + parameters);
    await expect(portal.rows).toHaveCount(rows);
    secrets.push((await context.cookies()).find((cookie) => cookie.httpOnly)?.value ?? 'none');
  };
  await land(12);
  await expectAllowed(page, context, 'after the landing');

  await test.step('a key is rotated', async () => {
    const rotation = new Rotation(page);
    await sandbox.answer('portal.rerollKey', { real: true, hold: true });
    await rotation.open('Production');
    await rotation.rotate.click();
    await sandbox.untilHeld('portal.rerollKey');
    await expectAllowed(page, context, 'while a key is rotated');
    await sandbox.release('portal.rerollKey');
    await rotation.reveal.click();
    await expect(rotation.secret).not.toContainText('•');
    secrets.push((await rotation.secret.innerText()).slice(9));
    await rotation.pasteBack.fill(await rotation.secret.innerText());
    await rotation.pasteBack.press('Enter');
    await expectAllowed(page, context, 'while the secret is shown');
    await rotation.done.click();
    await expect(rotation.notice('Production')).toBeVisible();
    await expectAllowed(page, context, 'after the rotation');
  });

  await test.step('the shortcuts are turned off, a key is asked about, searched for and opened', async () => {
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('checkbox', { name: /single-key shortcuts/ }).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Is this key mine?' }).click();
    await page.getByLabel('Key to look for').fill('acme_notMine12345678');
    await page.keyboard.press('Escape');
    await portal.search.fill('stag');
    await portal.link('Staging').click();
    await expect(portal.screen('Staging')).toBeVisible();
    await expectAllowed(page, context, 'on a key’s page');
  });

  await page.goto('/keys?x=1');
  await openTab(context);
  await expect(portal.table).toBeVisible();
  await expectAllowed(page, context, 'on a revisit');
  await sandbox.revoke('user_123');
  await page.reload();
  await expect(portal.screen('Your session has expired')).toBeVisible();
  await expectAllowed(page, context, 'after the end');
  await land(13, '&rotation=false');
  await expectAllowed(page, context, 'after coming back');
  await context.setOffline(true);
  await expect(portal.offline).toBeVisible();
  await context.setOffline(false);
  await expectAllowed(page, context, 'after a while offline');
  await portal.signOut.click();
  await expect(portal.screen('You’re signed out')).toBeVisible();
  const left = await readBrowserStorage(page, context);
  expect(left.cookies).toEqual([]);
  expect(left.sessionStorage).toEqual({});
  expect(Object.keys(left.localStorage).sort()).toEqual(['portal_shortcuts_off', 'portal_signed_out']);

  // The life went past everything that is kept, or this test sees nothing.
  const names = (area: Write['area']) => new Set(written.filter((write) => write.area === area).map((write) => write.name));
  expect([...names('localStorage')].sort()).toEqual([...MAY_BE_KEPT.localStorage].sort());
  expect([...names('sessionStorage')].sort()).toEqual(MAY_BE_KEPT.sessionStorage.filter((name) => !RARELY_KEPT.includes(name)).sort());
  for (const { name, value } of written) {
    for (const secret of secrets) expect(`${name}=${value}`).not.toContain(secret);
    expect(value, name).not.toMatch(/p(st|s|at)_[A-Za-z0-9]{6}|acme_[A-Za-z0-9]/);
  }
});
