/** How a page suits a finger. Looked at where the pointer is coarse: `test.use({ hasTouch: true, isMobile: true })`. */

import type { Page } from '@playwright/test';

/** Controls of the dialog that is open, or of the page, that a finger misses, and fields whose text makes iOS zoom. Runs in the page. */
function findTouchFaults(): string[] {
  const SIZE = 44;
  const faults: string[] = [];
  const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const name = (element: Element) => `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} “${element.textContent.trim().slice(0, 40)}”`;
  for (const control of root.querySelectorAll('a[href], button, select, input, summary')) {
    const isDrawn = control.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && getComputedStyle(control).clipPath === 'none';
    if (!isDrawn || (control as HTMLInputElement).disabled) continue;
    const isTyped = control.matches('select, input:not([type=radio], [type=checkbox])');
    if (isTyped && parseFloat(getComputedStyle(control).fontSize) < 16) faults.push(`text under 16 px: ${name(control)}`);
    // A link within a sentence is as high as its line (WCAG 2.5.8 excepts it).
    const around = control.parentElement?.textContent.trim() ?? '';
    if (getComputedStyle(control).display === 'inline' && control.matches('a') && around !== control.textContent.trim()) continue;
    // The whole row opens a key.
    const row = control.matches('.key-link') ? control.closest('tr') : null;
    // A radio or a checkbox is pressed by its label, too.
    const isMark = control.matches('[type=radio], [type=checkbox]');
    const label = isMark ? (control.closest('label') ?? document.querySelector(`label[for="${CSS.escape(control.id)}"]`)) : null;
    const target = row ?? label ?? control;
    target.scrollIntoView({ block: 'center' });
    const { left, right, top, bottom } = target.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const reach = SIZE / 2 - 2;
    // Up, down, left and right of the middle: what is drawn may be smaller than what can be touched.
    const missed = [
      [x, y - reach],
      [x, y + reach],
      [x - reach, y],
      [x + reach, y],
    ].filter(([atX = 0, atY = 0]) => {
      const hit = document.elementFromPoint(atX, atY);
      return hit !== target && !target.contains(hit);
    });
    if (missed.length > 0) faults.push(`${Math.round(right - left)} × ${Math.round(bottom - top)} px, missed ${missed.length} times in 4: ${name(control)}`);
  }
  return faults;
}

export function touchFaults(page: Page): Promise<string[]> {
  return page.evaluate(findTouchFaults);
}
