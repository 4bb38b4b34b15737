/** A screen of the portal, and how a person gets there. */

import type { BrowserContext, Page } from '@playwright/test';
import type { FailureGuard } from './failure-guard.ts';
import type { Sandbox } from './sandbox.ts';

/** The fixtures that opening a screen needs. */
export interface ScreenFixtures {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly sandbox: Sandbox;
  readonly failures: FailureGuard;
  readonly openKeys: (externalId?: string) => Promise<void>;
}

export interface Screen {
  /** For test names. */
  readonly name: string;
  /** The ending of core (`session/machine/ending.rs`) that it shows. */
  readonly ending?: string;
  /** The first heading. */
  readonly heading: string;
  /** Text that is there once the screen is complete. */
  readonly text?: RegExp;
  /** The name of the dialog that is open. */
  readonly dialog?: RegExp;
  readonly open: (fixtures: ScreenFixtures) => Promise<void>;
}

/** Opens it and waits until it is complete. */
export async function open(screen: Screen, fixtures: ScreenFixtures): Promise<void> {
  const { page } = fixtures;
  await screen.open(fixtures);
  // A modal dialog makes the page behind it inert, and its headings with it.
  if (screen.dialog) await page.getByRole('dialog', { name: screen.dialog }).or(page.getByRole('alertdialog', { name: screen.dialog })).first().waitFor();
  else await page.getByRole('heading', { level: 1, name: screen.heading, exact: true }).waitFor();
  if (screen.text) await page.getByText(screen.text).first().waitFor();
}
