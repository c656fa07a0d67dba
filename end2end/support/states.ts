// The states of the pages: how each is reached, and a test of its accessibility for each.
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility';
import type { House } from './server';
import { expect, test } from './test';

/** A page, and what is done on it before it is looked at. */
export interface State {
  name: string;
  path: string | ((house: House) => Promise<string>);
  prepare?: (page: Page, house: House) => Promise<void>;
  /** Where to look, when something lies over the rest. */
  part?: string;
}

/** A test for each state; `before` brings the house into shape. */
export function look(states: State[], before: (house: House) => Promise<unknown>): void {
  for (const { name, path, prepare, part } of states) {
    test(name, async ({ page, visit, house, watch }) => {
      test.slow();
      watch.allow(/status of 404/);
      await before(house);
      await visit(typeof path === 'string' ? path : await path(house));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await prepare?.(page, house);
      await expectAccessible(page, part);
    });
  }
}
