// Every page in each of its states: no fault that axe finds in light or dark at 320, 768 or 1280 px, no sideways scroll,
// and (by support/watch.ts) not one error in the console.
import type { Page } from '@playwright/test';
import { IntegrationForm } from '../pages/form';
import { Integrations, LIST, newForm } from '../pages/integrations';
import { Operations } from '../pages/operations';
import { expectAccessible } from '../support/accessibility';
import { AUTOTASK, IT_GLUE } from '../support/sandbox';
import type { House, Integration } from '../support/server';
import { expect, test } from '../support/test';

test.describe.configure({ timeout: 90_000 });

/** A page, and what is done on it before it is looked at. */
interface State {
  name: string;
  path: string | ((house: House) => Promise<string>);
  prepare?: (page: Page, house: House) => Promise<void>;
}

/** Four accounts: connected and default, refused, wrong code, paused. */
async function fill(house: House): Promise<Integration[]> {
  const known = await house.integrations();
  if (known.length === 4) return known;
  await house.clear();
  await house.connectAutotask('Northgate PSA');
  await house.connectAutotask('Southgate PSA', { ...AUTOTASK.otherZone, code: AUTOTASK.wrongCode.code });
  await house.connectItGlue('Contoso documentation', IT_GLUE.revoked);
  const paused = await house.connectItGlue('Contoso Europe', IT_GLUE.eu, { base_url: 'https://api.eu.itglue.com' });
  await house.api('PATCH', `/integrations/${paused.id}`, { paused: true });
  return house.integrations();
}

const account = (name: string, more = '') => async (house: House) => {
  const found = (await fill(house)).find((one) => one.name === name);
  return `${LIST}/${found?.id}${more}`;
};

async function unbuilt(house: House): Promise<string> {
  const vendors = await house.api<{ vendor: string; available: boolean }[]>('GET', '/vendors');
  return newForm(vendors.find((one) => !one.available)?.vendor ?? 'pax8');
}

const EMPTY: State[] = [
  { name: 'no integration', path: LIST },
  { name: 'choosing a vendor', path: `${LIST}/new` },
  { name: 'an empty form', path: newForm('it_glue') },
  { name: 'a vendor that is not built yet, while there is one', path: unbuilt },
  { name: 'no operation to try', path: '/app/operations/it_glue/organizations.list' },
  {
    name: 'fields that are wrong',
    path: newForm('autotask'),
    prepare: async (page) => {
      await new IntegrationForm(page).save.click();
      await expect(page.getByText('Some fields need another look.')).toBeVisible();
    },
  },
  {
    name: 'a failed test with the vendor’s words',
    path: newForm('autotask'),
    prepare: async (page) => {
      const form = new IntegrationForm(page);
      await form.typeAutotask(AUTOTASK.wrongCode, 'Northgate');
      await form.test.click();
      await expect(form.words).toBeVisible();
    },
  },
  {
    name: 'a failed test with a suggestion',
    path: newForm('it_glue'),
    prepare: async (page) => {
      const form = new IntegrationForm(page);
      await form.typeItGlue(IT_GLUE.eu);
      await form.test.click();
      await expect(form.suggestion('Use https://api.eu.itglue.com')).toBeVisible();
    },
  },
  {
    name: 'a test that passed',
    path: newForm('autotask'),
    prepare: async (page) => {
      const form = new IntegrationForm(page);
      await form.typeAutotask(AUTOTASK.good);
      await form.test.click();
      await expect(page.getByText('The connection works.')).toBeVisible();
    },
  },
  { name: 'an integration that does not exist', path: `${LIST}/int_00000000000000000000000000` },
  { name: 'an address that leads nowhere', path: '/app/nowhere' },
];

const FULL: State[] = [
  {
    name: 'four integrations, a vendor’s words open',
    path: LIST,
    prepare: async (page) => {
      const row = new Integrations(page).row('Southgate PSA');
      await row.getByText('What the vendor said').click();
      await expect(row.locator('pre')).toBeVisible();
    },
  },
  {
    name: 'the menu of an integration',
    path: LIST,
    prepare: async (page) => {
      const menu = await new Integrations(page).menu('Southgate PSA');
      await expect(menu.getByRole('button', { name: 'Make default' })).toBeVisible();
    },
  },
  { name: 'a filter that nothing matches', path: `${LIST}?q=zebra` },
  { name: 'a connected integration', path: account('Northgate PSA') },
  { name: 'a refused integration', path: account('Contoso documentation') },
  { name: 'deleting an integration', path: account('Northgate PSA', '/delete') },
  { name: 'the operations', path: '/app/operations' },
  {
    name: 'an operation’s answer',
    path: '/app/operations/autotask/tickets.search',
    prepare: async (page) => {
      const operations = new Operations(page);
      await operations.input.fill('{"limit": 2}');
      await operations.call.click();
      await expect(operations.output).toBeVisible();
    },
  },
  { name: 'the audit trail, verified', path: '/app/audit?verify=1' },
  { name: 'an entry of the audit trail', path: '/app/audit?entry=1' },
  { name: 'the keys', path: '/app/keys' },
  { name: 'the settings', path: '/app/settings' },
  { name: 'the users', path: '/app/settings/users' },
  { name: 'adding a user', path: '/app/settings/users?new=1' },
  { name: 'the tokens', path: '/app/settings/tokens' },
  { name: 'making a token', path: '/app/settings/tokens?new=1' },
  { name: 'the style guide', path: '/app/styleguide' },
  {
    name: 'the palette',
    path: '/app/keys',
    prepare: async (page) => {
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible();
    },
  },
  {
    name: 'the list of keys',
    path: '/app/keys',
    prepare: async (page) => {
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
    },
  },
];

/** A test for each state. */
function look(states: State[], before: (house: House) => Promise<unknown>): void {
  for (const { name, path, prepare } of states) {
    test(name, async ({ page, visit, house, watch }) => {
      watch.allow(/status of 404/);
      await before(house);
      await visit(typeof path === 'string' ? path : await path(house));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await prepare?.(page, house);
      await expectAccessible(page);
    });
  }
}

test.describe('empty', () => look(EMPTY, (house) => house.clear()));
test.describe('full', () => look(FULL, fill));

test.describe('alone', () => {
  test.use({ as: undefined });

  test('signing in, also after a wrong password', async ({ page, visit, watch }) => {
    await visit('/sign-in');
    await expectAccessible(page);
    watch.allow(/status of 401/);
    await page.getByLabel('E-mail').fill('nobody@msp.example');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expectAccessible(page);
  });

  test('the API reference', async ({ page, house }) => {
    await page.context().addCookies(await house.session('admin'));
    await page.goto('/api/v1/docs');
    await expectAccessible(page);
  });
});
