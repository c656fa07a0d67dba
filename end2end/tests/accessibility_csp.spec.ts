// The pages of the wizard for partners, empty and with a connected tenant: see accessibility.spec.ts.
import type { Page } from '@playwright/test';
import { CSP, Csp } from '../pages/csp';
import { MICROSOFT365 } from '../support/sandbox';
import type { House } from '../support/server';
import { type State, look } from '../support/states';
import { expect } from '../support/test';

const connected = new WeakMap<House, string>();

/** Opens a page of the connected tenant; connects it when first asked. */
const of = (part: string, shown: (page: Page) => Promise<void>): State['prepare'] => {
  return async (page, house) => {
    const csp = new Csp(page, house);
    const id = connected.get(house) ?? (await csp.connects(MICROSOFT365.partner.tenant));
    connected.set(house, id);
    await csp.open(`${CSP}/${id}${part}`);
    await shown(page);
  };
};

const table = (name: string) => async (page: Page) => {
  await expect(page.getByRole('table', { name, exact: true })).toBeVisible();
};

const opens = (name: string, dialog: string) => async (page: Page) => {
  const rows = page.getByRole('table', { name, exact: true });
  await rows.locator('a.cell-name').first().click();
  await expect(page.getByRole('dialog', { name: dialog }).getByRole('heading', { level: 3 }).first()).toBeVisible();
};

const STATES: State[] = [
  { name: 'the wizard before anything', path: CSP },
  {
    name: 'beginning a tenant',
    path: `${CSP}?path=automated`,
    prepare: async (page) => {
      await page.locator('summary', { hasText: 'Every role' }).click();
      await expect(page.getByText('I mean Global Administrator')).toBeVisible();
    },
    part: '#csp-begin',
  },
  { name: 'a sign-in that came to nothing', path: `${CSP}?problem=unknown_sign_in` },
  { name: 'the error codes', path: `${CSP}/codes` },
  { name: 'no such code', path: `${CSP}/codes?q=zebra` },
  {
    name: 'a manual path that stopped',
    path: CSP,
    prepare: async (page, house) => {
      const csp = new Csp(page, house);
      await csp.begin('manual', MICROSOFT365.good.tenant);
      const first = csp.step('Register the application');
      await first.getByLabel(/^Application \(client\) ID/).fill(MICROSOFT365.partner.client);
      await first.getByLabel(/^Client secret/).fill(MICROSOFT365.wrongSecret.secret);
      await first.getByRole('button', { name: 'Keep and check' }).click();
      await expect(first).toContainText('Do this:');
    },
  },
  { name: 'a connected tenant', path: CSP, prepare: of('', async (page) => {
    await expect(page.getByText('the tenant is connected.').first()).toBeVisible();
  }) },
  { name: 'going to Microsoft', path: CSP, prepare: of('?sign_in=removal', async (page) => {
    await expect(page.getByRole('link', { name: 'Go to Microsoft' })).toBeVisible();
  }), part: '#csp-sign-in' },
  { name: 'relationships', path: CSP, prepare: of('/relationships', table('Relationships')) },
  { name: 'a relationship', path: CSP, prepare: of('/relationships', opens('Relationships', 'Relationship')) },
  { name: 'inviting a customer', path: CSP, prepare: of('/relationships?new=1', async (page) => {
    await expect(page.getByRole('button', { name: 'Make it' })).toBeVisible();
  }), part: '#csp-new' },
  { name: 'customers', path: CSP, prepare: of('/customers', table('Customers of the partner')) },
  { name: 'a customer', path: CSP, prepare: of('/customers', opens('Customers of the partner', 'Customer')) },
  { name: 'permissions', path: CSP, prepare: of('/permissions', table('Permissions')) },
  { name: 'managing a connection', path: CSP, prepare: of('/manage', table('Secrets of the application')) },
  { name: 'the plan of leaving', path: CSP, prepare: of('/disconnect', table('What is removed')) },
];

look(STATES, async () => {});
