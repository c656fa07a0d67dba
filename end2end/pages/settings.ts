// Settings: sessions, users and API tokens.
import type { Locator, Page } from '@playwright/test';

export class SettingsPage {
  readonly sessions: Locator;

  constructor(private readonly page: Page) {
    this.sessions = page.getByRole('table', { name: 'Signed-in browsers' });
  }

  /** A row of a table, by a text in it. */
  row(table: Locator, text: string | RegExp): Locator {
    return table.getByRole('row').filter({ hasText: text });
  }

  /** Opens the question behind a word of a row, and answers it by the button that performs it. */
  async confirm(row: Locator, word: string, button: string): Promise<void> {
    await row.locator('summary', { hasText: word }).click();
    await row.getByRole('button', { name: button }).click();
  }
}

export class UsersPage {
  readonly table: Locator;
  readonly add: Locator;
  readonly drawer: Locator;

  constructor(private readonly page: Page) {
    this.table = page.getByRole('table', { name: 'Users' });
    this.add = page.getByRole('link', { name: 'Add user' });
    this.drawer = page.getByRole('dialog', { name: 'Add a user' });
  }

  async type(person: { name: string; email: string; role: string; password: string }): Promise<void> {
    await this.drawer.getByLabel('Name').fill(person.name);
    await this.drawer.getByLabel('E-mail').fill(person.email);
    await this.drawer.getByLabel('Role').selectOption(person.role);
    await this.drawer.getByLabel('First password').fill(person.password);
  }

  /** The drawer of a person. */
  person(name: string): Locator {
    return this.page.getByRole('dialog', { name });
  }
}

export class TokensPage {
  readonly table: Locator;
  readonly create: Locator;
  readonly drawer: Locator;
  readonly secret: Locator;

  constructor(page: Page) {
    this.table = page.getByRole('table', { name: 'API tokens' });
    this.create = page.getByRole('link', { name: 'New token' });
    this.drawer = page.getByRole('dialog', { name: 'New API token' });
    this.secret = this.drawer.locator('code').filter({ hasText: /^opsai_/ });
  }
}
