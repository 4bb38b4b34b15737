/** A portal at an address without TLS that isn't this machine: browsers keep no cookie of it, so the operator has to act. */

import { chromiumArguments } from '../harness/programs.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf } from '../harness/sandbox.ts';
import { expect, test } from '../harness/test.ts';

test('a portal over plain http says that it is set up wrongly, and uses no session ID up', async ({ playwright, launchOptions, servers, sandbox, failures }) => {
  const origin = `http://keys.acme.example:${new URL(servers.urls.portal).port}`;
  failures.allow(origin);
  failures.expectComplaint(/Cross-Origin-Opener-Policy header has been ignored/);
  const rule = '--host-resolver-rules=MAP keys.acme.example 127.0.0.1';
  const browser = await playwright.chromium.launch({ ...launchOptions, args: [...chromiumArguments, rule] });
  try {
    const context = await browser.newContext({ baseURL: origin });
    await failures.watch(context);
    const page = await context.newPage();
    await page.goto(pathOf(await sandbox.createSession()));
    const portal = new Portal(page);
    await expect(portal.screen('This page isn’t set up correctly')).toBeVisible();
    await expect(portal.table).toBeHidden();
    expect(await sandbox.requests()).toEqual([]);
  } finally {
    await browser.close();
  }
});
