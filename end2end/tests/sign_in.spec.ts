// Who comes in: the first administrator by the one-time link, passwords, sessions, users, tokens.
import { SetupPage, SignInPage, Corner } from '../pages/accounts';
import { Integrations, LIST } from '../pages/integrations';
import { SettingsPage, TokensPage, UsersPage } from '../pages/settings';
import { ADMIN } from '../support/server';
import { expect, test } from '../support/test';

test.describe('a new house', () => {
  test.use({ claimed: false, as: 'nobody' });

  test('the one-time link makes the first administrator, once', async ({ page, visit, house, watch, browser }) => {
    const link = await house.setupLink();
    await visit('/app/integrations');
    await expect(page).toHaveURL(/\/setup$/);

    await visit(link);
    const setup = new SetupPage(page);
    await setup.fill({ ...ADMIN, password: 'too short' });
    watch.allow(/status of 422/);
    await setup.submit.click();
    await expect(page.getByText(/at least 12 characters/i).last()).toBeVisible();
    await expect(page.getByLabel('Your name')).toHaveValue(ADMIN.name);
    await setup.fill(ADMIN);
    await setup.submit.click();
    await expect(new Integrations(page).heading).toBeVisible();
    await expect(page.getByText(ADMIN.name)).toBeVisible();

    const stranger = await browser.newContext({ baseURL: house.url });
    const second = await stranger.newPage();
    await visit(link, second);
    const again = new SetupPage(second);
    await again.fill({ ...ADMIN, email: 'mallory@elsewhere.example' });
    await again.submit.click();
    await expect(second.getByRole('alert')).toContainText('This link cannot be used');
    await stranger.close();
  });
});

test.describe('nobody signed in', () => {
  test.use({ as: 'nobody' });

  test('a wrong password is refused without saying which part was wrong, the right one leads back', async ({
    page,
    visit,
    watch,
  }) => {
    await visit('/app/operations?q=tickets');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    const form = new SignInPage(page);
    watch.allow(/status of 401/);
    await form.signIn(ADMIN.email, 'not the password at all');
    await expect(form.problem).toBeVisible();
    const wrongPassword = await form.problem.locator('strong').textContent();
    await expect(form.email).toHaveValue(ADMIN.email);
    await form.signIn('nobody@msp.example', 'not the password at all');
    await expect(form.email).toHaveValue('nobody@msp.example');
    await expect(form.problem.locator('strong')).toHaveText(wrongPassword ?? '');

    await form.signIn(ADMIN.email, ADMIN.password);
    await expect(page).toHaveURL(/\/app\/operations\?q=tickets$/);
  });

  test('a next address of another site is not followed', async ({ page, visit, house }) => {
    await visit('/sign-in?next=//elsewhere.example/app/');
    await new SignInPage(page).signIn(ADMIN.email, ADMIN.password);
    await expect(new Integrations(page).heading).toBeVisible();
    expect(new URL(page.url()).origin).toBe(house.url);
  });

  test('signing out ends the session, also for a copy of its cookie', async ({ page, visit }) => {
    await visit('/sign-in');
    await new SignInPage(page).signIn(ADMIN.email, ADMIN.password);
    await expect(new Integrations(page).heading).toBeVisible();
    const cookies = await page.context().cookies();
    const corner = new Corner(page);
    await corner.open(ADMIN.name);
    await corner.signOut.click();
    await expect(page.getByRole('heading', { name: 'Sign in to Ops AI' })).toBeVisible();
    await page.context().addCookies(cookies);
    await visit(LIST);
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test('a session is listed with its browser and ended from another one', async ({ page, visit, browser, house }) => {
  const other = await browser.newContext({ baseURL: house.url, userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/150.0' });
  const elsewhere = await other.newPage();
  await visit('/sign-in', elsewhere);
  await new SignInPage(elsewhere).signIn(ADMIN.email, ADMIN.password);
  await expect(new Integrations(elsewhere).heading).toBeVisible();

  await visit('/app/settings');
  const settings = new SettingsPage(page);
  await expect(settings.row(settings.sessions, 'This browser')).toHaveCount(1);
  const row = settings.row(settings.sessions, 'Firefox on Windows');
  await settings.confirm(row, 'End', 'End the session');
  await expect(page.getByText('The session has ended')).toBeVisible();
  await expect(row).toHaveCount(0);

  await visit(LIST, elsewhere);
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await other.close();
});

test('a user is added, signs in, gets another role, and is locked out', async ({ page, visit, browser, house }) => {
  const person = { name: 'Tessa Tech', email: 'tessa@msp.example', role: 'tech', password: 'a long first password' };
  await visit('/app/settings/users');
  const users = new UsersPage(page);
  await users.add.click();
  await users.type(person);
  await users.drawer.getByRole('button', { name: 'Add user' }).click();
  await expect(page.getByText('The user can sign in now')).toBeVisible();
  await expect(users.table).toContainText('Tessa Tech');

  const hers = await browser.newContext({ baseURL: house.url });
  const other = await hers.newPage();
  await visit('/sign-in', other);
  await new SignInPage(other).signIn(person.email, person.password);
  await expect(new Integrations(other).add).toBeVisible();

  await users.table.getByRole('link', { name: 'Tessa Tech' }).click();
  const drawer = users.person('Tessa Tech');
  await drawer.getByLabel('Role').selectOption('viewer');
  await drawer.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByText('The user is changed.')).toBeVisible();
  await visit(LIST, other);
  await expect(new Integrations(other).heading).toBeVisible();
  await expect(new Integrations(other).add).toHaveCount(0);

  await users.table.getByRole('link', { name: 'Tessa Tech' }).click();
  await drawer.locator('summary', { hasText: 'Lock out' }).click();
  await drawer.getByRole('button', { name: 'Lock out' }).click();
  await expect(users.table.getByRole('row').filter({ hasText: 'Tessa Tech' })).toContainText('Locked out');
  await visit(LIST, other);
  await expect(other).toHaveURL(/\/sign-in/);
  await hers.close();
});

test('a token’s secret is shown once, works against the API, and ends when it is revoked', async ({
  page,
  visit,
  house,
}) => {
  await visit('/app/settings/tokens');
  const tokens = new TokensPage(page);
  await tokens.create.click();
  await tokens.drawer.getByLabel('Name').fill('reporting');
  await tokens.drawer.getByRole('button', { name: 'Make the token' }).click();
  const secret = (await tokens.secret.textContent()) ?? '';
  expect(secret).toMatch(/^opsai_/);
  const status = async () => {
    const headers = { authorization: `Bearer ${secret}` };
    return (await fetch(`${house.url}/api/v1/status`, { headers })).status;
  };
  expect(await status()).toBe(200);

  await tokens.drawer.getByRole('link', { name: 'Done' }).click();
  await expect(tokens.drawer).toHaveCount(0);
  await expect(tokens.table).toContainText('reporting');
  expect(await page.content()).not.toContain(secret);
  await tokens.create.click();
  await expect(tokens.drawer.getByRole('button', { name: 'Make the token' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tokens.drawer).toHaveCount(0);

  const settings = new SettingsPage(page);
  await settings.confirm(settings.row(tokens.table, 'reporting'), 'Revoke', 'Revoke the token');
  await expect(page.getByText('The token is revoked')).toBeVisible();
  expect(await status()).toBe(401);
});
