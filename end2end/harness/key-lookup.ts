/** "Is this key mine?", as a person asks it. */

import { expect, type Locator, type Page } from '@playwright/test';

export class KeyLookup {
  readonly dialog: Locator;
  readonly field: Locator;
  readonly answer: Locator;

  constructor(private readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Is this key mine?' });
    this.field = this.dialog.getByLabel('Key to look for');
    this.answer = this.dialog.getByRole('status');
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Is this key mine?' }).click();
    await expect(this.field).toBeVisible();
  }

  async ask(text: string): Promise<void> {
    await this.open();
    await this.field.fill(text);
  }
}
