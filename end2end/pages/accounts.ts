// Becoming somebody: the first administrator, signing in, signing out.
import type { Locator, Page } from '@playwright/test';

export class SetupPage {
  readonly submit: Locator;

  constructor(private readonly page: Page) {
    this.submit = page.getByRole('button', { name: 'Create the administrator' });
  }

  async fill(person: { name: string; email: string; password: string }): Promise<void> {
    await this.page.getByLabel('Your name').fill(person.name);
    await this.page.getByLabel('E-mail').fill(person.email);
    await this.page.getByLabel('Password', { exact: true }).fill(person.password);
  }
}

export class SignInPage {
  readonly email: Locator;
  readonly password: Locator;
  readonly submit: Locator;
  readonly problem: Locator;

  constructor(page: Page) {
    this.email = page.getByLabel('E-mail');
    this.password = page.getByLabel('Password', { exact: true });
    this.submit = page.getByRole('button', { name: 'Sign in' });
    this.problem = page.getByRole('alert');
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.submit.click();
  }
}

/** The person's corner of the frame. */
export class Corner {
  constructor(private readonly page: Page) {}

  /** Opens the menu of the person of this name. */
  async open(name: string): Promise<void> {
    await this.page.locator('summary').filter({ hasText: name }).click();
  }

  get signOut(): Locator {
    return this.page.getByRole('button', { name: 'Sign out' });
  }
}
