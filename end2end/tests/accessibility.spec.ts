// Every page of a house with accounts, in each of its states: no fault that axe finds in light or dark at 320, 768 or
// 1280 px, no sideways scroll, and (by support/watch.ts) not one error in the console.
import { Integrations, LIST } from '../pages/integrations';
import { Operations } from '../pages/operations';
import { NOTIFICATIONS, STATUS, StatusPage } from '../pages/status';
import { expectAccessible } from '../support/accessibility';
import { AUTOTASK, IT_GLUE } from '../support/sandbox';
import type { House, Integration } from '../support/server';
import { type State, look } from '../support/states';
import { expect, test } from '../support/test';

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

const opened = (name: string) => async (house: House) => {
  const found = (await fill(house)).find((one) => one.name === name);
  return `${STATUS}?open=${found?.id}`;
};

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
    part: '.menu[open]',
  },
  { name: 'a filter that nothing matches', path: `${LIST}?q=zebra` },
  { name: 'a connected integration', path: account('Northgate PSA') },
  { name: 'a refused integration', path: account('Contoso documentation') },
  { name: 'deleting an integration', path: account('Northgate PSA', '/delete') },
  {
    name: 'the status of four integrations, a vendor’s words open',
    path: STATUS,
    prepare: async (page) => {
      const row = new StatusPage(page).row('Southgate PSA');
      await row.getByText(/^Last failure/).click();
      await expect(row.locator('pre')).toBeVisible();
    },
  },
  {
    name: 'the status, walked by the keyboard',
    path: STATUS,
    prepare: async (page) => {
      await new StatusPage(page).bar('Southgate PSA').focus();
      await page.keyboard.press('ArrowLeft');
    },
  },
  {
    name: 'the menu of an integration on the status page',
    path: STATUS,
    prepare: async (page) => {
      const menu = await new StatusPage(page).menu('Southgate PSA');
      await expect(menu.getByRole('button', { name: 'Snooze for 2 hours' })).toBeVisible();
    },
    part: '.menu[open]',
  },
  {
    name: 'the status, which could not be read again',
    path: STATUS,
    prepare: async (page) => {
      const problem = { code: 'unreachable', title: 'Ops AI did not answer.', status: 404 };
      await page.route('**/app/do/status/board*', (route) => route.fulfill({ status: 404, json: problem }));
      await new StatusPage(page).search.fill('psa');
      await expect(page.getByText('What stands here is from')).toBeVisible();
    },
  },
  { name: 'a status that nothing matches', path: `${STATUS}?q=zebra` },
  { name: 'an integration in depth', path: opened('Southgate PSA') },
  {
    name: 'half an hour of an integration',
    path: STATUS,
    prepare: async (page) => {
      await new StatusPage(page).bar('Southgate PSA').focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('list', { name: 'Checks, newest first' })).toBeVisible();
    },
  },
  { name: 'earlier incidents', path: `${STATUS}?incident=all` },
  { name: 'planning maintenance', path: `${STATUS}?hold=new` },
  { name: 'the operations', path: '/app/operations' },
  {
    name: 'an operation’s answer',
    path: '/app/operations/autotask/tickets.search',
    prepare: async (page) => {
      const operations = new Operations(page);
      await operations.json('{"limit": 2}');
      await operations.call.click();
      await expect(operations.output).toBeVisible();
    },
  },
  { name: 'the approvals', path: '/app/approvals' },
  { name: 'the history of approvals', path: '/app/approvals/history' },
  { name: 'the audit trail, verified', path: '/app/audit?verify=1' },
  { name: 'an entry of the audit trail', path: '/app/audit?entry=1' },
  { name: 'the keys', path: '/app/keys' },
  { name: 'the settings', path: '/app/settings' },
  { name: 'the users', path: '/app/settings/users' },
  { name: 'adding a user', path: '/app/settings/users?new=1' },
  { name: 'the tokens', path: '/app/settings/tokens' },
  { name: 'making a token', path: '/app/settings/tokens?new=1' },
  { name: 'the notifications', path: NOTIFICATIONS },
  { name: 'adding a channel', path: `${NOTIFICATIONS}?new=1` },
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

test.describe('with accounts', () => look(FULL, fill));

test.describe('nobody signed in', () => {
  test.use({ as: 'nobody' });

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
