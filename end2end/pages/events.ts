// Webhook events and dead letters: the live list, the drawer of one event, the groups.
import type { Locator, Page } from '@playwright/test';

export const EVENTS = '/app/webhooks/events';
export const DEAD_LETTERS = '/app/webhooks/dead-letters';

export class Events {
  readonly table: Locator;
  /** Shows what has come since the page was opened. */
  readonly arrivals: Locator;
  readonly search: Locator;
  readonly drawer: EventDrawer;

  constructor(private readonly page: Page) {
    this.table = page.getByRole('table', { name: 'Webhook events' });
    this.arrivals = page.getByRole('button', { name: /^Show \d+ new$/ });
    this.search = page.getByRole('searchbox', { name: 'Search events' });
    this.drawer = new EventDrawer(page.locator('dialog#event'));
  }

  row(text: string | RegExp): Locator {
    return this.table.getByRole('row').filter({ hasText: text });
  }

  async open(text: string | RegExp): Promise<EventDrawer> {
    await this.row(text).getByRole('link').first().click();
    return this.drawer;
  }

  /** The chip of a status. */
  status(word: string): Locator {
    return this.page.getByRole('navigation', { name: 'Filter by status' }).getByRole('link', { name: word, exact: true });
  }
}

export class EventDrawer {
  readonly analysis: Locator;

  constructor(readonly place: Locator) {
    this.analysis = place.getByRole('region', { name: 'Failure analysis' });
  }

  /** What became of a stage in the last attempt. */
  stage(name: string): Locator {
    return this.place.locator('.stages > li').filter({ has: this.place.page().getByText(name, { exact: true }) });
  }

  /** Opens what replays the event. */
  async askReplay(): Promise<void> {
    await this.place.locator('summary').filter({ hasText: /^Replay$/ }).click();
  }

  get replay(): Locator {
    return this.place.getByRole('button', { name: 'Replay as a new event' });
  }

  get dryReplay(): Locator {
    return this.place.getByRole('button', { name: 'What would happen now?' });
  }
}

export class DeadLetters {
  readonly jobs: Locator;

  constructor(private readonly page: Page) {
    this.jobs = page.getByRole('region', { name: 'Replays' });
  }

  /** The group of a webhook, by the words that head it. */
  group(heading: string): Locator {
    return this.page.getByRole('article', { name: heading });
  }

  async replayAll(group: Locator, reason: string): Promise<void> {
    await group.locator('summary').filter({ hasText: /^Replay all/ }).click();
    await group.getByLabel(/^Reason/).fill(reason);
    await group.getByRole('button', { name: 'Replay them' }).click();
  }
}
