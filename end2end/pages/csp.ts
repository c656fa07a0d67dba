// The wizard that connects a partner's tenant: its paths, its steps, Microsoft's page, and leaving.
import { type Locator, type Page, expect } from '@playwright/test';
import type { House } from '../support/server';
import { awake } from '../support/watch';

export const CSP = '/app/csp-wizard';

/** The service account that the double knows, and its Global Administrator. */
export const PEOPLE = { admin: 'ada@northgate.example', service: 'ops-ai@northgate.example' } as const;

export class Csp {
  readonly steps: Locator;

  constructor(
    readonly page: Page,
    private readonly house: House,
  ) {
    this.steps = page.getByRole('list', { name: 'Steps' });
  }

  /** Lets Microsoft's double send browsers back to this house. */
  async ready(): Promise<void> {
    await this.house.sandbox.turns('microsoftLogin', { redirect_uris: [`${this.house.url}/csp/callback`] });
  }

  /** Opens an address and waits until the page is awake. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await awake(this.page);
  }

  /** Begins a tenant on a path, and gives its identifier. */
  async begin(path: 'automated' | 'manual', tenant: string): Promise<string> {
    await this.open(`${CSP}?path=${path}`);
    const drawer = this.page.getByRole('dialog', { name: /^Connect a partner tenant/ });
    await drawer.getByLabel(/^Tenant ID/).fill(tenant);
    await drawer.getByRole('button', { name: 'Begin' }).click();
    await this.page.waitForURL(/\/csp-wizard\/csp_/);
    return /csp_\w+/.exec(this.page.url())?.[0] ?? '';
  }

  step(title: string): Locator {
    return this.steps.getByRole('article', { name: title, exact: true });
  }

  /** Goes to Microsoft's double by the link that the drawer shows, decides there, and comes back. */
  async signIn(account: string, decision: 'Accept' | 'Cancel' = 'Accept'): Promise<void> {
    const link = this.page.getByRole('dialog').getByRole('link', { name: 'Go to Microsoft' });
    const href = await link.getAttribute('href');
    await this.page.goto(this.house.sandbox.inBrowser(href ?? ''));
    await this.page.getByLabel('Account').selectOption(account);
    await this.page.getByRole('button', { name: decision }).click();
    await this.page.waitForURL(/\/app\/csp-wizard/);
    await awake(this.page);
  }

  /** The same without showing Microsoft's page. */
  async signInUnseen(account: string): Promise<void> {
    const link = this.page.getByRole('dialog').getByRole('link', { name: 'Go to Microsoft' });
    const href = await link.getAttribute('href');
    const form = { account, mfa: 'yes', decision: 'accept' };
    const address = this.house.sandbox.inBrowser(href ?? '');
    const answer = await this.page.request.post(address, { form, maxRedirects: 0 });
    await this.open(answer.headers()['location'] ?? '');
  }

  /** Opens a sign-in of a tenant. */
  async opensSignIn(id: string, purpose: 'bootstrap' | 'service_account' | 'removal'): Promise<void> {
    await this.open(`${CSP}/${id}?sign_in=${purpose}`);
    await expect(this.page.getByRole('link', { name: 'Go to Microsoft' })).toBeVisible();
  }

  /** Connects a tenant from the first step to the last, and gives its identifier. */
  async connects(tenant: string): Promise<string> {
    await this.ready();
    const id = await this.begin('automated', tenant);
    await this.opensSignIn(id, 'bootstrap');
    await this.signInUnseen(PEOPLE.admin);
    await expect(this.step('Remove the set-up application')).toContainText('Done', { timeout: 60_000 });
    await this.opensSignIn(id, 'service_account');
    await this.signInUnseen(PEOPLE.service);
    await expect(this.page.getByText('the tenant is connected.').first()).toBeVisible({ timeout: 60_000 });
    return id;
  }

  /** Confirms leaving, and gives the list that proves it. */
  async leaves(id: string): Promise<Locator> {
    await this.open(`${CSP}/${id}/disconnect`);
    const field = this.page.getByLabel(/^Type the tenant’s name/);
    const help = await this.page.getByText(/^The name is /).innerText();
    await field.fill(help.replace('The name is ', ''));
    await this.page.getByRole('button', { name: 'Disconnect for good' }).click();
    return this.page.getByRole('table', { name: 'What became of each thing' });
  }
}
