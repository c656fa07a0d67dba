// Who is told: a channel is made, tested, changed and deleted; what is kept sealed is never sent back.
import { NOTIFICATIONS, NotificationsPage } from '../pages/status';
import { expect, test } from '../support/test';

test('a signed webhook is added with a secret that is shown once, tested, switched off and deleted', async ({
  page,
  visit,
}) => {
  await visit(NOTIFICATIONS);
  const notifications = new NotificationsPage(page);
  await expect(page.getByText('Nobody is told')).toBeVisible();
  const address = 'https://hooks.example.com/services/T000/very-secret-part';
  const secret = await notifications.addWebhook('On call', address);
  expect(secret).toMatch(/^whsec_/);
  await notifications.drawer.getByRole('link', { name: 'Done' }).click();
  await expect(notifications.channel('On call')).toContainText('Signed webhook');

  await page.reload();
  const html = await page.content();
  expect(html).not.toContain(secret);
  expect(html).not.toContain('very-secret-part');

  await notifications.channel('On call').getByRole('button', { name: 'Send a test' }).click();
  await expect(notifications.channel('On call')).toContainText('Failed');
  await expect(notifications.log).toContainText('Test');

  await notifications.channel('On call').getByRole('link', { name: 'On call' }).click();
  const edit = page.getByRole('dialog', { name: 'On call' });
  await expect(edit.getByLabel(/^New webhook address/)).toHaveValue('');
  await edit.getByRole('button', { name: 'Switch the channel off' }).click();
  await expect(notifications.channel('On call')).toContainText('Switched off');

  await notifications.channel('On call').locator('summary', { hasText: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the channel' }).click();
  await expect(page.getByText('The channel and its log are deleted.')).toBeVisible();
  await expect(page.getByText('Nobody is told')).toBeVisible();
});

test('an address that is wrong is told at its field', async ({ page, visit, watch }) => {
  await visit(`${NOTIFICATIONS}?new=1`);
  const notifications = new NotificationsPage(page);
  watch.allow(/status of 422/);
  await notifications.drawer.getByLabel('Kind').selectOption('slack');
  await notifications.drawer.getByLabel(/^Webhook address/).fill('not an address');
  await notifications.drawer.getByRole('button', { name: 'Add the channel' }).click();
  await expect(notifications.drawer.getByLabel(/^Webhook address/)).toHaveAttribute('aria-invalid', 'true');
});

test.describe('a Tech', () => {
  test.use({ as: 'tech' });

  test('sees who is told and cannot change it', async ({ page, visit }) => {
    await visit(NOTIFICATIONS);
    const notifications = new NotificationsPage(page);
    await expect(page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
    await expect(notifications.add).toHaveCount(0);
  });
});
