import { AUTOTASK, IT_GLUE } from '../support/sandbox';
import { test, expect } from '../support/test';
import { IntegrationForm } from '../pages/form';
test('shots', async ({ page, visit, house }) => {
  test.setTimeout(180_000);
  await house.connectAutotask('Northgate PSA');
  await house.connectAutotask('Southgate PSA', { ...AUTOTASK.otherZone, code: AUTOTASK.wrongCode.code });
  await house.connectItGlue('Contoso', IT_GLUE.us);
  const eu = await house.connectItGlue('Contoso Europe', IT_GLUE.eu, { base_url: 'https://api.eu.itglue.com' });
  await house.sandbox.breaks('itGlueEu', { fault: { kind: 'limited', retry_after: '30' }, host: 'eu', times: 50 });
  await house.api('POST', `/integrations/${eu.id}/probe`).catch(() => 0);
  const south = (await house.integrations()).find((one) => one.name === 'Southgate PSA')!;
  await page.setViewportSize({ width: 1280, height: 800 });
  await visit('/app/integrations');
  await page.screenshot({ path: '/tmp/e2e/shots/list-light-1280.png' });
  for (const [name, path] of [['list', '/app/integrations'], ['detail', `/app/integrations/${south.id}`], ['ops', '/app/operations'], ['settings', '/app/settings'], ['tokens', '/app/settings/tokens'], ['audit', '/app/audit']] as const) {
    await visit(path);
    for (const colorScheme of ['light', 'dark'] as const) for (const width of [320, 1280]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: `/tmp/e2e/shots/${name}-${colorScheme}-${width}.png`, fullPage: name !== 'list' || width === 320 });
    }
  }
  await visit('/app/integrations/new/autotask');
  const form = new IntegrationForm(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await form.typeAutotask(AUTOTASK.wrongCode, 'X');
  await form.test.click();
  await expect(form.words).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) for (const width of [320, 1280]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `/tmp/e2e/shots/failed-${colorScheme}-${width}.png`, fullPage: true });
  }
});
