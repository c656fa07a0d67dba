// Integration Status: the cards, the rows with their bars, and what opens over them.
import type { Locator, Page } from '@playwright/test';

export const STATUS = '/app/integrations/status';

export class StatusPage {
  readonly heading: Locator;
  /** Whether the page follows the live stream. */
  readonly live: Locator;
  readonly search: Locator;
  readonly cards: Locator;
  readonly rows: Locator;
  readonly incidents: Locator;
  readonly holds: Locator;
  readonly toasts: Locator;

  constructor(private readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Integration Status' });
    this.live = page.getByText('Live', { exact: true });
    this.search = page.getByRole('searchbox', { name: 'Search integrations' });
    this.cards = page.getByRole('navigation', { name: 'Integrations by state' });
    this.rows = page.getByRole('region', { name: 'Integrations' }).locator('.status-row');
    this.incidents = page.getByRole('region', { name: 'Open incidents' });
    this.holds = page.getByRole('table', { name: 'Maintenance and snoozes' });
    this.toasts = page.locator('.toasts');
  }

  /** The card of a state, e.g. `Connected`. */
  card(state: string): Locator {
    return this.cards.getByRole('link', { name: new RegExp(`\\b${state}\\b`) });
  }

  /** The number on a card. */
  async count(state: string): Promise<number> {
    return Number(await this.card(state).locator('.summary-count').textContent());
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  /** The last 24 hours of an integration. */
  bar(name: string): Locator {
    return this.page.getByRole('slider', { name: new RegExp(`^Last 24 hours of ${name}:`) });
  }

  /** The way to its last 24 hours as a table. */
  table(name: string): Locator {
    return this.page.getByRole('link', { name: `Table of the last 24 hours of ${name}` });
  }

  recheck(name: string): Locator {
    return this.page.getByRole('button', { name: `Recheck ${name}` });
  }

  /** Opens an integration's menu and gives the panel. */
  async menu(name: string): Promise<Locator> {
    await this.page.getByLabel(`More actions for ${name}`).click();
    return this.row(name).locator('.menu-panel');
  }

  drawer(title: string): Locator {
    return this.page.getByRole('dialog', { name: title });
  }
}

export const NOTIFICATIONS = '/app/settings/notifications';

/** Who is told, and whether it arrived. */
export class NotificationsPage {
  readonly channels: Locator;
  readonly log: Locator;
  readonly add: Locator;
  readonly drawer: Locator;

  constructor(private readonly page: Page) {
    this.channels = page.getByRole('table', { name: 'Channels' });
    this.log = page.getByRole('table', { name: 'Notices, newest first' });
    this.add = page.getByRole('link', { name: 'Add channel' });
    this.drawer = page.getByRole('dialog', { name: 'Add a channel' });
  }

  channel(name: string): Locator {
    return this.channels.getByRole('row').filter({ hasText: name });
  }

  /** Makes a signed webhook and gives the secret that is shown once. */
  async addWebhook(name: string, url: string): Promise<string> {
    await this.add.or(this.page.getByRole('link', { name: 'Add the first channel' })).first().click();
    await this.drawer.getByLabel('Kind').selectOption('webhook');
    await this.drawer.getByLabel(/^Name/).fill(name);
    await this.drawer.getByLabel(/^Webhook address/).fill(url);
    await this.drawer.getByRole('button', { name: 'Add the channel' }).click();
    const secret = this.drawer.locator('code').filter({ hasText: /^whsec_/ });
    return (await secret.textContent()) ?? '';
  }
}
