/** Without the gateway and with an API on another site: browsers keep no cookie of it. */

import { expectAccessible } from '../harness/axe.ts';
import { expectToFitPhones } from '../harness/narrow.ts';
import { pathOf } from '../harness/sandbox.ts';
import { defaultConfig } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

test.use({
  setup: {
    deployment: 'static',
    setsCookie: true,
    allowsOrigin: true,
    config: (at) => ({ ...defaultConfig(at), apiBase: at.api }),
  },
});

const BLOCKED = "Your browser blocks this page’s cookies";

test("a portal whose API is on another site says that the browser blocks its cookies", async ({ page, context, servers, sandbox, portal, failures }) => {
  failures.expectFailures(/portal\.listKeys/, 400, 401);
  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.screen(BLOCKED)).toBeVisible();
  await expect(portal.table).toBeHidden();
  const lists = await sandbox.requests('portal.listKeys');
  expect(lists.length).toBeGreaterThan(0);
  for (const list of lists) {
    expect(list.cookie).toBeNull();
    expect(list.authorization).toBeNull();
  }
  expect(await context.cookies(servers.urls.api)).toEqual([]);
  await expectAccessible(page);
  await expectToFitPhones(page);
});
