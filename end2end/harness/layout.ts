/** What of a page's layout is wrong whatever the design: boxes beyond the window, texts over one another, broken labels. */

import type { Page } from '@playwright/test';

export interface LayoutRules {
  /** No control is higher than so many CSS pixels. */
  readonly maxControlHeight: number;
  /** Labels of buttons stand on one line. */
  readonly oneLineLabels: boolean;
}

/** The faults of the dialog that is open, or of the page. Runs in the page. */
function findLayoutFaults({ maxControlHeight, oneLineLabels }: LayoutRules): string[] {
  interface Box {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  }
  interface Shown {
    readonly element: Element;
    readonly name: string;
    readonly box: Box;
  }
  const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const edges = root === document.body ? { left: 0, right: document.documentElement.clientWidth } : root.getBoundingClientRect();
  const isDrawn = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const isEmpty = ({ left, right, top, bottom }: Box) => right - left <= 1.5 || bottom - top <= 1.5;
  const short = (text: string) => text.trim().replaceAll(/\s+/g, ' ').slice(0, 40);
  const name = (element: Element) =>
    `${element.tagName.toLowerCase()}${[...element.classList].map((part) => `.${part}`).join('')} “${short(element.textContent)}”`;
  const round = ({ left, right, top, bottom }: Box) => `${Math.round(left)}–${Math.round(right)} × ${Math.round(top)}–${Math.round(bottom)}`;
  const faults: string[] = [];

  /** What ancestors leave of a box; `lost` is true where something is cut off that can't be scrolled to and has no ellipsis. */
  const clip = (box: Box, element: Element) => {
    let { left, right, top, bottom } = box;
    let lost = false;
    for (let ancestor: Element | null = element; ancestor && ancestor !== document.documentElement; ancestor = ancestor.parentElement) {
      const { overflowX, overflowY, textOverflow, webkitLineClamp, position } = getComputedStyle(ancestor);
      if (overflowX !== 'visible' || overflowY !== 'visible') {
        const frame = ancestor.getBoundingClientRect();
        const isHidden = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
        const isShortened = textOverflow === 'ellipsis' || webkitLineClamp !== 'none';
        if (isHidden(overflowX) && !isShortened && (left < frame.left - 1 || right > frame.right + 1)) lost = true;
        if (isHidden(overflowY) && webkitLineClamp === 'none' && (top < frame.top - 3 || bottom > frame.bottom + 3)) lost = true;
        left = Math.max(left, frame.left);
        right = Math.min(right, frame.right);
        top = Math.max(top, frame.top);
        bottom = Math.min(bottom, frame.bottom);
      }
      if (ancestor === root || position === 'fixed') break;
    }
    return { box: { left, right, top, bottom }, lost };
  };
  /** What is there for screen readers alone, or only while it has the focus, is clipped to a point. */
  const isForReadersOnly = (element: Element | null): boolean => {
    for (let ancestor = element; ancestor && ancestor !== root; ancestor = ancestor.parentElement) {
      if (getComputedStyle(ancestor).clipPath !== 'none' || isEmpty(ancestor.getBoundingClientRect())) return true;
    }
    return false;
  };

  for (const element of root.querySelectorAll('*')) {
    if (!isDrawn(element) || element.closest('svg') !== null || isForReadersOnly(element)) continue;
    const whole = element.getBoundingClientRect();
    const { box } = clip(whole, element);
    if (isEmpty(whole)) continue;
    if (box.right > edges.right + 1 || box.left < edges.left - 1) faults.push(`beyond the edge: ${name(element)} ${round(box)}`);
    if (!element.matches('button, a.button, summary, select, input:not([type=radio], [type=checkbox])')) continue;
    if (whole.height > maxControlHeight) faults.push(`${Math.round(whole.height)} px high: ${name(element)}`);
    if (whole.right - 1 > box.right || whole.left + 1 < box.left) faults.push(`cut off: ${name(element)} ${round(whole)} within ${round(box)}`);
  }

  const shown: Shown[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const element = text.parentElement;
    if (!element || !isDrawn(element) || text.data.trim() === '' || element.closest('option, svg, title') || isForReadersOnly(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) {
      if (isEmpty(line)) continue;
      const { box, lost } = clip(line, element);
      if (lost) faults.push(`cut off: text of ${name(element)} ${round(line)} within ${round(box)}`);
      if (!isEmpty(box)) shown.push({ element, name: name(element), box });
    }
    if (element.closest('code, .mono')) continue;
    for (const word of text.data.matchAll(/\p{L}{2,16}/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].filter((line) => !isEmpty(line)).map((line) => Math.round(line.top / 4)));
      if (lines.size > 1) faults.push(`broken word “${word[0]}”: ${name(element)}`);
    }
  }
  if (oneLineLabels) {
    for (const button of root.querySelectorAll('button, a.button, summary')) {
      const tops = shown.filter(({ element }) => button.contains(element)).map(({ box }) => box);
      const isBroken = tops.some((one) => tops.some((other) => other.top > (one.top + one.bottom) / 2));
      if (isBroken) faults.push(`on several lines: ${name(button)}`);
    }
  }
  for (const element of root.querySelectorAll('img, input:not([type=radio], [type=checkbox]), select, textarea, button')) {
    if (!isDrawn(element) || isForReadersOnly(element)) continue;
    // A button in the flow is where its label is; one that isn't covers what is below it.
    if (element.matches('button') && getComputedStyle(element).position !== 'absolute') continue;
    const { box } = clip(element.getBoundingClientRect(), element);
    if (!isEmpty(box)) shown.push({ element, name: name(element), box });
  }
  /** What sticks to an edge may cover what scrolls under it. */
  const stickyOf = (element: Element) => {
    for (let ancestor: Element | null = element; ancestor && ancestor !== root; ancestor = ancestor.parentElement) {
      if (['sticky', 'fixed'].includes(getComputedStyle(ancestor).position)) return ancestor;
    }
    return null;
  };
  for (const element of root.querySelectorAll('*')) {
    const { position, backgroundColor } = getComputedStyle(element);
    if (position !== 'fixed' || element.matches('dialog') || !isDrawn(element) || element.textContent.trim() === '' || isForReadersOnly(element)) continue;
    if (backgroundColor === 'rgba(0, 0, 0, 0)') faults.push(`the page shines through: ${name(element)}`);
    if (root.matches('dialog')) faults.push(`outside its dialog: ${name(element)}`);
  }
  const sticky = shown.map(({ element }) => stickyOf(element));
  for (const [index, one] of shown.entries()) {
    for (const [further, other] of shown.slice(index + 1).entries()) {
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide <= 2 || high <= 4 || sticky[index] !== sticky[index + 1 + further]) continue;
      const isOneInOther = one.element.contains(other.element) || other.element.contains(one.element);
      // Signs within a field: a glass, a hint.
      const isField = [one, other].some(({ element }) => element.matches('input, select') && element.parentElement?.contains(one.element) && element.parentElement.contains(other.element));
      if (!isOneInOther && !isField) faults.push(`over one another: ${one.name} ${round(one.box)} and ${other.name} ${round(other.box)}`);
    }
  }
  return [...new Set(faults)].slice(0, 12);
}

/** What is wrong with the layout of the dialog that is open, or of the page where none is. */
export function layoutFaults(page: Page, rules: LayoutRules): Promise<string[]> {
  return page.evaluate(findLayoutFaults, rules);
}
