// The catalogue of operations, and the page on which one is tried.
import type { Locator, Page } from '@playwright/test';

export const CATALOGUE = '/app/operations';

export class Operations {
  readonly search: Locator;
  readonly account: Locator;
  readonly input: Locator;
  readonly call: Locator;
  /** The vendor's answer. */
  readonly output: Locator;
  /** What went wrong. */
  readonly problem: Locator;

  constructor(private readonly page: Page) {
    this.search = page.getByRole('searchbox', { name: 'Search operations' });
    this.account = page.getByLabel('Account');
    this.input = page.getByLabel('Input, as JSON');
    this.call = page.getByRole('button', { name: 'Call it' });
    this.output = page.getByRole('region', { name: 'Answer' });
    this.problem = page.getByRole('alert');
  }

  /** Gives the input as JSON: the other tab of the form. */
  async json(text: string): Promise<void> {
    await this.page.getByRole('tab', { name: 'JSON' }).click();
    await this.input.fill(text);
  }

  /** A field of the form. */
  field(name: string): Locator {
    return this.page.locator(`[name="${name}"]`);
  }

  /** The operations of a vendor that are shown. */
  of(vendor: string): Locator {
    return this.page.getByRole('table', { name: `Operations of ${vendor}` }).getByRole('link');
  }

  link(operation: string): Locator {
    return this.page.getByRole('link', { name: operation, exact: true });
  }
}
