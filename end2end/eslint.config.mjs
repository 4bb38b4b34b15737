// Lints of the browser tests, for what the type checker accepts: above all a promise that nobody awaits. A test without
// `await` before `expect(…)` passes whatever the page shows.
import playwright from 'eslint-plugin-playwright';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['node_modules', 'test-results'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // In the preset already; named because the project relies on them.
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      // `expect.stringMatching(…)` is `any`: tests write `as unknown`, which this rule would remove again.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    files: ['harness/**/*.ts', 'tests/**/*.ts'],
    extends: [playwright.configs['flat/recommended']],
    rules: {
      // Warnings in the preset. A skipped test, or one that waits for a fixed time, is an error here.
      'playwright/expect-expect': ['error', { assertFunctionPatterns: ['^expect[A-Z]'] }],
      'playwright/no-conditional-expect': 'error',
      'playwright/no-skipped-test': 'error',
      'playwright/no-wait-for-timeout': 'error',
      // A setup that some screens need is an `if` in the test; assertions under an `if` stay forbidden.
      'playwright/no-conditional-in-test': 'off',
      // Takes every array for a list of elements, requests the server received too.
      'playwright/prefer-to-have-count': 'off',
      // Tests of double clicks and of covered buttons click past Playwright's own checks.
      'playwright/no-force-option': 'off',
      'playwright/consistent-spacing-between-blocks': 'off',
    },
  },
);
