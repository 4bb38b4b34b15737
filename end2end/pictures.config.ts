/** `npm run pictures`: the pictures of the README, not a test. */

import { defineConfig } from '@playwright/test';
import { chromiumArguments, fullChromiumPath } from './harness/programs.ts';
import tests from './playwright.config.ts';

export default defineConfig(tests, {
  testDir: 'pictures',
  testMatch: 'readme.ts',
  workers: 1,
  use: { deviceScaleFactor: 2, trace: 'off', screenshot: 'off', launchOptions: { executablePath: fullChromiumPath(), args: chromiumArguments } },
});
