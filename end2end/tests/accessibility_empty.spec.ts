// The pages of a house without accounts, and what the form shows when a test fails or passes: see accessibility.spec.ts.
import { IntegrationForm } from '../pages/form';
import { LIST, newForm } from '../pages/integrations';
import { NOTIFICATIONS, STATUS } from '../pages/status';
import { AUTOTASK, IT_GLUE } from '../support/sandbox';
import type { House } from '../support/server';
import { type State, look } from '../support/states';
import { expect, test } from '../support/test';

async function unbuilt(house: House): Promise<string> {
  const { items } = await house.api<{ items: { vendor: string; available: boolean }[] }>('GET', '/vendors');
  return newForm(items.find((one) => !one.available)?.vendor ?? 'pax8');
}

const EMPTY: State[] = [
  { name: 'no integration', path: LIST },
  { name: 'no status', path: STATUS },
  { name: 'nobody is told', path: NOTIFICATIONS },
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
  { name: 'no webhook', path: '/app/webhooks' },
  { name: 'no event', path: '/app/webhooks/events' },
  { name: 'no dead letter', path: '/app/webhooks/dead-letters' },
  { name: 'no customer', path: '/app/customer-mappings' },
  { name: 'no rule', path: '/app/routing-rules' },
  { name: 'no SOP, but ready ones', path: '/app/sops' },
  { name: 'a SOP that is not saved yet', path: '/app/sops/new?template=disk-alert' },
  { name: 'no run', path: '/app/runs' },
  { name: 'an address that leads nowhere', path: '/app/nowhere' },
];

test.describe('without accounts', () => look(EMPTY, (house) => house.clear()));
