/** Page object of the portal: its elements by role and accessible name. */

import type { Locator, Page } from '@playwright/test';

export class Portal {
  readonly table: Locator;
  /** The rows of keys, without the row of column headings. */
  readonly rows: Locator;
  /** How many keys there are: `12 keys`, `1,080+ keys`, `12 of 10,000 keys`, `12 matches · searched 1,080 of your keys…`. */
  readonly count: Locator;
  readonly search: Locator;
  /** Opens the sheet with filters and order, in narrow windows. */
  readonly filter: Locator;
  /** Closes it. */
  readonly done: Locator;
  readonly status: Locator;
  readonly expiringSoon: Locator;
  readonly neverUsed: Locator;
  /** Takes the search and all filters away. */
  readonly clear: Locator;
  readonly heading: Locator;
  readonly alert: Locator;
  /** What is said while the portal waits to try again; apart from the alert, so that it isn't read out each second. */
  readonly waiting: Locator;
  /** On screens without a session. */
  readonly returnLink: Locator;
  /** Unfolds the details of a failure on screens without a session. */
  readonly supportDetails: Locator;
  readonly tryAgainNow: Locator;
  readonly tryAgain: Locator;
  readonly loadAll: Locator;
  readonly goOn: Locator;
  readonly reload: Locator;
  readonly signOut: Locator;
  /** How long the session still has, shown when that isn't long. */
  readonly countdown: Locator;
  readonly offline: Locator;
  readonly openNew: Locator;
  readonly keepOpen: Locator;
  readonly copyDetails: Locator;

  constructor(private readonly page: Page) {
    this.table = page.getByRole('table', { name: 'API keys' });
    this.rows = this.table.getByRole('row').filter({ has: page.getByRole('rowheader') });
    this.count = page.getByRole('main').locator('p').filter({ hasText: /^[\d,]+\+? (of|match(es)?|keys?)\b/ });
    this.search = page.getByRole('searchbox', { name: 'Search keys' });
    this.filter = page.getByRole('button', { name: 'Filter', exact: true });
    this.done = page.getByRole('button', { name: 'Done', exact: true });
    this.status = page.getByRole('combobox', { name: 'Status' });
    this.expiringSoon = page.getByRole('button', { name: 'Expiring within 7 days', exact: true });
    this.neverUsed = page.getByRole('button', { name: 'Never used', exact: true });
    this.clear = page.getByRole('button', { name: 'Clear search and filters' });
    this.heading = page.getByRole('heading', { level: 1 });
    this.alert = page.getByRole('alert');
    this.waiting = page.getByText(/Trying again in \d+ (s|min)\./);
    this.returnLink = page.getByRole('main').getByRole('link', { name: 'Back to Acme' });
    this.supportDetails = page.getByText('Details for support');
    this.tryAgainNow = page.getByRole('button', { name: 'Try again now', exact: true });
    this.tryAgain = page.getByRole('button', { name: 'Try again', exact: true });
    this.loadAll = page.getByRole('button', { name: 'Load the rest' });
    this.goOn = page.getByRole('button', { name: 'Go on' });
    this.reload = page.getByRole('button', { name: 'Reload' });
    this.signOut = page.getByRole('button', { name: 'Sign out', exact: true });
    this.countdown = page.getByText(/^Your session ends in/).and(page.getByRole('paragraph'));
    this.offline = page.getByText(/^You’re offline/);
    this.openNew = page.getByRole('button', { name: 'Open these keys' });
    this.keepOpen = page.getByRole('button', { name: 'Keep the ones I had' });
    this.copyDetails = page.getByRole('button', { name: 'Copy details' });
  }

  /** The row of a key, by its name. */
  row(name: string | RegExp): Locator {
    return this.rows.filter({ has: this.page.getByRole('rowheader', { name }) });
  }

  /** The link of a key, by its name. */
  link(name: string): Locator {
    return this.table.getByRole('link', { name, exact: true });
  }

  /** The heading of a column; its button changes the order. */
  column(name: string): Locator {
    return this.table.getByRole('columnheader', { name, exact: true });
  }

  async sortBy(name: string): Promise<void> {
    await this.column(name).getByRole('button').click();
  }

  /** The names of the rows that are drawn, in their order. */
  names(): Promise<string[]> {
    return this.rows.getByRole('rowheader').allInnerTexts();
  }

  /** How many rows the table says it has, its headings not counted; undefined while that isn't known. */
  async rowCount(): Promise<number | undefined> {
    const rows = Number(await this.table.getAttribute('aria-rowcount'));
    return rows === -1 ? undefined : rows - 1;
  }

  /** The page's title by heading: the keys, or the screen that takes their place. */
  screen(heading: string): Locator {
    return this.page.getByRole('heading', { level: 1, name: heading, exact: true });
  }
}
