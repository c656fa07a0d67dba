// Pages in files of their own (app/src/lazy.rs): each must come alive when it is opened by its address, and when somebody
// goes there from a page that is awake. A new lazy page needs its address here; the first test says so.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page } from '@playwright/test';
import { LIST } from '../pages/integrations';
import { type House } from '../support/server';
import { expect, test } from '../support/test';

/** Where each lazy page is, by the name of its component. A page of something that is not there says so, and is one too. */
const ADDRESSES: Record<string, (house: House) => Promise<string>> = {
  AccountPage: at('/app/settings'),
  ApprovalHistoryPage: at('/app/approvals/history'),
  ApprovalPage: at('/app/approvals/none'),
  ApprovalsPage: at('/app/approvals'),
  AuditPage: at('/app/audit'),
  CataloguePage: at('/app/operations'),
  ChoosePage: at('/app/integrations/new'),
  CspCodesPage: at('/app/csp-wizard/codes'),
  CspCustomersPage: at('/app/csp-wizard/none/customers'),
  CspLeavePage: at('/app/csp-wizard/none/disconnect'),
  CspManagePage: at('/app/csp-wizard/none/manage'),
  CspPermissionsPage: at('/app/csp-wizard/none/permissions'),
  CspRelationshipsPage: at('/app/csp-wizard/none/relationships'),
  CspSetupPage: at('/app/csp-wizard/none'),
  CspStartPage: at('/app/csp-wizard'),
  CustomersPage: at('/app/customer-mappings'),
  DeadLettersPage: at('/app/webhooks/dead-letters'),
  DeletePage: async (house) => `/app/integrations/${await account(house)}/delete`,
  DetailPage: async (house) => `/app/integrations/${await account(house)}`,
  EventsPage: at('/app/webhooks/events'),
  KeysPage: at('/app/keys'),
  NewPage: at('/app/integrations/new/autotask'),
  NotificationsPage: at('/app/settings/notifications'),
  OperationPage: at('/app/operations/autotask/tickets.list'),
  RoutingPage: at('/app/routing-rules'),
  RunPage: at('/app/runs/none'),
  RunsPage: at('/app/runs'),
  SetupPage: at('/setup'),
  SopPage: at('/app/sops/none'),
  SopsPage: at('/app/sops'),
  StatusPage: at('/app/integrations/status'),
  StyleguidePage: at('/app/styleguide'),
  TokensPage: at('/app/settings/tokens'),
  UsersPage: at('/app/settings/users'),
  WebhooksPage: at('/app/webhooks'),
};

test('every lazy page of the site has its address in this file', async () => {
  const pages = Object.keys(await lazyPages()).filter((name) => name.endsWith('Page'));
  expect(Object.keys(ADDRESSES).sort()).toEqual(pages.sort());
});

test('the first pages need no file of their own', async ({ page, visit }) => {
  const asked = modules(page);
  for (const path of [LIST, '/sign-in']) await visit(path);
  expect([...new Set(asked)].map((path) => path.split('/').pop())).toEqual(['ops-ai.wasm']);
});

for (const [name, address] of Object.entries(ADDRESSES)) {
  test(`${name} comes alive when it is opened by its address`, async ({ page, visit, house, watch }) => {
    watch.allow(/status of 40[04]/);
    const asked = modules(page);
    await visit(await address(house));
    for (const file of (await lazyPages())[name]) expect(asked).toContain(file);
    // Each once: what the document names beforehand is what the module then asks for.
    expect(asked.length).toBe(new Set(asked).size);
    await expectAlive(page);
  });

  test(`${name} is fetched when somebody goes there`, async ({ page, visit, house, watch }) => {
    watch.allow(/status of 40[04]/);
    await visit(LIST);
    await page.evaluate(() => document.body.setAttribute('data-same-document', ''));
    const asked = modules(page);
    const path = await address(house);
    await go(page, path);
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect.poll(() => page.title()).not.toMatch(/^Integrations /);
    for (const file of (await lazyPages())[name]) expect(asked).toContain(file);
    await expect(page.locator('body[data-same-document]')).toBeAttached();
    await expectAlive(page);
    await page.goBack();
    await expect(page.getByRole('heading', { name: 'Integrations', level: 1 })).toBeVisible();
  });
}

/** A page that answers to a key: the list of keys opens. Pages without the frame answer by their script alone. */
async function expectAlive(page: Page): Promise<void> {
  if (!new URL(page.url()).pathname.startsWith('/app/')) return;
  await page.locator('body').press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeHidden();
}

/** Follows a link to an address of ours, as the router sees it. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((path) => {
    const link = document.createElement('a');
    link.href = path;
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
}

/** The addresses of the modules that a page asks for, from now on. */
function modules(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.wasm')) asked.push(pathname);
  });
  return asked;
}

/** The lazy pages of the built site, and their files. */
async function lazyPages(): Promise<Record<string, string[]>> {
  const manifest = await readFile(join(process.env.OPSAI_SITE ?? '', 'manifest.json'), 'utf8');
  return (JSON.parse(manifest) as { pages: Record<string, string[]> }).pages;
}

/** The one account of this house; it is connected when first asked for. */
async function account(house: House): Promise<string> {
  const known = await house.integrations();
  return (known[0] ?? (await house.connectAutotask('Lazy'))).id;
}

function at(path: string): (house: House) => Promise<string> {
  return async () => path;
}
