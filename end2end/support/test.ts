// The `test` of all files: a house for each file, a signed-in person, and a watch over every page.
import { type Page, test as base } from '@playwright/test';
import { House, type Role } from './server';
import { Watch, awake } from './watch';

export { expect } from '@playwright/test';

interface Options {
  /** Whether the house has its first administrator already. */
  claimed: boolean;
  /** Who is signed in. */
  as: Role | 'nobody';
}

interface Fixtures {
  /** The running Ops AI of this file. */
  house: House;
  /** What no page may do. */
  watch: Watch;
  /** Opens an address and waits until the page is awake; without JavaScript, until it is there. */
  visit: (path: string, page?: Page) => Promise<void>;
}

interface WorkerFixtures {
  houses: { of: (key: string, claimed: boolean) => Promise<House> };
}

export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  claimed: [true, { option: true }],
  as: ['admin', { option: true }],

  houses: [
    async ({}, use) => {
      let open: { key: string; house: House } | undefined;
      await use({
        of: async (key, claimed) => {
          if (open?.key === key) return open.house;
          await open?.house.stop();
          open = undefined;
          open = { key, house: await House.start(claimed) };
          return open.house;
        },
      });
      await open?.house.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  house: async ({ houses, claimed }, use, info) => {
    const house = await houses.of(`${info.file} ${claimed}`, claimed);
    await use(house);
    if (info.status !== info.expectedStatus) {
      await info.attach('server.log', { body: house.log, contentType: 'text/plain' });
    }
  },

  baseURL: async ({ house }, use) => use(house.url),

  watch: [
    async ({ context, house, as }, use) => {
      if (as !== 'nobody') await context.addCookies(await house.session(as));
      const watch = new Watch(context, house.url);
      await use(watch);
      watch.check();
    },
    { auto: true },
  ],

  visit: async ({ page, javaScriptEnabled }, use) => {
    await use(async (path, on = page) => {
      await on.goto(path);
      if (javaScriptEnabled !== false) await awake(on);
    });
  },
});
