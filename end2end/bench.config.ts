/** Measurements by the clock: `npm run bench` and `npm run startup`. Not tests: nothing in CI depends on a clock. */

import { defineConfig } from '@playwright/test';
import { chromiumArguments, fullChromiumPath } from './harness/programs.ts';
import tests from './playwright.config.ts';

export default defineConfig(tests, {
  testDir: 'bench',
  testMatch: ['startup.ts', 'ten-thousand-keys.ts'],
  workers: 1,
  timeout: 300_000,
  reporter: [['./bench/reporter.ts']],
  use: { trace: 'off', screenshot: 'off', launchOptions: { executablePath: fullChromiumPath(), args: chromiumArguments } },
});
