/** Rotating a key, as a person does it. */

import { expect, type Locator, type Page } from '@playwright/test';
import type { SeenRequest } from './sandbox.ts';

/** What a session needs for all that rotation shows. */
export const ROTATES: readonly string[] = ['keys:read', 'keys:reroll', 'analytics:read'];

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

export class Rotation {
  readonly dialog: Locator;
  readonly title: Locator;
  readonly rotate: Locator;
  readonly cancel: Locator;
  readonly close: Locator;
  readonly done: Locator;
  readonly notices: Locator;

  constructor(private readonly page: Page) {
    this.dialog = page.getByRole('dialog');
    this.title = this.dialog.getByRole('heading', { level: 2 });
    this.rotate = this.button(/^(Rotate key|Rotating…)$/);
    this.cancel = this.button('Cancel');
    this.close = this.button('Close');
    this.done = this.button('Done');
    this.notices = page.getByRole('region', { name: 'Rotated keys' });
  }

  /** The button of a key, wherever it stands. */
  opener(name: string): Locator {
    return this.page.getByRole('button', { name: `Rotate ${name}`, exact: true });
  }

  async open(name: string): Promise<void> {
    await this.opener(name).click();
    await expect(this.title).toHaveText(`Rotate “${name}”`);
  }

  choice(name: string | RegExp): Locator {
    return this.dialog.getByRole('radio', { name });
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  }

  /** Rotates, up to the secret. */
  async finish(name: string, choice?: RegExp): Promise<void> {
    await this.open(name);
    if (choice) await this.choice(choice).check();
    await this.rotate.click();
    await expect(this.title).toHaveText(`Your new key for “${name}”`);
  }

  /** Closes the dialog without having taken the secret. */
  async closeWithoutIt(): Promise<void> {
    await this.done.click();
    await this.button('Close without it').click();
    await expect(this.dialog).toBeHidden();
  }

  notice(name: string): Locator {
    return this.page.getByRole('group', { name: `Rotation of “${name}”` });
  }

  /** The text of the secret's field. */
  get text(): Locator {
    return this.dialog.locator('code.secret-text');
  }
}

/** What a request asked for. */
export function bodyOf(request: SeenRequest | undefined): Record<string, unknown> {
  if (typeof request?.body !== 'object' || request.body === null) throw new Error('no such request, or one without a body');
  return request.body;
}
