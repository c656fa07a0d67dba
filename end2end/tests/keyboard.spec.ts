// The whole job without a mouse, and the keys that every page knows.
import { type Locator, type Page } from '@playwright/test';
import { IntegrationForm } from '../pages/form';
import { Integrations, LIST } from '../pages/integrations';
import { AUTOTASK } from '../support/sandbox';
import { expect, test } from '../support/test';

/** More than any page has stops. */
const STOPS = 80;

/** Presses Tab until something has the focus, and proves that the focus can be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      const seen = await target.evaluate((element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
      expect(seen, 'the focus is drawn').toBe(true);
      return;
    }
  }
  throw new Error(`Tab did not come to ${target}`);
}

test.beforeEach(({ house }) => house.clear());

test('an account is connected by the keyboard alone', async ({ page, visit, house }) => {
  await visit('/app/settings');
  const list = new Integrations(page);
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(list.heading).toBeVisible();

  await tabTo(page, list.add);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Add an integration' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search vendors' })).toBeFocused();
  await page.keyboard.type('autotask');
  await expect(page.getByText('IT Glue')).toBeHidden();
  await tabTo(page, list.tile('Autotask PSA'));
  await page.keyboard.press('Enter');

  const form = new IntegrationForm(page);
  await tabTo(page, form.name);
  await page.keyboard.type('Northgate');
  await tabTo(page, form.field('API user name (key)'));
  await page.keyboard.type(AUTOTASK.good.user);
  await tabTo(page, form.field('API user secret'));
  await page.keyboard.type(AUTOTASK.good.secret);
  await tabTo(page, form.field('Tracking identifier (integration code)'));
  await page.keyboard.type(AUTOTASK.good.code);
  await page.keyboard.press('Enter');
  await expect(page.getByText('The connection works.')).toBeVisible();
  expect(await house.integrations()).toEqual([]);

  await tabTo(page, form.save);
  await page.keyboard.press('Space');
  await expect(list.row('Northgate')).toContainText('Connected');

  const menu = page.getByLabel('More actions for Northgate');
  await tabTo(page, menu);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Pause checks' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Pause checks' })).toBeHidden();
  await expect(menu).toBeFocused();
});

test('the keys lead to search, pages, palette and help, and Escape closes', async ({ page, visit, house }) => {
  await house.connectAutotask('Northgate');
  await visit(LIST);
  const list = new Integrations(page);

  await page.keyboard.press('/');
  await expect(list.search).toBeFocused();
  await page.keyboard.type('g o nothing?');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await expect(page).toHaveURL(/q=g%20o%20nothing%3F/);
  await list.search.fill('');
  await expect(list.row('Northgate')).toBeVisible();
  await list.search.blur();

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
  // The browser tells of the closing a moment after the dialog has gone from the screen.
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused({ timeout: 1000 });
  }).toPass();
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible();

  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { level: 1, name: 'Operations' })).toBeVisible();
});

test('single keys can be switched off, for those who dictate', async ({ page, visit }) => {
  await visit('/app/settings');
  const shortcuts = page.getByRole('checkbox', { name: 'Keyboard shortcuts, in this browser' });
  await shortcuts.uncheck();
  await shortcuts.blur();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(/\/app\/settings$/);
  await shortcuts.check();
  await shortcuts.blur();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(new Integrations(page).heading).toBeVisible();
});
