// What no page may ever do, whatever the test is about: write an error or a warning to the console, throw, or ask another
// origin for anything.
import { type BrowserContext, type Page, expect } from '@playwright/test';

/** Watches every page of a browser context. */
export class Watch {
  private readonly faults: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(context: BrowserContext, origin: string) {
    context.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      this.faults.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.faults.push(`page error: ${error.error().message}`));
    context.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (protocol.startsWith('http') && asked !== origin) this.faults.push(`request to ${request.url()}`);
    });
  }

  /** Allows what this test provokes: the browser itself writes down each answer that is not a 2xx. */
  allow(words: RegExp): void {
    this.expected.push(words);
  }

  /** Fails if there was anything else. */
  check(): void {
    const faults = this.faults.filter((fault) => !this.expected.some((words) => words.test(fault)));
    expect(faults, 'errors, warnings and foreign requests of the pages').toEqual([]);
  }
}

/** Waits until a page answers to clicks and keys. */
export async function awake(page: Page): Promise<void> {
  await page.locator('body[data-ready]').waitFor({ state: 'attached' });
}
