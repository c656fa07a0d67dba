// Integration Status: what breaks turns on the page without a reload, what is mended turns back; bars by the keyboard, drawers
// and filters by their addresses, and all of it readable without JavaScript.
import { Integrations, LIST } from '../pages/integrations';
import { STATUS, StatusPage } from '../pages/status';
import { IT_GLUE } from '../support/sandbox';
import type { House } from '../support/server';
import { expect, test } from '../support/test';

const REFUSED = '{"message":"Forbidden"}';

/** Two that work and one whose key was revoked. */
async function fill(house: House): Promise<void> {
  await house.clear();
  await house.connectAutotask('Northgate');
  await house.connectItGlue('Contoso', IT_GLUE.us);
  await house.connectItGlue('Fabrikam', IT_GLUE.revoked);
}

/** Makes the server probe an integration now, as its schedule would. */
async function probe(house: House, name: string): Promise<void> {
  const found = (await house.integrations()).find((one) => one.name === name);
  await house.api('POST', `/integrations/${found?.id}/probe`);
}

test.describe('with JavaScript', () => {
  test.beforeEach(({ house }) => fill(house));

  test('what breaks at the vendor turns within a second, and what is mended turns back, without a reload', async ({
    page,
    visit,
    house,
  }) => {
    await visit(STATUS);
    const status = new StatusPage(page);
    await expect(status.live).toBeVisible();
    await expect(status.row('Contoso')).toContainText('Connected');
    await page.evaluate(() => document.body.setAttribute('data-same', ''));

    await house.sandbox.breaks('itGlueUs', { fault: { kind: 'status', status: 403, body: REFUSED } });
    await probe(house, 'Contoso');
    await expect(status.row('Contoso')).toContainText('Disconnected');
    await expect.poll(() => status.count('Disconnected')).toBe(2);
    await status.row('Contoso').getByText(/^Last failure/).click();
    await expect(status.row('Contoso').locator('pre')).toHaveText(REFUSED);

    await house.sandbox.mend('itGlueUs');
    await probe(house, 'Contoso');
    await expect(status.row('Contoso')).toContainText('Connected');
    await expect.poll(() => status.count('Disconnected')).toBe(1);
    await expect(page.locator('body[data-same]')).toBeAttached();
  });

  test('a row keeps its place while somebody points at the list, and its words follow all the same', async ({
    page,
    visit,
    house,
  }) => {
    await visit(STATUS);
    const status = new StatusPage(page);
    await expect(status.live).toBeVisible();
    await status.row('Northgate').hover();
    const before = await status.rows.getByRole('link', { name: 'Northgate', exact: true }).boundingBox();

    await house.sandbox.breaks('itGlueUs', { fault: { kind: 'status', status: 403, body: REFUSED } });
    await probe(house, 'Contoso');
    await expect(status.row('Contoso')).toContainText('Disconnected');
    await expect.poll(() => status.count('Disconnected')).toBe(2);
    const after = await status.rows.getByRole('link', { name: 'Northgate', exact: true }).boundingBox();
    // Words that change may move a line by a pixel or two; a row that moves, or an incident above it, is fifty and more.
    expect(Math.abs((after?.y ?? Number.NaN) - (before?.y ?? Number.NaN))).toBeLessThan(8);
  });

  test('the Integrations page and the page of one integration follow as well', async ({ page, visit, house }) => {
    await visit(LIST);
    const list = new Integrations(page);
    const other = await page.context().newPage();
    await visit(LIST, other);
    await new Integrations(other).row('Contoso').getByRole('link', { name: 'Contoso' }).click();
    const health = other.getByRole('region', { name: 'Health' });
    await expect(health).toContainText('Connected');

    await house.sandbox.breaks('itGlueUs', { fault: { kind: 'status', status: 403, body: REFUSED } });
    await expect(async () => {
      await probe(house, 'Contoso');
      await expect(list.row('Contoso')).toContainText('Disconnected', { timeout: 2000 });
      await expect(health).toContainText('Disconnected', { timeout: 2000 });
    }).toPass();
    await expect(page.getByRole('link', { name: /^Integration Status/ })).toContainText('2 waiting');
  });

  test('the cards narrow the list, count what it shows, and stand in the address', async ({ page, visit }) => {
    await visit(STATUS);
    const status = new StatusPage(page);
    for (const state of ['Connected', 'Disconnected']) {
      const count = await status.count(state);
      await status.card(state).click();
      await expect(page).toHaveURL(new RegExp(`badge=${state.toLowerCase()}`));
      await expect(status.rows).toHaveCount(count);
      await status.card(state).click();
      await expect(status.rows).toHaveCount(3);
    }
    await page.getByRole('link', { name: /^IT Glue/ }).click();
    await expect(status.rows).toHaveCount(2);
    await status.search.fill('fab');
    await expect(status.rows).toHaveCount(1);
    await expect(page).toHaveURL(/vendor=it_glue&q=fab/);
    await page.reload();
    await expect(status.row('Fabrikam')).toBeVisible();
    await expect(status.search).toHaveValue('fab');
    await status.search.fill('zebra');
    await expect(page.getByText('Nothing matches')).toBeVisible();
    await page.getByRole('link', { name: 'Show everything' }).click();
    await expect(status.rows).toHaveCount(3);
  });

  test('the bar is walked by the keyboard, and Enter opens every check of the half hour', async ({ page, visit }) => {
    await visit(STATUS);
    const status = new StatusPage(page);
    const bar = status.bar('Fabrikam');
    await expect(bar).toHaveAccessibleName(/: \d+ checks?, \d+ .*refused/);
    await bar.focus();
    await expect(bar).toHaveAttribute('aria-valuenow', '48');
    await expect(bar).toHaveAttribute('aria-valuetext', /refused/);
    await page.keyboard.press('ArrowLeft');
    await expect(bar).toHaveAttribute('aria-valuenow', '47');
    await page.keyboard.press('Home');
    await expect(bar).toHaveAttribute('aria-valuenow', '1');
    await expect(bar).toHaveAttribute('aria-valuetext', /no check/);
    await page.keyboard.press('End');
    await expect(bar).toHaveAttribute('aria-valuenow', '48');
    await page.keyboard.press('Enter');

    const drawer = status.drawer('Half an hour');
    await expect(drawer.getByRole('heading', { name: 'Fabrikam' })).toBeVisible();
    await expect(drawer).toContainText('Credentials refused');
    await expect(drawer.getByRole('figure').first()).toContainText('The vendor answered');
    const address = page.url();
    expect(address).toMatch(/open=int_\w+&at=/);
    await page.keyboard.press('Escape');
    await expect(drawer).toHaveCount(0);
    await visit(address);
    await expect(drawer).toContainText('Credentials refused');
  });

  test('a snooze is made, shown, and ended; maintenance is planned', async ({ page, visit }) => {
    await visit(STATUS);
    const status = new StatusPage(page);
    await (await status.menu('Fabrikam')).getByRole('button', { name: 'Snooze for 2 hours' }).click();
    await expect(status.toasts).toContainText('Snoozed.');
    await expect(status.row('Fabrikam')).toContainText('Snoozed');
    await expect(status.holds).toContainText('Fabrikam');
    await (await status.menu('Fabrikam')).getByRole('button', { name: 'Tell people again' }).click();
    await expect(status.row('Fabrikam')).not.toContainText('Snoozed');

    await (await status.menu('Northgate')).getByRole('link', { name: 'Plan maintenance…' }).click();
    const plan = status.drawer('Plan maintenance');
    await plan.getByLabel(/^Why/).fill('Change 4711');
    await plan.getByRole('button', { name: 'Plan it' }).click();
    await expect(status.holds).toContainText('Change 4711');
    await plan.getByRole('link', { name: 'Cancel' }).click();
    await expect(status.row('Northgate')).toContainText('Maintenance');
  });

  test('every integration that is shown is rechecked, with the queue in sight', async ({ page, visit, house }) => {
    await house.sandbox.breaks('itGlueUs', { fault: { kind: 'status', status: 403, body: REFUSED } });
    await visit(STATUS);
    const status = new StatusPage(page);
    await expect(status.row('Contoso')).toContainText('Connected');
    await page.getByRole('button', { name: 'Recheck all' }).click();
    await expect(page.getByText('All 3 rechecked')).toBeVisible();
    await expect(status.row('Contoso')).toContainText('Disconnected');
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('everything is read, narrowed and rechecked by links and forms', async ({ page, visit, house }) => {
    await fill(house);
    await visit(STATUS);
    const status = new StatusPage(page);
    await expect(status.rows).toHaveCount(3);
    await expect(status.row('Contoso')).toContainText('Connected');
    await status.card('Disconnected').click();
    await expect(status.rows).toHaveCount(1);
    await expect(status.row('Fabrikam')).toContainText('Disconnected');
    await status.table('Fabrikam').click();
    const day = status.drawer('Health of an integration');
    await day.getByRole('table', { name: /^Half hours/ }).getByRole('link').first().click();
    await expect(status.drawer('Half an hour')).toContainText('Credentials refused');

    await visit(STATUS);
    await status.search.fill('contoso');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(status.rows).toHaveCount(1);
    await house.sandbox.breaks('itGlueUs', { fault: { kind: 'status', status: 403, body: REFUSED } });
    await status.recheck('Contoso').click();
    await expect(status.row('Contoso')).toContainText('Disconnected');
  });
});

test.describe('a Viewer', () => {
  test.use({ as: 'viewer' });

  test('sees everything and can change nothing', async ({ page, visit, house }) => {
    await fill(house);
    await visit(STATUS);
    const status = new StatusPage(page);
    await expect(status.row('Fabrikam')).toContainText('Disconnected');
    await expect(status.recheck('Fabrikam')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Recheck all' })).toHaveCount(0);
    await expect(page.getByLabel('More actions for Fabrikam')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Plan maintenance' })).toHaveCount(0);
  });
});
