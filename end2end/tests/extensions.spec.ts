/** What browser extensions do to a page: the portal goes on working, or says that it can't and offers to reload. */

import type { Page } from '@playwright/test';
import { keys, listPages } from '../harness/keys.ts';
import { landToRotate } from '../harness/rotation.ts';
import { expect, test } from '../harness/test.ts';

/** The screen of a program that can't go on. */
function brokenScreen(page: Page) {
  return page.getByRole('heading', { level: 1, name: 'Something broke on this page' });
}

test('a password manager that puts buttons beside fields, and attributes on them, is in nobody’s way', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  const decorate = () =>
    page.evaluate(() => {
      for (const field of document.querySelectorAll('input, select')) {
        if (field.hasAttribute('data-manager')) continue;
        field.setAttribute('data-manager', '');
        for (const position of ['beforebegin', 'afterend'] as const) {
          const icon = document.createElement('div');
          icon.setAttribute('data-manager-icon', '');
          icon.style.cssText = 'position: absolute; inline-size: 16px; block-size: 16px; pointer-events: none;';
          field.insertAdjacentElement(position, icon);
        }
      }
    });
  await decorate();
  await portal.search.fill('soon');
  await expect(portal.rows).toHaveCount(1);
  await portal.search.fill('');
  await expect(portal.rows).toHaveCount(12);
  await rotation.open('Production');
  await decorate();
  await rotation.choice(/1 hour/).check();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('Your new key for “Production”');
  await decorate();
  await rotation.closeWithoutSecret();
  await expect(portal.rows).toHaveCount(13);
});

test('an event called keydown that no key has caused does nothing', async ({ page, sandbox }) => {
  const rotation = await landToRotate(page, sandbox);
  const fire = () =>
    page.evaluate(() => {
      for (const target of [...document.querySelectorAll('input, a, button, dialog'), window]) {
        for (const type of ['keydown', 'keypress', 'keyup', 'focusin', 'focusout']) target.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
      }
    });
  await fire();
  await rotation.open('Production');
  await fire();
  await rotation.rotate.click();
  await expect(rotation.title).toHaveText('Your new key for “Production”');
  await fire();
  await expect(rotation.title).toHaveText('Your new key for “Production”');
});

/** Puts what an element contains into a new element within it, as extensions do that zoom, translate or read pages. */
async function wrapContent(page: Page, selector: string): Promise<void> {
  await page.locator(selector).evaluate((element) => {
    const wrapper = document.createElement('div');
    wrapper.append(...element.childNodes);
    element.append(wrapper);
  });
}

/** Removes all comments: markers of the program are among them. */
async function removeComments(page: Page): Promise<void> {
  await page.evaluate(() => {
    const comments: Comment[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
    while (walker.nextNode()) comments.push(walker.currentNode as Comment);
    for (const comment of comments) comment.replaceWith();
  });
}

test('a page whose content is wrapped goes on to the end of the session', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox, { externalId: 'user_123' });
  await wrapContent(page, '#app');
  await wrapContent(page, '#main');
  await portal.search.fill('soon');
  await expect(portal.rows).toHaveCount(1);
  await portal.search.fill('');
  await portal.link('Staging').click();
  await expect(portal.screen('Staging')).toBeVisible();
  await wrapContent(page, '#main');
  await page.goBack();
  await rotation.finish('Production', /1 hour/);
  await rotation.closeWithoutSecret();
  await expect(rotation.notice('Production')).toBeVisible();
  await portal.signOut.click();
  await expect(portal.screen('You’re signed out')).toBeVisible();
  await expect(portal.table).toBeHidden();
});

test('where the markers of the program are removed, the next page is shown, or that something broke', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 300)));
  await landToRotate(page, sandbox);
  await expect(portal.table).toHaveAttribute('aria-rowcount', '301');
  await removeComments(page);
  // It may say so before anybody clicks: whatever the program draws next, it misses its markers.
  await portal.link('Key 299').or(brokenScreen(page)).click();
  await expect(portal.screen('Key 299').or(brokenScreen(page))).toBeVisible();
});

test('where the markers of the program are removed, a list that is scrolled has its rows, or says that something broke', async ({ page, sandbox, portal }) => {
  await sandbox.answer('portal.listKeys', ...listPages(keys(1, 300)));
  await landToRotate(page, sandbox);
  await expect(portal.table).toHaveAttribute('aria-rowcount', '301');
  await removeComments(page);
  await page.evaluate(() => window.scrollTo(0, 5_000));
  await expect(page.getByText('Key 200', { exact: true }).or(brokenScreen(page))).toBeVisible();
});

test('where the page itself is removed, the next one is shown, or that something broke, and a reload mends it', async ({ page, sandbox, portal }) => {
  await landToRotate(page, sandbox);
  await page.locator('#main').evaluate((main) => main.remove());
  await portal.signOut.click();
  await expect(portal.screen('You’re signed out').or(brokenScreen(page))).toBeVisible();
  await page.goto('/keys');
  await expect(portal.heading).toBeVisible();
});

test('where the dialog with a new key is removed, signing out says that something broke, and a reload that the key was not saved', async ({ page, sandbox, portal }) => {
  const rotation = await landToRotate(page, sandbox);
  await rotation.finish('Production');
  await rotation.dialog.evaluate((dialog) => dialog.remove());
  await portal.signOut.click();
  await expect(brokenScreen(page)).toBeVisible();
  await page.goto('/keys');
  await expect(rotation.notice('Production')).toContainText('wasn’t saved');
});
