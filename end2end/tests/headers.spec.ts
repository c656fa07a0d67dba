// What the browser is told about our pages: what may run, where cookies go. (That no page asks another origin for
// anything is watched in every test of this suite: support/watch.ts.)
import { SignInPage } from '../pages/accounts';
import { Integrations, LIST } from '../pages/integrations';
import { ADMIN } from '../support/server';
import { expect, test } from '../support/test';

const PAGES = [LIST, `${LIST}/new/autotask`, '/app/operations', '/app/audit', '/app/keys', '/app/settings', '/nowhere'];

test('every page has a strict policy with a nonce of its own, and loads nothing from elsewhere', async ({
  page,
  visit,
  watch,
  house,
}) => {
  watch.allow(/status of 404/);
  const nonces = new Set<string>();
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  for (const path of PAGES) {
    const answered = page.waitForResponse((response) => new URL(response.url()).pathname === path);
    await visit(path);
    const headers = (await answered).headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toContain("'unsafe-inline'");
    expect(policy, path).not.toMatch(/'unsafe-eval'|https?:|\*/);
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['x-frame-options'], path).toBe('DENY');
    expect(headers['cache-control'], path).toContain('no-store');
  }
  expect(nonces.size).toBe(PAGES.length);
  expect(nonces).not.toContain('');
  expect([...asked]).toEqual([house.url]);
});

test.describe('nobody signed in', () => {
  test.use({ as: 'nobody' });

  test('the session’s cookie is out of reach of scripts and other sites, and gone with the session', async ({
    page,
    visit,
  }) => {
    await visit('/sign-in');
    expect(await page.context().cookies()).toEqual([]);
    await new SignInPage(page).signIn(ADMIN.email, ADMIN.password);
    await expect(new Integrations(page).heading).toBeVisible();
    const session = (await page.context().cookies()).find((cookie) => cookie.name === 'opsai_session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', expires: -1, secure: false });
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });
});

test('the theme is kept in a cookie of its own and painted at once', async ({ page, visit }) => {
  await visit('/app/settings');
  await page.getByRole('main').getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const theme = (await page.context().cookies()).find((cookie) => cookie.name === 'opsai_theme');
  expect(theme).toMatchObject({ value: 'dark', sameSite: 'Lax', path: '/' });
});
