// Webhooks: the list, making one, and the drawer of one.
import type { Locator, Page } from '@playwright/test';

export const WEBHOOKS = '/app/webhooks';

export class Webhooks {
  readonly add: Locator;
  readonly table: Locator;

  constructor(private readonly page: Page) {
    this.add = page.getByRole('link', { name: 'New webhook' });
    this.table = page.getByRole('table', { name: 'Webhooks' });
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ hasText: name });
  }

  async open(name: string): Promise<WebhookDrawer> {
    await this.table.getByRole('link', { name, exact: true }).click();
    return new WebhookDrawer(this.page.locator('dialog#webhook'));
  }

  /** Makes one through its drawer, and gives what is shown once. */
  async make(name: string): Promise<{ url: string; secret: string }> {
    await this.add.first().click();
    const drawer = this.page.getByRole('dialog', { name: 'New webhook' });
    await drawer.getByLabel('Name').fill(name);
    await drawer.getByRole('button', { name: 'Make the webhook' }).click();
    const shown = await issued(drawer);
    await drawer.getByRole('link', { name: 'Done' }).click();
    return shown;
  }
}

/** Address and secret where they stand once. */
async function issued(place: Locator): Promise<{ url: string; secret: string }> {
  const panel = place.getByRole('status').filter({ hasText: 'Copy the secret now' });
  const lines = panel.locator('.copy-line code');
  return { url: await lines.nth(0).innerText(), secret: await lines.nth(1).innerText() };
}

export class WebhookDrawer {
  readonly rotate: Locator;

  constructor(readonly place: Locator) {
    this.rotate = place.getByRole('button', { name: 'Make a new secret' });
  }

  /** Makes a new secret and gives it. */
  async newSecret(): Promise<string> {
    await this.rotate.click();
    return (await issued(this.place)).secret;
  }
}
