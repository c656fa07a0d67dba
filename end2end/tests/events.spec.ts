// What a webhook received: it comes by itself, tells its whole story, and is found again.
import { EVENTS, Events } from '../pages/events';
import type { House } from '../support/server';
import { expect, test } from '../support/test';
import { type Issued, makeWebhook, postAsAutotask, settled, ticketCreated } from '../support/webhook';

async function webhook(house: House, name: string): Promise<Issued> {
  const known = (await house.integrations())[0];
  const account = known ?? (await house.connectAutotask('Northgate PSA'));
  return makeWebhook(house, account.id, name);
}

test('an event appears without a reload, and its drawer tells each stage', async ({ page, visit, house }) => {
  const { url, secret } = await webhook(house, 'Live');
  await visit(EVENTS);
  const events = new Events(page);
  const body = ticketCreated(4711, 'Cannot print since Monday');
  expect(await postAsAutotask(url, secret, body)).toBe(202);
  await events.arrivals.click();
  await expect(events.row('Cannot print since Monday')).toContainText('Dead letter');
  await expect(events.row('Cannot print since Monday')).toContainText('Autotask PSA');

  const drawer = await events.open('Cannot print since Monday');
  await expect(page).toHaveURL(/event=evt_/);
  for (const done of ['Parse', 'Normalise']) await expect(drawer.stage(done)).toContainText('Done');
  await expect(drawer.stage('Resolve')).toContainText('Failed');
  await expect(drawer.analysis).toContainText('Resolve failed: customer not mapped');
  await expect(drawer.place.getByRole('region', { name: 'Payload' })).toContainText('"CompanyID"');
  await page.keyboard.press('Escape');
  await expect(drawer.place).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`${EVENTS}$`));
});

test('the same delivery twice is one event with a duplicate', async ({ page, visit, house }) => {
  const { id, url, secret } = await webhook(house, 'Twice');
  const body = ticketCreated(4711, 'Said twice');
  expect(await postAsAutotask(url, secret, body)).toBe(202);
  expect(await postAsAutotask(url, secret, body)).toBe(202);
  await settled(house, id, 1);
  await visit(`${EVENTS}?webhook=${id}`);
  const events = new Events(page);
  await expect(events.row('Said twice')).toHaveCount(1);
  await expect(events.row('Said twice')).toContainText('+1 duplicate');
});

test('the list is narrowed by status, time and words, all in the address', async ({ page, visit, house }) => {
  const { id, url, secret } = await webhook(house, 'Narrowed');
  await postAsAutotask(url, secret, ticketCreated(4711, 'Needle'));
  await postAsAutotask(url, 'wrong', ticketCreated(4711, 'Hay'));
  await settled(house, id, 2);
  await visit(`${EVENTS}?webhook=${id}`);
  const events = new Events(page);
  await expect(events.table.getByRole('row')).toHaveCount(3);
  await events.status('Rejected').click();
  await expect(page).toHaveURL(/status=rejected/);
  await expect(events.table.getByRole('row')).toHaveCount(2);
  await events.status('All').click();
  await events.search.fill('Needle');
  await page.getByLabel('Received').selectOption('1h');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(page).toHaveURL(/q=Needle/);
  await expect(page).toHaveURL(/within=1h/);
  await expect(events.row('Needle')).toHaveCount(1);
  await expect(events.table.getByRole('row')).toHaveCount(2);
  await events.search.fill('zebra');
  await events.search.press('Enter');
  await expect(page.getByRole('heading', { name: 'No event fits' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear the filter' }).click();
  await expect(page).toHaveURL(new RegExp(`${EVENTS}$`));
});

test('an event’s own address opens it, and what a replay would do is told beforehand', async ({ page, visit, house }) => {
  const { id, url, secret } = await webhook(house, 'Addressed');
  await postAsAutotask(url, secret, ticketCreated(4711, 'Linked to'));
  const [event] = await settled(house, id, 1);
  await visit(`${EVENTS}/${event?.id}`);
  const { drawer } = new Events(page);
  await expect(drawer.place).toContainText('Linked to');
  await drawer.askReplay();
  await drawer.dryReplay.click();
  await expect(drawer.place).toContainText('Nothing was stored and nothing has acted.');
  expect(await settled(house, id, 1)).toHaveLength(1);
});

test.describe('a Viewer', () => {
  test.use({ as: 'viewer' });

  test('reads an event and cannot replay it', async ({ page, visit, house }) => {
    const { id, url, secret } = await webhook(house, 'Read only');
    await postAsAutotask(url, secret, ticketCreated(4711, 'Only looked at'));
    await settled(house, id, 1);
    await visit(`${EVENTS}?webhook=${id}`);
    const drawer = await new Events(page).open('Only looked at');
    await expect(drawer.analysis).toBeVisible();
    await expect(drawer.place.locator('summary').filter({ hasText: /^Replay$/ })).toHaveCount(0);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('an event is found by the form and read whole', async ({ page, visit, house }) => {
    const { id, url, secret } = await webhook(house, 'Plain');
    await postAsAutotask(url, secret, ticketCreated(4711, 'Plain reading'));
    await settled(house, id, 1);
    await visit(EVENTS);
    const events = new Events(page);
    await events.search.fill('Plain reading');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const drawer = await events.open('Plain reading');
    await expect(drawer.analysis).toContainText('customer not mapped');
  });
});
