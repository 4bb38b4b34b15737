/** Playwright's `test` with the portal running. One sandbox and one gateway a worker and set-up; one user a test. */

import { test as base, expect } from '@playwright/test';
import { FailureGuard } from './failure-guard.ts';
import { fetched, PART_STYLES, SCREENS, toolsShown } from './parts.ts';
import { Portal } from './portal.ts';
import { pathOf, Sandbox } from './sandbox.ts';
import { open, type Screen } from './screen.ts';
import { ServerPool } from './server-pool.ts';
import type { Servers, Setup } from './setup.ts';

interface WorkerFixtures {
  serverPool: ServerPool;
}

interface TestFixtures {
  /** What differs from the usual set-up; for a whole file: `test.use({ setup: { apiVersion: 'code' } })`. */
  setup: Partial<Setup>;
  servers: Servers;
  sandbox: Sandbox;
  portal: Portal;
  failures: FailureGuard;
  /** Lands on the portal as the app sends people there, and waits for the keys and for what is fetched after them. */
  openKeys: (externalId?: string) => Promise<void>;
  /** Opens a screen and waits until it is complete. */
  openScreen: (screen: Screen) => Promise<void>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  setup: [{}, { option: true }],

  serverPool: [
    async ({}, use) => {
      const pool = new ServerPool();
      await use(pool);
      await pool.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  // With a time of their own: a test doesn't wait shorter because it is the first to need them.
  servers: [async ({ serverPool, setup }, use) => use(await serverPool.get(setup)), { timeout: 120_000 }],

  baseURL: ({ servers }, use) => use(servers.urls.portal),

  sandbox: [
    async ({ servers }, use, info) => {
      const sandbox = new Sandbox(servers, `user_of_${info.testId.replaceAll('-', '_')}`);
      await sandbox.reset();
      await use(sandbox);
    },
    { auto: true },
  ],

  failures: [
    async ({ servers, context }, use) => {
      const origins = [servers.urls.portal, servers.urls.app];
      if (servers.setup.deployment === 'static') origins.push(servers.urls.api);
      const guard = new FailureGuard(origins);
      await guard.watch(context);
      await use(guard);
      guard.verify();
    },
    { auto: true },
  ],

  portal: ({ page }, use) => use(new Portal(page)),

  openKeys: ({ page, sandbox, portal }, use) =>
    use(async (externalId = sandbox.user) => {
      const later = [SCREENS, PART_STYLES].map((file) => fetched(page, file));
      await page.goto(pathOf(await sandbox.createSession({ externalId })));
      await expect(portal.table).toBeVisible();
      await toolsShown(page);
      await Promise.all(later);
    }),

  openScreen: ({ page, context, sandbox, failures, openKeys }, use) =>
    use((screen) => open(screen, { page, context, sandbox, failures, openKeys })),
});

export { expect };
