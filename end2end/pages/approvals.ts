// What waits for a decision, and its history.
import type { Locator, Page } from '@playwright/test';

export const QUEUE = '/app/approvals';
export const HISTORY = '/app/approvals/history';

export class Approvals {
  readonly heading: Locator;
  readonly cards: Locator;

  constructor(private readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Approvals' });
    this.cards = page.getByRole('article');
  }

  /** The card whose sentence holds this text. */
  card(text: string): Card {
    return new Card(this.cards.filter({ has: this.page.getByRole('heading', { level: 2, name: text }) }));
  }
}

/** One held call. */
export class Card {
  readonly reason: Locator;
  readonly approve: Locator;
  readonly reject: Locator;
  readonly takeBack: Locator;
  readonly again: Locator;

  constructor(readonly self: Locator) {
    this.reason = self.getByLabel('Reason');
    this.approve = self.getByRole('button', { name: 'Approve and run' });
    this.reject = self.getByRole('button', { name: 'Reject' });
    this.takeBack = self.getByRole('button', { name: 'Take it back' });
    this.again = self.getByRole('button', { name: 'Look at it again' });
  }
}
