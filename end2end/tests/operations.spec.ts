// Calling a vendor's operation from its page: the answer as JSON, and a failure in the vendor's own words.
import { CATALOGUE, Operations } from '../pages/operations';
import { expect, test } from '../support/test';

const ADDRESS = `${CATALOGUE}/autotask/tickets.search`;

test.beforeEach(async ({ house }) => {
  await house.clear();
  await house.connectAutotask('Northgate');
});

test('an operation is found by words and by risk, called, and its answer read as JSON', async ({ page, visit }) => {
  await visit(CATALOGUE);
  const operations = new Operations(page);
  await expect(operations.of('IT Glue')).not.toHaveCount(0);
  await operations.search.fill('autotask ticket');
  await expect(operations.of('IT Glue')).toHaveCount(0);
  await page.getByRole('group', { name: 'Risk' }).getByRole('link', { name: 'Write' }).click();
  await expect(operations.link('tickets.update')).toBeVisible();
  await expect(operations.link('tickets.search')).toHaveCount(0);
  await page.getByRole('group', { name: 'Risk' }).getByRole('link', { name: 'Read' }).click();
  await operations.link('tickets.search').click();

  await expect(page.getByRole('heading', { level: 1, name: 'tickets.search' })).toBeVisible();
  await expect(operations.account).toContainText('Northgate (default)');
  await operations.json('{"open_only": true, "limit": 2}');
  await operations.call.click();
  await expect(page.getByText('The vendor answered.')).toBeVisible();
  await expect(operations.output).toContainText('"title"');
  await expect(operations.output.getByText(/^"ticketNumber"|^"number"/)).toHaveCount(2);
});

test('what is no JSON is told before anything is sent', async ({ page, visit, house }) => {
  await visit(ADDRESS);
  const operations = new Operations(page);
  // Probes come when they like; they ask no ticket.
  const asked = async () =>
    (await house.sandbox.journal('autotaskZone')).filter((one) => one.path.endsWith('/Tickets/query')).length;
  const before = await asked();
  await operations.json('{limit: 2}');
  await operations.call.click();
  await expect(page.getByText('This is not JSON yet')).toBeVisible();
  expect(await asked()).toBe(before);
});

test('a vendor’s refusal is shown in its own words', async ({ page, visit, house, watch }) => {
  await visit(ADDRESS);
  const operations = new Operations(page);
  const body = '{"errors":["Synthetic outage of the zone, told by the vendor."]}';
  await house.sandbox.breaks('autotaskZone', { fault: { kind: 'status', status: 503, body } });
  watch.allow(/status of 502/);
  await operations.json('{"limit": 2}');
  await operations.call.click();
  await expect(operations.problem).toContainText('The vendor answered 503');
  await expect(operations.problem.locator('pre')).toHaveText(body);
  await expect(operations.problem.getByText('Request id')).toBeVisible();

  await house.sandbox.mend('autotaskZone');
  await operations.call.click();
  await expect(page.getByText('The vendor answered.')).toBeVisible();
  await expect(operations.problem).toHaveCount(0);
});
