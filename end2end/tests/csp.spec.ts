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

/** The double's state without what only counts up: times, versions, tokens. */
function left(state: unknown): unknown {
  const { tenants, relationships } = state as { tenants?: unknown; relationships?: unknown };
  return { tenants, relationships };
}
