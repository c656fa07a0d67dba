// The main job: connect a vendor, see its own error when a credential is wrong, save it sealed, see its badge, change it,
// delete it. Once with JavaScript and once without: secrets are never sent back, so each press types them anew.
import type { Page } from '@playwright/test';
import { IntegrationForm } from '../pages/form';
import { DeletePage, Integrations, LIST, newForm } from '../pages/integrations';
import { AUTOTASK, IT_GLUE } from '../support/sandbox';
import { expect, test } from '../support/test';

const WRONG_CODE = '{"errors":["IntegrationCode is invalid."]}';

test.beforeEach(({ house }) => house.clear());

/** From the list to the form of a vendor. */
async function choose(page: Page, vendor: string): Promise<IntegrationForm> {
  const list = new Integrations(page);
  await list.add.click();
  await list.tile(vendor).click();
  await expect(page.getByRole('heading', { level: 1, name: `Connect ${vendor}` })).toBeVisible();
  return new IntegrationForm(page);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('an account is connected, corrected by the vendor’s own words, edited, made default and deleted', async ({
      page,
      visit,
      house,
      watch,
    }) => {
      test.setTimeout(120_000);
      const list = new Integrations(page);
      await visit(LIST);
      await expect(page.getByText('No vendor is connected yet')).toBeVisible();

      await test.step('a wrong secret: the vendor’s status and advice, and one try only', async () => {
        const form = await choose(page, 'Autotask PSA');
        await form.typeAutotask(AUTOTASK.wrongSecret, 'Northgate');
        await form.test.click();
        await expect(page.getByText('The test failed.')).toBeVisible();
        await expect(form.check('Host')).toContainText('Passed');
        await expect(form.check('Sign-in')).toContainText('Failed');
        await expect(form.words).toContainText('The vendor answered 401');
        await expect(page.locator('.test-advice')).toContainText(/secret/i);
        await expect(form.saveAnyway).toBeVisible();
        const refused = (await house.sandbox.journal('autotaskZone')).filter((one) => one.status === 401);
        expect(refused).toHaveLength(1);
      });

      const form = new IntegrationForm(page);
      await test.step('a wrong integration code: the vendor’s words, exactly as they came', async () => {
        await form.typeAutotask(AUTOTASK.wrongCode);
        await form.test.click();
        await expect(form.words).toContainText('The vendor answered 500');
        await expect(form.words.locator('pre')).toHaveText(WRONG_CODE);
        await expect(form.name).toHaveValue('Northgate');
        if (javaScriptEnabled) {
          await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
          await form.words.getByRole('button', { name: /Copy/ }).click();
          await expect(form.words.getByRole('button', { name: /Copied/ })).toBeVisible();
          expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(WRONG_CODE);
        }
      });

      await test.step('nothing was kept so far', async () => {
        expect(await house.integrations()).toEqual([]);
      });

      await test.step('the right credentials: all checks pass, and it is saved', async () => {
        await form.typeAutotask(AUTOTASK.good);
        await form.test.click();
        await expect(page.getByText('The connection works.')).toBeVisible();
        await expect(form.checks.getByText('Failed:')).toHaveCount(0);
        expect(await house.integrations()).toEqual([]);
        await form.typeAutotask(AUTOTASK.good);
        await form.save.click();
        await expect(list.heading).toBeVisible();
        await expect(page.getByText('Saved “Northgate”.')).toBeVisible();
        await expect(list.row('Northgate')).toContainText('Connected');
        await expect(list.row('Northgate')).toContainText('Default');
      });

      await test.step('edit: a new name, and blank secrets keep what is kept', async () => {
        await list.row('Northgate').getByRole('link', { name: 'Northgate' }).click();
        await expect(form.name).toHaveValue('Northgate');
        await expect(form.field('API user secret')).toHaveValue('');
        await expect(page.getByText(/set by Ada Admin; leave blank to keep it/).first()).toBeVisible();
        await form.name.fill('Northgate PSA');
        await form.test.click();
        await expect(page.getByText('The connection works.')).toBeVisible();
        await form.save.click();
        await expect(page.getByText('Saved “Northgate PSA”.')).toBeVisible();
        await expect(list.row('Northgate PSA')).toContainText('Connected');
      });

      await test.step('a second account, which becomes the default', async () => {
        const second = await choose(page, 'Autotask PSA');
        await second.typeAutotask(AUTOTASK.otherZone, 'Southgate');
        await second.save.click();
        await expect(list.row('Southgate')).toContainText('Connected');
        await expect(list.row('Southgate')).not.toContainText('Default');
        await (await list.menu('Southgate')).getByRole('button', { name: 'Make default' }).click();
        await expect(list.row('Southgate')).toContainText('Default');
        await expect(list.row('Northgate PSA')).not.toContainText('Default');
      });

      await test.step('delete: what goes with it, and only by its name', async () => {
        await (await list.menu('Southgate')).getByRole('link', { name: 'Delete…' }).click();
        const deleting = new DeletePage(page);
        await expect(deleting.impact.getByRole('listitem')).not.toHaveCount(0);
        await expect(deleting.impact).toContainText('Northgate PSA');
        watch.allow(/status of 422/);
        await deleting.confirm.fill('Northgate');
        await deleting.submit.click();
        await expect(page.getByText('Nothing was deleted: type the name Southgate to confirm.')).toBeVisible();
        await deleting.confirm.fill('Southgate');
        await deleting.submit.click();
        await expect(list.heading).toBeVisible();
        await expect(list.row('Southgate')).toHaveCount(0);
        await expect(list.row('Northgate PSA')).toContainText('Default');
      });
    });

    test('an EU key of IT Glue on a blank URL is mended by one click', async ({ page, visit }) => {
      await visit(newForm('it_glue'));
      const form = new IntegrationForm(page);
      await form.typeItGlue(IT_GLUE.eu, 'Contoso');
      await form.test.click();
      await expect(page.getByText('The test failed.')).toBeVisible();
      await expect(form.words).toContainText('The vendor answered 403');
      await expect(form.check('Region')).toContainText('EU region');
      await form.suggestion('Use https://api.eu.itglue.com').click();
      await expect(form.field('Base URL')).toHaveValue('https://api.eu.itglue.com');
      await expect(form.name).toHaveValue('Contoso');
      if (!javaScriptEnabled) {
        await form.typeItGlue(IT_GLUE.eu);
        await form.test.click();
      }
      await expect(page.getByText('The connection works.')).toBeVisible();
      await form.typeItGlue(IT_GLUE.eu);
      await form.save.click();
      const list = new Integrations(page);
      await expect(list.row('Contoso')).toContainText('Connected');
      await expect(list.vendor('IT Glue')).toContainText('Read-only');
    });
  });
}
