/**
 * The translators of Chrome, Edge and Safari, as far as a page can notice them: they replace text nodes, translate attributes and what
 * the page adds or changes later, and leave alone what is marked as not to be translated.
 */

import { expect, type Page } from '@playwright/test';

/** Chrome and Edge put `<font>` elements in the place of text nodes, Safari puts other text nodes there. */
export type Replacement = 'font elements' | 'text nodes';

/** What the page's script offers to the tests. */
interface TranslatorInPage {
  /** Whether there is something left to translate. */
  isPending: () => boolean;
  /** Texts on screen whose source the program has changed or removed since: it did so in vain. */
  stale: () => string[];
}

declare global {
  interface Window {
    translator?: TranslatorInPage;
  }
}

/** Runs in the page. A translation is recognized by its marks: “Status” becomes “«Status»”. */
function startTranslator(replacement: Replacement): void {
  const LEFT_ALONE = 'script, style, noscript, textarea, [contenteditable], .notranslate, [translate=no]';
  const ATTRIBUTES = ['title', 'placeholder', 'alt', 'aria-label', 'aria-description'];
  const translate = (text: string) => text.replace(/\S(.*\S)?/s, '«$&»');
  const made = new WeakSet<Node>();
  const removed = new WeakSet<Node>();
  const translations: { readonly shown: Node; readonly source: Text; readonly text: string }[] = [];
  const pending = new Set<Node>();

  const replace = (source: Text) => {
    const isLeftAlone = made.has(source) || !source.isConnected || source.data.trim() === '' || source.parentElement?.closest(LEFT_ALONE);
    if (isLeftAlone) return;
    const text = document.createTextNode(translate(source.data));
    made.add(text);
    let shown: Node = text;
    // Two, one in the other, as Google's script makes them; in a title there can be no elements.
    if (replacement === 'font elements' && source.parentElement?.tagName !== 'TITLE') {
      for (let level = 0; level < 2; level += 1) {
        const font = document.createElement('font');
        font.style.verticalAlign = 'inherit';
        font.append(shown);
        shown = font;
      }
    }
    source.replaceWith(shown);
    translations.push({ shown, source, text: source.data });
  };

  const translateTree = (root: Node) => {
    const texts: Text[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node: Node | null = root instanceof Text ? root : walker.nextNode(); node; node = walker.nextNode()) texts.push(node as Text);
    for (const text of texts) replace(text);
    if (!(root instanceof Element)) return;
    for (const element of [root, ...root.querySelectorAll('*')]) {
      if (element.closest(LEFT_ALONE)) continue;
      for (const name of ATTRIBUTES) {
        const value = element.getAttribute(name);
        if (value && !value.startsWith('«')) element.setAttribute(name, translate(value));
      }
    }
  };

  // A task of its own for what has gathered, as after the answer of a server. Not a timer: those stand still in tests of time.
  const channel = new MessageChannel();
  channel.port1.addEventListener('message', () => {
    const roots = [...pending];
    pending.clear();
    for (const root of roots) translateTree(root);
  });
  channel.port1.start();
  const schedule = (node: Node) => {
    if (pending.size === 0) channel.port2.postMessage('');
    pending.add(node);
  };
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'childList') for (const node of addedNodes) schedule(node);
      else schedule(target);
    }
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });

  // The program removes a text that isn't in the page any more: its translation stays.
  const original = Object.getOwnPropertyDescriptor(CharacterData.prototype, 'remove')?.value as () => void;
  CharacterData.prototype.remove = function (this: CharacterData) {
    removed.add(this);
    original.call(this);
  };

  document.documentElement.lang = 'de';
  document.documentElement.classList.add('translated-ltr');
  schedule(document.documentElement);
  window.translator = {
    isPending: () => pending.size > 0,
    stale: () =>
      translations.flatMap(({ shown, source, text }) => (shown.isConnected && (source.data !== text || removed.has(source)) ? [text] : [])),
  };
}

/** Translates the page, and whatever it shows from now on. */
export async function translatePage(page: Page, replacement: Replacement = 'font elements'): Promise<void> {
  await page.evaluate(startTranslator, replacement);
  await untilTranslated(page);
}

/** Waits until everything on screen is translated. */
export async function untilTranslated(page: Page): Promise<void> {
  await page.waitForFunction(() => window.translator?.isPending() === false);
}

/** The program has changed no text in vain: nothing on screen is older than the program's state. */
export async function expectNothingStale(page: Page): Promise<void> {
  await untilTranslated(page);
  expect(await page.evaluate(() => window.translator?.stale()), 'translations of what is gone').toEqual([]);
}
