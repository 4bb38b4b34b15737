/** Rotating a key, as a person does it. */

import { expect, type Locator, type Page } from '@playwright/test';
import { toolsShown } from './parts.ts';
import { pathOf, type NextAnswer, type NewSession, type Sandbox, type SeenRequest } from './sandbox.ts';

/** What a session needs for all that rotation shows. */
export const ROTATES: readonly string[] = ['keys:read', 'keys:reroll', 'analytics:read'];

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** Lands on the keys with a session that may rotate. */
export async function landToRotate(page: Page, sandbox: Sandbox, session: NewSession = {}): Promise<Rotation> {
  await page.goto(pathOf(await sandbox.createSession({ permissions: ROTATES, ...session })));
  await expect(page.getByRole('table', { name: 'API keys' })).toBeVisible();
  await toolsShown(page);
  return new Rotation(page);
}

export class Rotation {
  readonly dialog: Locator;
  readonly title: Locator;
  readonly rotate: Locator;
  readonly cancel: Locator;
  readonly close: Locator;
  readonly done: Locator;
  readonly amount: Locator;
  readonly unit: Locator;
  /** The secret as it is shown; hidden from screen readers while it is masked. */
  readonly secret: Locator;
  readonly reveal: Locator;
  readonly hide: Locator;
  readonly copy: Locator;
  readonly pasteBack: Locator;
  readonly question: Locator;

  constructor(private readonly page: Page) {
    this.dialog = page.getByRole('dialog');
    this.title = this.dialog.getByRole('heading', { level: 2 });
    this.rotate = this.button(/^(Rotate key|Rotate and stop the old key now|Rotating…)$/);
    this.cancel = this.button('Cancel');
    this.close = this.button('Close');
    this.done = this.button('Done');
    this.amount = this.dialog.getByRole('textbox', { name: 'Amount of time' });
    this.unit = this.dialog.getByRole('combobox', { name: 'Unit of time' });
    this.secret = this.dialog.locator('code.secret-text');
    this.reveal = this.button('Reveal');
    this.hide = this.button('Hide');
    this.copy = this.button('Copy');
    this.pasteBack = this.dialog.getByLabel('Check your copy (optional)');
    this.question = page.getByRole('alertdialog');
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  }

  /** The button of a key, or of several of that name. */
  opener(name: string): Locator {
    const onPage = this.page.getByRole('main').getByRole('button', { name: 'Rotate key', exact: true });
    // Where several keys have the name, the first characters follow.
    const label = new RegExp(`^Rotate ${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(, \\S+)?$`);
    return this.page.getByRole('button', { name: label }).or(onPage);
  }

  async open(name: string): Promise<void> {
    await this.opener(name).click();
    await expect(this.title).toHaveText(`Rotate “${name}”`);
  }

  choice(name: string | RegExp): Locator {
    return this.dialog.getByRole('radio', { name });
  }

  /** A grace period of one's own, in minutes. */
  async chooseMinutes(minutes: number): Promise<void> {
    await this.unit.selectOption('minutes');
    await this.amount.fill(`${minutes}`);
  }

  /** Rotates, up to the secret. */
  async finish(name: string, choice?: RegExp): Promise<void> {
    await this.open(name);
    if (choice) await this.choice(choice).check();
    await this.rotate.click();
    await expect(this.title).toHaveText(`Your new key for “${name}”`);
  }

  /** Rotates, reads the secret and masks it again. */
  async finishAndRead(name: string, choice?: RegExp): Promise<string> {
    await this.finish(name, choice);
    await this.reveal.click();
    await expect(this.secret).not.toContainText('•');
    const secret = await this.secret.innerText();
    await this.hide.click();
    return secret;
  }

  async closeWithoutSecret(): Promise<void> {
    await this.done.click();
    await this.button('Close without copying').click();
    await expect(this.dialog).toBeHidden();
  }

  async copyAndClose(): Promise<void> {
    await this.copy.click();
    await expect(this.dialog.getByText(/^Copied$/)).toBeVisible();
    await this.done.click();
    await expect(this.dialog).toBeHidden();
  }

  /** Presses Esc until the question is gone: for half a second it takes no answer. */
  async answerByEsc(): Promise<void> {
    await expect(async () => {
      await this.page.keyboard.press('Escape');
      await expect(this.question).toBeHidden({ timeout: 50 });
    }).toPass();
  }

  notice(name: string): Locator {
    return this.page.getByRole('group', { name: `Rotation of “${name}”` });
  }
}

/** What a request asked for. */
export function bodyOf(request: SeenRequest | undefined): Record<string, unknown> {
  if (typeof request?.body !== 'object' || request.body === null) throw new Error('no such request, or one without a body');
  return request.body;
}

/**
 * Sets the server's clock by less than a minute, to the fifth second of one: what is computed before and after is of the
 * same minute. Before landing: the portal goes by the clock of the answers. Gives the server's time.
 */
export async function beginMinute(sandbox: Sandbox): Promise<() => number> {
  const shift = 5_000 - (Date.now() % MINUTE_MS);
  await sandbox.shiftClock(shift);
  return () => Date.now() + shift;
}

/** `14:05`, as the tests' browser writes it. */
export function timeOf(millis: number): string {
  return new Date(millis).toISOString().slice(11, 16);
}

/** An answer of `portal.getVerifications`: so many requests in the minutes that began so many minutes before `now`. */
export function usedMinutesAgo(now: number, ...used: (readonly [minutesAgo: number, total: number])[]): NextAnswer {
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const points = new Map(used.map(([ago, total]) => [minute - ago * MINUTE_MS, total]));
  const data = Array.from({ length: 61 }, (_, index) => minute - (60 - index) * MINUTE_MS).map((time) => {
    const total = points.get(time) ?? 0;
    return { time, total, valid: total };
  });
  return { status: 200, body: { meta: { requestId: 'req_madeup003' }, data } };
}
