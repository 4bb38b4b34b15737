/** What the operator's config looks like on screen. */

import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { gatewayPath } from '../harness/programs.ts';
import { expect, test } from '../harness/test.ts';

test("the app's colour is on the page: its links and buttons have it", async ({ page, portal }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  // The config's #0f766e, as it is.
  await expect(portal.returnLink).toHaveCSS('background-color', 'rgb(15, 118, 110)');
});

test('the version is on the page, as the gateway tells it', async ({ page }) => {
  const { stdout } = await promisify(execFile)(gatewayPath(), ['--version']);
  const version = /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0];
  if (!version) throw new Error(`no version in "${stdout}"`);
  await page.goto('/');
  await expect(page.getByRole('contentinfo')).toContainText(version);
});
