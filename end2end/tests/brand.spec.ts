/** What the operator's config looks like on screen. */

import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { call } from '../harness/http.ts';
import { gatewayPath } from '../harness/programs.ts';
import { expect, test } from '../harness/test.ts';

test("the header bears the app's name", async ({ page, openKeys }) => {
  await openKeys();
  await expect(page.getByRole('banner')).toContainText('Acme');
});

test("the app's colour is on the page", async ({ page, parts }) => {
  const answer = await call(`${parts.doors.portal}/brand.css`);
  expect(answer.headers['content-type']).toContain('text/css');
  await page.goto('/');
  const applied = await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.href?.includes('/brand.css') && sheet.cssRules.length > 0));
  expect(applied).toBe(true);
});

test('the version is on the page, as the gateway tells it', async ({ page }) => {
  const { stdout } = await promisify(execFile)(gatewayPath(), ['--version']);
  const version = /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0];
  if (!version) throw new Error(`no version in "${stdout}"`);
  await page.goto('/');
  await expect(page.getByRole('contentinfo')).toContainText(version);
});
