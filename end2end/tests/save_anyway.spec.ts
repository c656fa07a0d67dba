// What saving refuses, and that nothing is lost when it does.
import { IntegrationForm } from '../pages/form';
import { Integrations, LIST, newForm } from '../pages/integrations';
import { AUTOTASK, IT_GLUE } from '../support/sandbox';
import { expect, test } from '../support/test';

test.beforeEach(({ house }) => house.clear());

test('saving an account whose test fails keeps nothing, unless somebody chooses to keep it all the same', async ({
  page,
  visit,
  house,
}) => {
  await visit(newForm('autotask'));
  const form = new IntegrationForm(page);
  await form.typeAutotask(AUTOTASK.wrongCode, 'Half done');
  await expect(form.saveAnyway).toHaveCount(0);
  await form.save.click();
  await expect(page.getByText('The test failed.')).toBeVisible();
  await expect(form.words.locator('pre')).toHaveText('{"errors":["IntegrationCode is invalid."]}');
  expect(await house.integrations()).toEqual([]);

  await form.saveAnyway.click();
  const list = new Integrations(page);
  await expect(list.row('Half done')).toContainText('Disconnected');
  await list.row('Half done').getByText('What the vendor said').click();
  await expect(list.row('Half done').locator('pre')).toHaveText('{"errors":["IntegrationCode is invalid."]}');
});

test('a recheck tells that an account works again', async ({ page, visit, house }) => {
  await house.connectItGlue('Contoso', IT_GLUE.us);
  await house.sandbox.breaks('itGlueUs', { fault: { kind: 'status', status: 403, body: '{"message":"Forbidden"}' } });
  await visit(LIST);
  const list = new Integrations(page);
  await list.recheck('Contoso').click();
  await expect(list.row('Contoso')).toContainText('Disconnected');
  await house.sandbox.mend('itGlueUs');
  await list.recheck('Contoso').click();
  await expect(list.toasts).toContainText('Contoso is connected.');
  await expect(list.row('Contoso')).toContainText('Connected');
});

test('whoever saves second is told what the first changed, and nothing is lost', async ({ page, visit, house, watch }) => {
  const kept = await house.connectAutotask('Northgate');
  const address = `${LIST}/${kept.id}`;
  const other = await page.context().newPage();
  await visit(address);
  await visit(address, other);

  const [first, second] = [new IntegrationForm(page), new IntegrationForm(other)];
  await first.name.fill('Northgate of Ann');
  await first.save.click();
  await expect(new Integrations(page).row('Northgate of Ann')).toBeVisible();

  watch.allow(/status of 409/);
  await second.name.fill('Northgate of Ben');
  await second.save.click();
  const told = other.getByRole('alert');
  await expect(told).toContainText('The name is now “Northgate of Ann”.');
  await expect(told).toContainText('Nothing was overwritten');
  await expect(second.name).toHaveValue('Northgate of Ben');
  expect((await house.integrations())[0]?.name).toBe('Northgate of Ann');

  await second.save.click();
  await expect(new Integrations(other).row('Northgate of Ben')).toBeVisible();
  expect((await house.integrations())[0]?.name).toBe('Northgate of Ben');
});

test('the same account twice is refused by the name of the one that is there', async ({ page, visit, house, watch }) => {
  await house.connectAutotask('Northgate');
  await visit(newForm('autotask'));
  const form = new IntegrationForm(page);
  await form.typeAutotask(AUTOTASK.good, 'Once more');
  watch.allow(/status of 409/);
  await form.save.click();
  await expect(page.getByRole('alert')).toContainText('Northgate');
  await expect(form.name).toHaveValue('Once more');
  expect(await house.integrations()).toHaveLength(1);
});

test('what is wrong with a field stands at the field, and the first one has the focus', async ({ page, visit }) => {
  await visit(newForm('autotask'));
  const form = new IntegrationForm(page);
  await form.save.click();
  await expect(page.getByText('Some fields need another look.')).toBeVisible();
  await expect(form.field('API user name (key)')).toBeFocused();
  await expect(form.field('API user name (key)')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.field('API user secret')).toHaveAttribute('aria-invalid', 'true');
});

test.describe('a Viewer', () => {
  test.use({ as: 'viewer' });

  test('sees how accounts are and no way to change them, and a forced post is refused', async ({
    page,
    visit,
    house,
    watch,
  }) => {
    const kept = await house.connectAutotask('Northgate');
    await visit(LIST);
    const list = new Integrations(page);
    await expect(list.row('Northgate')).toContainText('Connected');
    await expect(list.add).toHaveCount(0);
    await expect(list.recheck('Northgate')).toHaveCount(0);
    await expect(page.getByLabel('More actions for Northgate')).toHaveCount(0);

    await visit(`${LIST}/${kept.id}`);
    await expect(page.getByText('Your role does not allow you')).toBeVisible();
    await expect(page.getByText('Kept, set').first()).toBeVisible();
    const form = new IntegrationForm(page);
    for (const button of [form.test, form.save, page.getByRole('link', { name: 'Delete…' })]) {
      await expect(button).toHaveCount(0);
    }
    await visit(`${LIST}/${kept.id}/delete`);
    await expect(page.getByText('Only somebody with the role Admin')).toBeVisible();

    watch.allow(/status of 403/);
    const send = (path: string, body: string) =>
      page.evaluate(
        async ([path, body]) => {
          const headers = { 'content-type': 'application/x-www-form-urlencoded' };
          return (await fetch(path!, { method: 'POST', headers, body: body! })).status;
        },
        [path, body],
      );
    expect(await send(`${LIST}/${kept.id}`, 'name=Mine&intent=save')).toBe(403);
    expect(await send(`${LIST}/${kept.id}/delete`, 'confirm=Northgate')).toBe(403);
    expect(await send('/app/do/integrations/pause', `id=${kept.id}&paused=true`)).toBe(403);
    expect(await send('/app/do/integrations/make_default', `id=${kept.id}`)).toBe(403);
    expect((await house.integrations()).map((one) => one.name)).toEqual(['Northgate']);
  });
});
