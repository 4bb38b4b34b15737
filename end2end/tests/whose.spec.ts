/** "Is this key mine?": a key that was found somewhere is compared on this page alone. */

import type { BrowserContext, Locator, Page } from '@playwright/test';
import { Announcements } from '../harness/announcements.ts';
import { expectAccessible } from '../harness/axe.ts';
import { kept } from '../harness/browser-storage.ts';
import { DAY_MS, key, keys, listPage, listPages, pagesThatWait, type Key } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import type { Sandbox } from '../harness/sandbox.ts';
import { Listener } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

/** What nobody but its owner may come to know, in pieces that would give it away. */
const REST = 'Zq9secretRemainderOfTheKey7';
const SECRET = `acme_000002${REST}`;

class Whose {
  readonly dialog: Locator;
  readonly field: Locator;
  readonly answer: Locator;

  constructor(private readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Is this key mine?' });
    this.field = this.dialog.getByLabel('Key to look for');
    this.answer = this.dialog.getByRole('status');
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Is this key mine?' }).click();
    await expect(this.field).toBeVisible();
  }

  async ask(text: string): Promise<void> {
    await this.open();
    await this.field.fill(text);
  }
}

async function land(page: Page, sandbox: Sandbox, listed: readonly Key[] = keys(1, 5)): Promise<Whose> {
  await sandbox.answer('portal.listKeys', ...listPages(listed));
  await landToRotate(page, sandbox);
  return new Whose(page);
}

/** Everything that the page has sent or fetched, from now on. */
function recordRequests(context: BrowserContext): string[] {
  const sent: string[] = [];
  context.on('request', (request) => sent.push([request.url(), request.postData() ?? '', JSON.stringify(request.headers())].join(' ')));
  return sent;
}

/** Fails where the browser or the server came to hold a piece of the key. */
async function expectNowhere(page: Page, context: BrowserContext, sandbox: Sandbox, sent: readonly string[]): Promise<void> {
  const stored = await kept(page, context);
  const inPage = await page.evaluate(() => JSON.stringify([location.href, document.title, history.state, performance.getEntries().map((entry) => entry.name)]));
  const places = {
    requests: sent.join('\n'),
    server: JSON.stringify(await sandbox.requests()),
    'local storage': JSON.stringify(stored.localStorage),
    'session storage': JSON.stringify(stored.sessionStorage),
    databases: JSON.stringify(stored.databases),
    caches: JSON.stringify(stored.caches),
    cookies: JSON.stringify(await context.cookies()),
    'address, title, history': inPage,
  };
  for (const [place, content] of Object.entries(places)) {
    expect(content, place).not.toContain(REST);
    expect(content, place).not.toContain(encodeURIComponent(REST.slice(0, 12)));
  }
}

test('a key can be pasted at once: the field has the focus', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox);
  await whose.open();
  await expect(whose.field).toBeFocused();
});

test('a selection that is dragged out of the field closes nothing', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox);
  await whose.ask('acme_000001');
  const field = await whose.field.boundingBox();
  if (!field) throw new Error('the field is not there');
  await page.mouse.move(field.x + 60, field.y + field.height / 2);
  await page.mouse.down();
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await expect(whose.field).toHaveValue('acme_000001');
  await page.mouse.click(5, 5);
  await expect(whose.dialog).toBeHidden();
});

test('a key of one’s own is said to be which, with its status', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox, [key(1), key(2, { name: 'Lost one', enabled: false }), key(3)]);
  await whose.ask(SECRET);
  await expect(whose.answer).toContainText('It begins like this key of yours:');
  await expect(whose.answer.getByRole('listitem')).toHaveCount(1);
  await expect(whose.answer.getByRole('listitem')).toContainText('Lost one');
  await expect(whose.answer.getByRole('listitem')).toContainText('Disabled');
});

test('the answer leads to the key', async ({ page, sandbox, portal }) => {
  const whose = await land(page, sandbox);
  await whose.ask(SECRET);
  await whose.answer.getByRole('link', { name: 'Key 2' }).click();
  await expect(portal.screen('Key 2')).toBeVisible();
  await expect(whose.dialog).toBeHidden();
});

test('the answer offers to rotate the key', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox);
  await whose.ask(SECRET);
  await whose.answer.getByRole('button', { name: 'Rotate Key 2', exact: true }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Rotate “Key 2”' })).toBeVisible();
});

test('an expired key is named, and its rotation is off with the reason', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox, [key(1), key(2, { expires: Date.now() - DAY_MS })]);
  await whose.ask(SECRET);
  await expect(whose.answer.getByRole('listitem')).toContainText('Expired');
  await expect(whose.answer.getByRole('button', { name: 'Rotate Key 2' })).toHaveAttribute('aria-disabled', 'true');
});

test('a key of somebody else is said to be none of yours', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox);
  await whose.ask('other_Xk29aLLdk2290dkasl2kAAA');
  await expect(whose.answer).toHaveText('None of your keys begins like that.');
});

test('where several keys begin alike, all are named', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox, [key(1, { start: 'acme_0' }), key(2), key(3, { start: 'acme_0' })]);
  await whose.ask(SECRET);
  await expect(whose.answer).toContainText('It begins like these keys of yours:');
  await expect(whose.answer.getByRole('listitem')).toHaveCount(3);
});

test('a beginning alone is not said to be a key of yours', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox);
  await whose.open();
  for (const text of ['a', 'acme', 'acme_']) {
    await whose.field.fill(text);
    await expect(whose.answer, text).toHaveText('That is too little of a key to tell.');
  }
});

test('case matters, since it does in keys', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox, [key(1, { start: 'acme_AbCd' }), key(2, { start: 'acme_aBcD' })]);
  await whose.ask(`acme_aBcD${REST}`);
  await expect(whose.answer.getByRole('listitem')).toHaveCount(1);
  await expect(whose.answer.getByRole('listitem')).toContainText('Key 2');
});

test('what comes with a pasted key is overlooked: spaces, line ends, quotes', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox);
  await whose.open();
  for (const text of [`  ${SECRET}\n`, `"${SECRET}"`, `'${SECRET}'`]) {
    await whose.field.fill(text);
    await expect(whose.answer.getByRole('listitem'), JSON.stringify(text)).toHaveCount(1);
  }
});

test('while not all keys are there, "none" is said of those so far', async ({ page, sandbox }) => {
  await sandbox.answer('portal.listKeys', ...pagesThatWait(keys(1, 100)));
  await landToRotate(page, sandbox);
  const whose = new Whose(page);
  await whose.ask('other_Xk29aLLdk2290dkasl2kAAA');
  await expect(whose.answer).toHaveText('None of the keys loaded so far begins like that.');
});

test('the rest of the keys is brought for the question', async ({ page, sandbox, portal }) => {
  test.slow();
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 1_500)));
  await landToRotate(page, sandbox);
  await expect(portal.loadAll).toBeVisible({ timeout: 15_000 });
  const whose = new Whose(page);
  await whose.ask(`acme_001444${REST}`);
  await expect(whose.answer.getByRole('listitem')).toContainText('Key 1444', { timeout: 20_000 });
});

test('WSTG-CLNT-12 a key that is asked about is sent nowhere and kept nowhere', async ({ page, context, parts, sandbox }) => {
  const listener = await Listener.start(context, parts.at.portal);
  const whose = await land(page, sandbox);
  const sent = recordRequests(context);
  await whose.ask(SECRET);
  await expect(whose.answer.getByRole('listitem')).toHaveCount(1);
  await expectNowhere(page, context, sandbox, sent);
  await page.keyboard.press('Escape');
  await expect(whose.dialog).toBeHidden();
  await expectNowhere(page, context, sandbox, sent);
  expect((await listener.heard()).join()).not.toContain(REST);
});

test('WSTG-CLNT-12 nor is it when it is none of yours, and one goes on to another page', async ({ page, context, sandbox, portal }) => {
  const whose = await land(page, sandbox);
  const sent = recordRequests(context);
  await whose.ask(`other_${REST}`);
  await expect(whose.answer).toContainText('None of your keys');
  await page.keyboard.press('Escape');
  await portal.link('Key 3').click();
  await expect(portal.screen('Key 3')).toBeVisible();
  await page.goBack();
  await portal.table.waitFor();
  await expectNowhere(page, context, sandbox, sent);
});

test('once the question is closed, the key is gone from the page', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox);
  await whose.ask(SECRET);
  await expect(whose.answer.getByRole('listitem')).toHaveCount(1);
  await whose.dialog.getByRole('button', { name: 'Close' }).click();
  await expect(whose.dialog).toBeHidden();
  const held = await page.evaluate(
    (rest) => document.documentElement.outerHTML.includes(rest) || [...document.querySelectorAll('input, textarea')].some((field) => (field as HTMLInputElement).value.includes(rest)),
    REST,
  );
  expect(held).toBe(false);
  await whose.open();
  await expect(whose.field).toHaveValue('');
});

test('the key itself is not read out', async ({ page, sandbox }) => {
  const announcements = new Announcements(page);
  await announcements.listen();
  const whose = await land(page, sandbox);
  await whose.ask(SECRET);
  await expect(whose.answer.getByRole('listitem')).toHaveCount(1);
  expect(await announcements.said(/begins like/)).not.toEqual([]);
  expect(await announcements.said(new RegExp(REST))).toEqual([]);
});

test('browsers are told not to remember, correct or translate what is typed', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox);
  await whose.open();
  await expect(whose.field).toHaveAttribute('autocomplete', 'off');
  await expect(whose.field).toHaveAttribute('spellcheck', 'false');
});

test('the question and its answer are accessible, and fit a phone', async ({ page, sandbox }) => {
  const whose = await land(page, sandbox, [key(1, { start: 'acme_0' }), key(2), key(3, { start: 'acme_0', enabled: false })]);
  await whose.ask(SECRET);
  await expect(whose.answer.getByRole('listitem')).toHaveCount(3);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await test.step('light', () => expectAccessible(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  await test.step('dark', () => expectAccessible(page));
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await whose.dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(0);
});

test.describe('in the search', () => {
  for (const [what, text] of [
    ['a whole key of yours', SECRET],
    ['a whole key, one letter longer than its listed start', 'acme_000002Z'],
    ['41 characters of anything', `nobody_knows_${'x'.repeat(28)}`],
  ] as const) {
    test(`${what} never enters the address`, async ({ page, context, sandbox, portal }) => {
      await land(page, sandbox);
      const addresses: string[] = [];
      page.on('framenavigated', (frame) => addresses.push(frame.url()));
      const sent = recordRequests(context);
      await portal.search.fill(text);
      await expect(page.getByText('That looks like a whole key')).toBeVisible();
      // Longer than the portal takes to write a search into the address.
      await page.waitForTimeout(1_500);
      expect(new URL(page.url()).search).toBe('');
      await portal.search.fill('key 2');
      await expect(page).toHaveURL(/key/);
      expect(addresses.filter((address) => address.includes(text.slice(0, 11)))).toEqual([]);
      expect(sent.filter((request) => request.includes(text.slice(0, 11)))).toEqual([]);
      const stored = await kept(page, context);
      expect(JSON.stringify([stored.localStorage, stored.sessionStorage])).not.toContain(text.slice(0, 11));
    });
  }

  test('40 characters are a search like any other', async ({ page, sandbox, portal }) => {
    const text = 'nobody knows this name'.padEnd(40, 'x');
    await land(page, sandbox);
    await portal.search.fill(text);
    await expect(page.getByText('That looks like a whole key')).toBeHidden();
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(text);
  });

  test('a whole key is taken as the question whose it is', async ({ page, sandbox, portal }) => {
    await land(page, sandbox);
    await portal.search.fill(SECRET);
    const answer = page.getByRole('status').filter({ hasText: 'It begins like this key of yours' });
    await expect(answer.getByRole('link', { name: 'Key 2' })).toBeVisible();
    await expect(answer.getByRole('button', { name: 'Rotate Key 2' })).toBeVisible();
  });

  test('a key that is typed letter by letter leaves no more in the address than the list shows', async ({ page, sandbox, portal }) => {
    await land(page, sandbox);
    const addresses: string[] = [];
    page.on('framenavigated', (frame) => addresses.push(decodeURIComponent(frame.url())));
    await portal.search.pressSequentially(SECRET, { delay: 60 });
    await expect(page.getByText('That looks like a whole key')).toBeVisible();
    await page.waitForTimeout(1_500);
    expect(new URL(page.url()).search).toBe('');
    expect(addresses.filter((address) => address.includes('acme_000002Z'))).toEqual([]);
  });

  test('a whole key that was in the search is gone from it after a reload', async ({ page, context, sandbox, portal }) => {
    await land(page, sandbox);
    const sent = recordRequests(context);
    await portal.search.fill(SECRET);
    await expect(page.getByText('That looks like a whole key')).toBeVisible();
    await page.reload();
    await portal.table.waitFor();
    await expect(portal.search).toHaveValue('');
    await expectNowhere(page, context, sandbox, sent);
  });

  test('a whole key in a link is not looked for, and leaves the address', async ({ page, sandbox, portal }) => {
    await land(page, sandbox);
    await sandbox.answer('portal.listKeys', listPage(keys(1, 5)));
    await page.goto(`/keys?q=${SECRET}`);
    await portal.table.waitFor();
    await expect.poll(() => page.url()).not.toContain(REST);
  });

  test('the button beside the answer is another one than the row’s', async ({ page, sandbox, portal }) => {
    await landToRotate(page, sandbox);
    const [start] = (await portal.row('Production').getByRole('cell').first().innerText()).split('…');
    await portal.search.fill(`${start ?? ''}AbCdEfGhIjKlMn0123`);
    const buttons = page.getByRole('button', { name: 'Rotate Production', exact: true });
    await expect(buttons).toHaveCount(2);
    const ids = await buttons.evaluateAll((found) => found.map((button) => button.id));
    expect(new Set(ids).size).toBe(2);
  });

  test('a whole key does not hide the list', async ({ page, sandbox, portal }) => {
    await land(page, sandbox);
    await portal.search.fill(SECRET);
    await expect(page.getByText('That looks like a whole key')).toBeVisible();
    await expect(portal.rows).toHaveCount(5);
    await expect(portal.count).toHaveText('5 keys');
  });
});
