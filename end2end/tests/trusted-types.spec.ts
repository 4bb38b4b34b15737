/** The page turns no text into a script: `require-trusted-types-for`, with one policy, for HTML alone. */

import { expect, test } from '../harness/test.ts';

test('WSTG-CONF-12: no text becomes a script or its address, and no further policy can be made', async ({ page, openKeys, failures }) => {
  failures.expectComplaint(/trusted|content security policy/i);
  await openKeys();
  const outcome = await page.evaluate(async () => {
    const outcome: Record<string, string> = {};
    const attempt = async (name: string, act: () => unknown) => {
      try {
        await act();
        outcome[name] = 'allowed';
      } catch (error) {
        outcome[name] = error instanceof Error ? error.name : 'Error';
      }
    };
    const script = () => document.createElement('script');
    const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } };
    await attempt('script address', () => (script().src = '/boot.js'));
    await attempt('script text', () => (script().text = 'window.planted = true'));
    await attempt('script content', () => (script().textContent = 'window.planted = true'));
    await attempt('event handler', () => document.body.setAttribute('onclick', 'window.planted = true'));
    await attempt('worker', () => new Worker('/boot.js'));
    await attempt('service worker', () => navigator.serviceWorker.register('/boot.js'));
    await attempt('second default policy', () => trustedTypes.createPolicy('default', { createScript: (text: string) => text }));
    await attempt('another policy', () => trustedTypes.createPolicy('other', { createScript: (text: string) => text }));
    await attempt('HTML', () => (document.createElement('template').innerHTML = '<p>text</p>'));
    return { ...outcome, planted: 'planted' in window };
  });
  expect(outcome).toEqual({
    'script address': 'TypeError',
    'script text': 'TypeError',
    'script content': 'TypeError',
    'event handler': 'TypeError',
    worker: 'TypeError',
    'service worker': 'TypeError',
    'second default policy': 'TypeError',
    'another policy': 'TypeError',
    HTML: 'allowed',
    planted: false,
  });
});
