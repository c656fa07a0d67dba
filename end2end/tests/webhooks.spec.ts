// A webhook from its making to its end: the secret stands on screen once, proves deliveries, and is rotated.
import { Events, EVENTS } from '../pages/events';
import { WEBHOOKS, Webhooks } from '../pages/webhooks';
import { expect, test } from '../support/test';
import { makeWebhook, postAsAutotask, settled, ticketCreated } from '../support/webhook';

test.beforeEach(async ({ house }) => {
  await house.clear();
});

test('a webhook is made, its secret shown once, and its first event seen without a reload', async ({
  page,
  visit,
  house,
}) => {
  await house.connectAutotask('Northgate PSA');
  await visit(WEBHOOKS);
  const webhooks = new Webhooks(page);
  const { url, secret } = await webhooks.make('Tickets of Northgate');
  expect(url).toContain('/hooks/');
  await expect(webhooks.row('Tickets of Northgate')).toContainText('Waiting for the first event');
  await expect(webhooks.row('Tickets of Northgate')).toContainText('Autotask PSA');

  expect(await postAsAutotask(url, secret, ticketCreated(17, 'Printer on fire'))).toBe(202);
  await expect(webhooks.row('Tickets of Northgate')).toContainText('Receiving');

  const drawer = await webhooks.open('Tickets of Northgate');
  await expect(drawer.place).toContainText(url);
  await expect(drawer.place).toContainText(`…${secret.slice(-4)}`);
  expect(await page.content()).not.toContain(secret);
});

test('a delivery with a wrong secret is refused, kept, and says why', async ({ page, visit, house }) => {
  const account = await house.connectAutotask('Northgate PSA');
  const { id, url } = await makeWebhook(house, account.id, 'Strict');
  const status = await postAsAutotask(url, 'a secret of somebody else', ticketCreated(17, 'Forged'));
  expect(status).toBe(401);

  await visit(`${EVENTS}?webhook=${id}`);
  const events = new Events(page);
  await expect(events.row('Rejected')).toContainText('signature mismatch');
  const drawer = await events.open('Rejected');
  await expect(drawer.analysis).toContainText('Verify failed: signature mismatch');
  await expect(drawer.analysis).toContainText('Signature doctor');
});

test('after a rotation the old secret is accepted for a while, and the new one at once', async ({
  page,
  visit,
  house,
}) => {
  const account = await house.connectAutotask('Northgate PSA');
  const { id, url, secret: old } = await makeWebhook(house, account.id, 'Rotated');
  await visit(WEBHOOKS);
  const webhooks = new Webhooks(page);
  const drawer = await webhooks.open('Rotated');
  const fresh = await drawer.newSecret();
  expect(fresh).not.toBe(old);
  expect(await postAsAutotask(url, old, ticketCreated(17, 'With the old one'))).toBe(202);
  expect(await postAsAutotask(url, fresh, ticketCreated(17, 'With the new one'))).toBe(202);

  await visit(`${WEBHOOKS}?open=${id}`);
  await drawer.place.getByRole('button', { name: 'End now' }).click();
  await expect(drawer.place.getByRole('button', { name: 'End now' })).toHaveCount(0);
  expect(await postAsAutotask(url, old, ticketCreated(17, 'Too late'))).toBe(401);
  await settled(house, id, 3);
});

test('a webhook that is switched off refuses, and is deleted in two steps', async ({ page, visit, house }) => {
  const account = await house.connectAutotask('Northgate PSA');
  const { id, url, secret } = await makeWebhook(house, account.id, 'Short-lived');
  await visit(`${WEBHOOKS}/${id}`);
  const drawer = page.getByRole('dialog', { name: 'Webhook' });
  await drawer.locator('summary', { hasText: 'Settings' }).click();
  await drawer.getByRole('checkbox', { name: 'Takes events' }).uncheck();
  await drawer.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(new Webhooks(page).row('Short-lived')).toContainText('Switched off');
  expect(await postAsAutotask(url, secret, ticketCreated(17, 'Nobody listens'))).toBeGreaterThanOrEqual(400);

  // The drawer is drawn again once the save is done.
  await expect(async () => {
    const deleting = drawer.locator('summary', { hasText: 'Delete the webhook' });
    const sure = drawer.getByRole('button', { name: 'Delete it' });
    if (!(await deleting.isVisible())) await drawer.locator('summary', { hasText: 'Settings' }).click({ timeout: 1000 });
    if (!(await sure.isVisible())) await deleting.click({ timeout: 1000 });
    await sure.click({ timeout: 1000 });
  }).toPass();
  await expect(new Webhooks(page).row('Short-lived')).toHaveCount(0);
});

test('a webhook is told to carry out events about one ticket in their order, and keeps it', async ({
  page,
  visit,
  house,
}) => {
  const account = await house.connectAutotask('Northgate PSA');
  const { id } = await makeWebhook(house, account.id, 'In order');
  await visit(`${WEBHOOKS}/${id}`);
  const drawer = page.getByRole('dialog', { name: 'Webhook' });
  const settings = drawer.locator('summary', { hasText: 'Settings' });
  const ordered = drawer.getByRole('checkbox', { name: 'One after the other' });
  await settings.click();
  await expect(ordered).not.toBeChecked();
  await expect(ordered).toHaveAccessibleDescription(/a later one waits until the earlier one is over/);
  await ordered.check();
  const saved = page.waitForResponse((answer) => answer.url().includes('/app/do/webhooks/change'));
  await drawer.getByRole('button', { name: 'Save', exact: true }).click();
  await saved;

  await visit(`${WEBHOOKS}/${id}`);
  await settings.click();
  await expect(ordered).toBeChecked();
  await expect(drawer.getByRole('checkbox', { name: 'Takes events' })).toBeChecked();
});

test.describe('a Viewer', () => {
  test.use({ as: 'viewer' });

  test('sees webhooks and can change none', async ({ page, visit, house }) => {
    const account = await house.connectAutotask('Northgate PSA');
    const { id } = await makeWebhook(house, account.id, 'Looked at');
    await visit(`${WEBHOOKS}?open=${id}`);
    const drawer = page.getByRole('dialog', { name: 'Webhook' });
    await expect(drawer).toContainText('/hooks/');
    await expect(drawer.getByRole('button', { name: /new secret|End now|Save|Register/ })).toHaveCount(0);
    await expect(new Webhooks(page).add).toHaveCount(0);
  });
});
