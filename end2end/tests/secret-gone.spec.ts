/** Where the secret never is, and that it is gone when it is closed. */

import type { Page } from '@playwright/test';
import { Announcements } from '../harness/announcements.ts';
import { installClock } from '../harness/clock.ts';
import { landToRotate, MINUTE_MS } from '../harness/rotation.ts';
import { ChannelListener, setVisible } from '../harness/tabs.ts';
import { expect, test } from '../harness/test.ts';

/** Keeps hold of the program's memory, for [`memoryHas`]. */
async function watchMemory(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const keep = (result: WebAssembly.WebAssemblyInstantiatedSource) => {
      const memory = Object.values(result.instance.exports).find((each) => each instanceof WebAssembly.Memory);
      // The program's parts have none of their own.
      if (memory) Object.assign(window, { programMemory: memory });
      return result;
    };
    const { instantiateStreaming, instantiate } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...input) => keep(await instantiateStreaming.apply(WebAssembly, input));
    Object.assign(WebAssembly, {
      instantiate: async (...input: Parameters<typeof instantiate>) => {
        const result: unknown = await instantiate.apply(WebAssembly, input);
        return typeof result === 'object' && result !== null && 'instance' in result ? keep(result as WebAssembly.WebAssemblyInstantiatedSource) : result;
      },
    });
  });
}

/**
 * Whether the end of the text stands anywhere in the program's memory, used or freed. Ask at once: freed memory is soon used
 * again. The end alone: an allocator writes its links over the first bytes of what is freed. Split, so that the question
 * isn't the answer.
 */
function memoryHas(page: Page, text: string): Promise<boolean> {
  return page.evaluate((parts) => {
    const memory = (window as unknown as { programMemory: WebAssembly.Memory }).programMemory;
    const bytes = new Uint8Array(memory.buffer);
    const wanted = new TextEncoder().encode(parts.join(''));
    const first = wanted[0] ?? 0;
    for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
      if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
    }
    return false;
  }, [text.slice(-12, -6), text.slice(-6)]);
}

/** Everything of the document that a person or a script could read, attributes and fields included. */
function documentText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input')].map((input) => input.value);
    return [document.documentElement.outerHTML, document.title, ...fields].join('\n');
  });
}

/** What of the page outlives it or is read elsewhere. */
function elsewhere(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const stored = (storage: Storage) => JSON.stringify(Object.entries(storage));
    const live = [...document.querySelectorAll('[role=status], [role=alert], [aria-live]')].map((element) => element.textContent);
    return [location.href, document.title, document.cookie, stored(localStorage), stored(sessionStorage), JSON.stringify(history.state), JSON.stringify(databases), ...live].join('\n');
  });
}

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('it is never in the address, in storage, in the title, in an announcement, in the console, in a request or in a message to another tab, and in the document only while it is revealed', async ({ page, context, servers, sandbox }) => {
  const announcements = await Announcements.record(page);
  const listener = await ChannelListener.start(context, servers.urls.portal);
  const printed: string[] = [];
  page.on('console', (message) => printed.push(message.text()));
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')));
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production');
  expect(await documentText(page)).not.toContain(secret);
  await rotation.copy.click();
  await expect(rotation.dialog.getByText(/^Copied$/)).toBeVisible();
  expect(await documentText(page)).not.toContain(secret);
  await rotation.reveal.click();
  await expect(rotation.secret).toHaveText(secret);
  await rotation.pasteBack.fill(secret);
  await page.keyboard.press('Enter');
  await expect(rotation.dialog.getByText('It matches')).toBeVisible();
  expect(secret).toMatch(/^acme_\w{12,}$/);
  expect(await elsewhere(page)).not.toContain(secret);
  expect(printed.join('\n')).not.toContain(secret);
  await rotation.done.click();
  await expect(rotation.dialog).toBeHidden();
  expect(await elsewhere(page)).not.toContain(secret);
  expect(printed.join('\n')).not.toContain(secret);
  // Each announcement as it was made, and each message.
  const announced = await announcements.all();
  expect(announced.some((text) => text.includes('Copied'))).toBe(true);
  expect(announced.join('\n')).not.toContain(secret);
  const messages = await listener.messages();
  // Of the rotation, and that its key was saved. Where the API's minute changes between, the old key's end is sent once more.
  const states = (await listener.messages('portal_rotations')).map((message) => /,([a-z]) /.exec(message)?.[1]);
  expect([...new Set(states)]).toEqual(['n', 's']);
  expect(messages.join('\n')).not.toContain(secret);
  await page.reload();
  await expect(rotation.notice('Production')).toBeVisible();
  expect(sent.join('\n')).not.toContain(secret);
});

test('once closed it is neither in the document nor in the memory of the program', async ({ page, sandbox }) => {
  await watchMemory(page);
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  await rotation.reveal.click();
  const secret = await rotation.secret.innerText();
  expect(await memoryHas(page, secret), 'while it is shown it must be somewhere, or this test sees nothing').toBe(true);
  for (const form of ['.env', 'curl', 'Header', 'Key']) {
    await rotation.dialog.getByRole('radio', { name: form, exact: true }).check({ force: true });
    await rotation.copy.click();
    await expect(rotation.dialog.getByText(/^Copied$/)).toBeVisible();
  }
  await rotation.pasteBack.fill(secret);
  await page.keyboard.press('Enter');
  await expect(rotation.dialog.getByText('It matches')).toBeVisible();
  await rotation.done.click();
  await expect(rotation.dialog).toBeHidden();
  expect(await documentText(page)).not.toContain(secret);
  expect(await memoryHas(page, secret)).toBe(false);
});

// The dialog stays open: nothing but the end of its time takes the secret out of memory.
test('five minutes after the tab was hidden it is neither in the document nor in the memory of the program', async ({ page, sandbox }) => {
  await watchMemory(page);
  await installClock(page);
  const rotation = await landToRotate(page, sandbox);
  const secret = await rotation.finishAndRead('Production');
  await rotation.copy.click();
  await expect(rotation.dialog.getByText(/^Copied$/)).toBeVisible();
  expect(await memoryHas(page, secret), 'until then it must be somewhere, or this test sees nothing').toBe(true);
  await setVisible(page, false);
  await page.clock.fastForward(4 * MINUTE_MS);
  await expect(rotation.secret).toBeVisible();
  await page.clock.fastForward(2 * MINUTE_MS);
  await expect(rotation.dialog).toContainText('it’s no longer shown');
  await expect(rotation.secret).toBeHidden();
  expect(await documentText(page)).not.toContain(secret);
  expect(await memoryHas(page, secret)).toBe(false);
  await setVisible(page, true);
  await rotation.done.click();
  await expect(rotation.dialog).toBeHidden();
});

test('when the session ends it is gone', async ({ page, context, sandbox, portal }) => {
  await watchMemory(page);
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  await rotation.reveal.click();
  const secret = await rotation.secret.innerText();
  const other = await context.newPage();
  await other.goto('/keys');
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(portal.screen('You’re signed out')).toBeVisible();
  await expect(rotation.dialog).toBeHidden();
  expect(await documentText(page)).not.toContain(secret);
  expect(await memoryHas(page, secret)).toBe(false);
});

test('a failure that is reported to support does not carry it', async ({ page, sandbox, failures }) => {
  failures.expectFailures(/rerollKey/, 412);
  const rotation = await landToRotate(page, sandbox);
  const secret = 'acme_SecretOfTheServer42';
  await sandbox.answer('portal.rerollKey', { status: 412, body: { meta: { requestId: 'req_madeup002' }, error: { title: secret, detail: secret, status: 412, type: 'https://unkey.com/docs/errors/unkey/application/precondition_failed' }, data: { keyId: 'key_1', key: secret } } });
  await rotation.open('Production');
  await rotation.rotate.click();
  await rotation.button('Copy details').click();
  await expect(rotation.dialog.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).not.toContain(secret);
  expect(await documentText(page)).not.toContain(secret);
});
