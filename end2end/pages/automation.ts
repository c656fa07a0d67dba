// Customer mappings, routing rules and SOPs.
import type { Locator, Page } from '@playwright/test';

export const CUSTOMERS = '/app/customer-mappings';
export const RULES = '/app/routing-rules';
export const SOPS = '/app/sops';

export class Customers {
  readonly records: Locator;
  readonly table: Locator;

  constructor(page: Page) {
    this.records = page.getByRole('table', { name: 'Records that belong to nobody' });
    this.table = page.getByRole('table', { name: 'Customers' });
  }

  /** A vendor's record that belongs to nobody. */
  record(text: string): Locator {
    return this.records.getByRole('row').filter({ hasText: text });
  }

  /** Gives a record to a new customer of its own name. */
  async mapToNew(text: string): Promise<void> {
    const row = this.record(text);
    await row.locator('summary', { hasText: 'Choose' }).click();
    await row.getByRole('button', { name: 'Map it' }).click();
  }
}

export class Rules {
  readonly add: Locator;
  readonly table: Locator;
  readonly verdicts: Locator;

  constructor(private readonly page: Page) {
    this.add = page.getByRole('link', { name: 'New rule' });
    this.table = page.getByRole('table', { name: 'Routing rules, in order' });
    this.verdicts = page.getByRole('table', { name: 'What each rule said' });
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ hasText: name });
  }

  /** Makes a rule that ignores what fits. */
  async ignoring(name: string, when: { kinds?: string; words?: string }): Promise<void> {
    await this.add.click();
    const drawer = this.page.getByRole('dialog', { name: 'New rule' });
    await drawer.getByLabel(/^Name/).fill(name);
    if (when.kinds !== undefined) await drawer.getByLabel(/^Kinds/).fill(when.kinds);
    if (when.words !== undefined) await drawer.getByLabel(/^Words/).fill(when.words);
    await drawer.getByRole('button', { name: 'Save the rule' }).click();
  }

  /** Tries the rules on a sample event, by its title. */
  async tryOn(sample: RegExp): Promise<void> {
    const field = this.page.getByLabel(/^A sample event/);
    const value = await field.locator('option').filter({ hasText: sample }).first().getAttribute('value');
    await field.selectOption(value);
    await this.page.getByRole('button', { name: 'Which rule fires?' }).click();
  }
}

export class SopEditor {
  readonly name: Locator;
  readonly check: Locator;
  readonly save: Locator;
  readonly dryRun: Locator;
  readonly steps: Locator;

  constructor(private readonly page: Page) {
    this.name = page.getByRole('region', { name: 'The SOP' }).getByLabel(/^Name/);
    this.check = page.getByRole('button', { name: 'Check', exact: true });
    this.save = page.getByRole('button', { name: 'Save', exact: true });
    this.dryRun = page.getByRole('button', { name: 'Dry run' });
    this.steps = page.getByRole('article', { name: /^Step \d+: / });
  }

  /** A template on the list of SOPs. */
  template(name: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  step(title: string): Locator {
    return this.page.getByRole('article', { name: new RegExp(`: ${title}$`) });
  }

  async note(words: string): Promise<void> {
    await this.page.getByLabel(/^What changed/).fill(words);
  }

  /** Goes to the versions. */
  async versions(): Promise<void> {
    await this.page.getByRole('link', { name: 'Versions', exact: true }).click();
  }

  version(number: number): Locator {
    return this.page
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { name: new RegExp(`^Version ${number}\\b`) }) });
  }
}
