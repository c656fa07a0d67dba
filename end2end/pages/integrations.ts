// The list of vendors and their accounts, and the pages that it leads to.
import type { Locator, Page } from '@playwright/test';

export const LIST = '/app/integrations';

/** The address of a vendor's empty form. */
export const newForm = (vendor: string): string => `${LIST}/new/${vendor}`;

export class Integrations {
  readonly heading: Locator;
  readonly add: Locator;
  readonly search: Locator;
  /** Short results that pass. */
  readonly toasts: Locator;

  constructor(private readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Integrations' });
    this.add = page.getByRole('link', { name: 'Add integration' });
    this.search = page.getByRole('searchbox', { name: 'Search integrations' });
    this.toasts = page.locator('.toasts');
  }

  /** A vendor's part of the list. */
  vendor(name: string): Locator {
    return this.page.getByRole('region', { name });
  }

  /** An account of the list. */
  row(name: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  /** The vendor to choose on the page that follows `add`. */
  tile(vendor: string): Locator {
    return this.page.getByRole('link', { name: new RegExp(`^${vendor}`) });
  }

  recheck(name: string): Locator {
    return this.page.getByRole('button', { name: `Recheck ${name}` });
  }

  /** Opens an account's menu and gives the panel. */
  async menu(name: string): Promise<Locator> {
    await this.page.getByLabel(`More actions for ${name}`).click();
    return this.row(name).locator('.menu-panel');
  }
}

/** The page on which an account is deleted. */
export class DeletePage {
  readonly impact: Locator;
  readonly confirm: Locator;
  readonly submit: Locator;

  constructor(page: Page) {
    this.impact = page.getByRole('region', { name: 'What goes with it' });
    this.confirm = page.getByLabel('Type its name to confirm');
    this.submit = page.getByRole('button', { name: 'Delete for good' });
  }
}
