// The form of an account, new or kept: typing, testing, saving, and what came of it.
import type { Locator, Page } from '@playwright/test';
import type { AutotaskAccount } from '../support/sandbox';

export class IntegrationForm {
  readonly test: Locator;
  readonly save: Locator;
  readonly saveAnyway: Locator;
  readonly checks: Locator;
  /** The vendor's own words. */
  readonly words: Locator;

  constructor(private readonly page: Page) {
    this.test = page.getByRole('button', { name: 'Test connection' });
    this.save = page.getByRole('button', { name: 'Save', exact: true });
    this.saveAnyway = page.getByRole('button', { name: 'Save as disconnected anyway' });
    this.checks = page.getByRole('list', { name: 'Checks' });
    this.words = page.locator('form').getByRole('figure');
  }

  /** The input whose label begins with these words. */
  field(label: string): Locator {
    const words = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.page.getByLabel(new RegExp(`^${words}( \\(optional\\))?$`));
  }

  get name(): Locator {
    return this.field('Name');
  }

  /** What stands at a check of this name: `Passed` or `Failed`, and why. */
  check(name: string): Locator {
    return this.checks.getByRole('listitem').filter({ hasText: new RegExp(`(Passed|Failed): ?${name}`) });
  }

  /** The button, or without JavaScript the link, that performs the suggestion. */
  suggestion(words: string): Locator {
    return this.page.getByRole('button', { name: words }).or(this.page.getByRole('link', { name: words }));
  }

  async typeAutotask(account: AutotaskAccount, name?: string): Promise<void> {
    if (name !== undefined) await this.name.fill(name);
    await this.field('API user name (key)').fill(account.user);
    await this.field('API user secret').fill(account.secret);
    await this.field('Tracking identifier (integration code)').fill(account.code);
  }

  async typeItGlue(key: string, name?: string): Promise<void> {
    if (name !== undefined) await this.name.fill(name);
    await this.field('API key').fill(key);
  }
}
