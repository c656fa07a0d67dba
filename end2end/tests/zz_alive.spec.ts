import { test } from '../support/test';
test('alive', async ({ house, page, watch }) => {
  watch.allow(/.*/);
  page.on('console', (m) => console.log('CONSOLE', m.text().slice(0, 300)));
  page.on('pageerror', (m) => console.log('ERR', m.message));
  await page.context().clearCookies();
  for (const p of ['/sign-in', '/app/integrations']) {
    await page.goto(p);
    await page.waitForTimeout(2500);
    console.log(p, page.url(), 'READY', await page.locator('body[data-ready]').count());
  }
});
