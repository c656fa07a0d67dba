// Connecting a partner's tenant by both paths and leaving it, against Microsoft's double.
import { CSP, Csp, PEOPLE } from '../pages/csp';
import { MICROSOFT365 } from '../support/sandbox';
import { expect, test } from '../support/test';

const PARTNER = MICROSOFT365.partner.tenant;

test.beforeEach(async ({ house, watch }) => {
  await house.clear();
  // Signing in leads to Microsoft's own page, here its double's.
  watch.allow(/^request to .*\/oauth2\/v2\.0\/authorize/);
  // A browser asks the page on which one signs in, which is not ours, for its mark.
  watch.allow(/favicon\.ico/);
});

test('the tile of Microsoft 365 leads to the wizard, and the ordinary form stays one link away', async ({ page, visit }) => {
  await visit('/app/integrations/new');
  await page.getByRole('link', { name: /^Microsoft 365/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'CSP / GDAP' })).toBeVisible();
  for (const question of ['What is created', 'Who sees it', 'How to undo it']) {
    await expect(page.getByText(question, { exact: true })).toHaveCount(2);
  }
  await page.getByRole('link', { name: 'Open the form' }).click();
  await expect(page.getByLabel(/^Tenant ID/)).toBeVisible();
});

test('a tenant is connected by itself, and left so that nothing of it stays', async ({ page, house }) => {
  test.slow();
  const csp = new Csp(page, house);
  await csp.ready();
  const before = await house.sandbox.microsoftState();
  const id = await csp.begin('automated', PARTNER);

  await csp.opensSignIn(id, 'bootstrap');
  await csp.signIn(PEOPLE.admin, 'Cancel');
  const consent = csp.step('Consent to the set-up application');
  await expect(consent).toContainText('AADSTS65004');
  await expect(consent).toContainText('Do this:');

  await csp.opensSignIn(id, 'bootstrap');
  await csp.signIn(PEOPLE.admin);
  await expect(csp.step('Remove the set-up application')).toContainText('Done', { timeout: 60_000 });
  await expect(csp.step('Security groups for the roles').getByRole('listitem').first()).toContainText('made by Ops AI');

  await csp.opensSignIn(id, 'service_account');
  await csp.signIn(PEOPLE.service);
  await expect(page.getByText('Every step is done: the tenant is connected.').first()).toBeVisible({ timeout: 60_000 });
  expect(await house.integrations()).toHaveLength(1);

  await csp.open(`${CSP}/${id}/permissions`);
  await expect(page.getByRole('table', { name: 'Permissions' })).toContainText('Granted');

  await csp.opensSignIn(id, 'removal');
  await csp.signIn(PEOPLE.admin);
  const proof = await csp.leaves(id);
  await expect(page.getByText('Each thing is gone, and each absence was seen.').first()).toBeVisible({ timeout: 60_000 });
  await expect(proof).not.toContainText('Not removed');
  await expect(proof.getByText('Gone', { exact: true }).first()).toBeVisible();
  expect(await house.integrations()).toHaveLength(0);
  expect(left(await house.sandbox.microsoftState())).toEqual(left(before));

  await page.getByRole('button', { name: 'Forget this tenant' }).click();
  await expect(page.getByText('The tenant is forgotten.')).toBeVisible();
});

test('a connected tenant looks at every step again, and what is missing has the one way that puts it right', async ({ page, house }) => {
  test.slow();
  const csp = new Csp(page, house);
  const id = await csp.connects(PARTNER);

  await csp.open(`${CSP}/${id}/manage`);
  const checks = page.getByRole('table', { name: 'Checks of the connection' });
  const again: [string, RegExp][] = [
    ['Consent to the set-up application', /ada@northgate\.example signed in on .*it is over, as it must be/s],
    ['Remove the set-up application', /It was looked for and is not there/],
  ];
  for (const [step, found] of again) {
    const row = checks.getByRole('row').filter({ hasText: step });
    await row.getByRole('button', { name: /^Check again/ }).click();
    await expect(row).toContainText(found);
    await expect(row).toContainText('Done');
  }
  await expect(page.getByText(/permissions that are wanted were read as granted/)).toBeVisible();

  // A customer who gave access and no consent yet.
  await csp.open(`${CSP}/${id}/customers?open=${customer(1)}`);
  const drawer = page.getByRole('dialog', { name: /^Customer/ });
  await drawer.getByRole('button', { name: 'Read it now' }).click();
  const gaps = drawer.getByRole('list', { name: 'What is missing, and how to put it right' });
  await expect(gaps.getByRole('button', { name: 'Consent through Partner Center' })).toBeVisible();
  await expect(gaps.getByRole('button', { name: 'Give the groups their roles' })).toBeVisible();
  await expect(gaps).toContainText(`https://login.microsoftonline.com/${customer(1)}/v2.0/adminconsent?client_id=`);
  await expect(gaps.getByRole('button', { name: /the link for the customer’s administrator/ })).toBeVisible();

  // One without a relationship: the form opens with the missing roles ticked.
  await csp.open(`${CSP}/${id}/customers?open=${customer(9)}`);
  await drawer.getByRole('link', { name: 'Invite with these roles' }).click();
  const form = page.getByRole('dialog', { name: /^Invite a customer/ });
  await expect(form.getByLabel(/^The customer’s tenant ID/)).toHaveValue(customer(9));
  await expect(form.getByRole('radio', { name: /^Only the roles that I tick below/ })).toBeChecked();
  await expect(form.getByRole('checkbox', { name: /^User Administrator/ })).toBeChecked();
  await expect(form.getByRole('checkbox', { name: /^Global Administrator/ })).not.toBeChecked();
});

test('on the manual path a step opens only when the one before was found to hold', async ({ page, house }) => {
  const csp = new Csp(page, house);
  await csp.ready();
  await csp.begin('manual', PARTNER);
  const first = csp.step('Register the application');
  await expect(csp.step('Permissions')).toContainText('Opens when the step before it was found to hold.');

  await first.getByLabel(/^Application \(client\) ID/).fill(MICROSOFT365.partner.client);
  await first.getByLabel(/^Client secret/).fill(MICROSOFT365.wrongSecret.secret);
  await first.getByRole('button', { name: 'Keep and check' }).click();
  await expect(first).toContainText('AADSTS7000215');
  expect(await page.content()).not.toContain(MICROSOFT365.wrongSecret.secret);
  await expect(csp.step('Permissions').getByRole('button')).toHaveCount(0);

  // The right secret signs in; what was found is told, whatever the registration still lacks.
  await first.getByLabel(/^Client secret/).fill(MICROSOFT365.partner.secret);
  await first.getByRole('button', { name: 'Keep and check' }).click();
  await expect(first).not.toContainText('AADSTS7000215');
  await expect(first).toContainText(/no_redirect|Done/);

  await page.locator('summary', { hasText: 'Forget this tenant' }).click();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await expect(page.getByText('The tenant is forgotten.')).toBeVisible();
});

test('a sign-in that nobody here began changes nothing and says so', async ({ visit, page }) => {
  await visit('/csp/callback?state=somebody-elses&code=stolen');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing was changed' })).toBeVisible();
  expect(page.url()).not.toContain('stolen');
});

test('a code is looked up', async ({ page, visit }) => {
  await visit(`${CSP}/codes?q=65001`);
  await expect(page.getByRole('table', { name: 'Error codes' })).toContainText('65001');
});

test.describe('a Viewer', () => {
  test.use({ as: 'viewer' });

  test('reads what each path means and can begin none', async ({ page, visit }) => {
    await visit(CSP);
    await expect(page.getByText('Needs the role Admin.').first()).toBeVisible();
    await expect(page.getByRole('link', { name: /^Choose this path/ })).toHaveCount(0);
  });
});

/** The tenant of a customer of Microsoft's double. */
function customer(number: number): string {
  return `7e000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** The double's state without what only counts up: times, versions, tokens. */
function left(state: unknown): unknown {
  const { tenants, relationships } = state as { tenants?: unknown; relationships?: unknown };
  return { tenants, relationships };
}
