import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './harness/programs.ts';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  // Two cores on the machines that run this; each worker has a sandbox, a gateway and a browser.
  workers: 2,
  // A test that needs a second try hides something.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  // Tests wait for states. These limits are only there to end a run that hangs: a machine that builds beside it may be
  // ten times slower.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: chromiumPath(), args: chromiumArguments },
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    // Recording pictures of every step takes a third of the processor, and snapshots of the document a twentieth (README.md).
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
  },
});
