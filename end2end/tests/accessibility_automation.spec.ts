// The pages of webhooks, events, customers, rules, SOPs and runs with something on them: see accessibility.spec.ts.
import { SopEditor } from '../pages/automation';
import { EVENTS, Events } from '../pages/events';
import { fill } from '../support/filled';
import { type State, look } from '../support/states';
import { expect, test } from '../support/test';

const FULL: State[] = [
  { name: 'webhooks', path: '/app/webhooks' },
  { name: 'making a webhook', path: '/app/webhooks?new=1' },
  {
    name: 'a webhook, its new secret shown',
    path: async (house) => `/app/webhooks?open=${(await fill(house)).webhook}`,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Make a new secret' }).click();
      await expect(page.getByText('Copy the secret now')).toBeVisible();
      await page.getByText('Settings', { exact: true }).last().click();
    },
  },
  { name: 'events', path: EVENTS },
  { name: 'no event fits', path: `${EVENTS}?q=zebra` },
  {
    name: 'a dead event, its story and its replay',
    path: async (house) => `${EVENTS}?event=${(await fill(house)).dead}`,
    prepare: async (page) => {
      const { drawer } = new Events(page);
      await drawer.askReplay();
      await expect(drawer.replay).toBeVisible();
    },
  },
  {
    name: 'dead letters',
    path: '/app/webhooks/dead-letters',
    prepare: async (page) => {
      await page.locator('summary').filter({ hasText: /^Replay all/ }).click();
      await expect(page.getByRole('button', { name: 'Replay them' })).toBeVisible();
    },
  },
  { name: 'customer mappings', path: '/app/customer-mappings' },
  {
    name: 'choosing a customer for a record',
    path: '/app/customer-mappings?vendor=autotask',
    prepare: async (page) => {
      await page.locator('summary', { hasText: 'Choose' }).first().click();
      await expect(page.getByRole('button', { name: 'Map it' })).toBeVisible();
    },
    part: '.menu[open]',
  },
  {
    name: 'routing rules, tried on a sample',
    path: '/app/routing-rules',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Which rule fires?' }).click();
      await expect(page.getByRole('table', { name: 'What each rule said' })).toBeVisible();
    },
  },
  { name: 'a new routing rule', path: '/app/routing-rules?new=1' },
  { name: 'SOPs', path: '/app/sops' },
  {
    name: 'a SOP with something wrong, tried',
    path: async (house) => `/app/sops/${(await fill(house)).sop}`,
    prepare: async (page) => {
      const editor = new SopEditor(page);
      await editor.dryRun.click();
      await expect(page.getByRole('region', { name: 'Try it' }).getByRole('heading', { level: 3 }).first()).toBeVisible();
      await editor.step('Ask').getByLabel(/^What the person is asked/).fill('{');
      await editor.check.click();
      await expect(page.getByRole('region', { name: 'Save' })).toContainText('no JSON yet');
    },
  },
  {
    name: 'versions of a SOP',
    path: async (house) => `/app/sops/${(await fill(house)).sop}?view=versions`,
    prepare: async (page) => {
      await page.locator('summary', { hasText: 'What changed' }).first().click();
      await expect(page.getByRole('group', { name: 'Differences' })).toBeVisible();
    },
  },
  { name: 'runs', path: '/app/runs' },
  { name: 'a run that waits', path: async (house) => `/app/runs/${(await fill(house)).run}` },
];

test.describe('with events and automation', () => look(FULL, fill));
