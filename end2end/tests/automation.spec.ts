// Rules and SOPs: made, tried before they act, saved as versions, and rolled back.
import { RULES, Rules, SOPS, SopEditor } from '../pages/automation';
import { NOTIFICATIONS, NotificationsPage } from '../pages/status';
import { expect, test } from '../support/test';

test.beforeEach(async ({ house }) => {
  if ((await house.integrations()).length === 0) await house.connectAutotask('Northgate PSA');
});

test('a rule is made, moved, and tried on a sample: each rule says why it did not fire', async ({ page, visit }) => {
  await visit(RULES);
  const rules = new Rules(page);
  await rules.ignoring('Newsletters', { words: 'newsletter' });
  await expect(rules.row('Newsletters')).toBeVisible();
  await rules.ignoring('Every ticket', { kinds: 'ticket.*' });
  await expect(rules.row('Every ticket')).toContainText('ignore it, on purpose');

  await rules.tryOn(/Autotask PSA — .*password reset/i);
  const verdict = (name: string) => rules.verdicts.getByRole('row').filter({ hasText: name });
  await expect(verdict('Newsletters')).toContainText('Does not fit');
  await expect(verdict('Newsletters')).toContainText(/newsletter/);
  await expect(verdict('Every ticket')).toContainText('Fires');

  await rules.row('Every ticket').getByRole('button', { name: 'Up' }).click();
  await expect(rules.table.getByRole('row').nth(1)).toContainText('Every ticket');
  await rules.row('Every ticket').getByRole('button', { name: 'Switch off' }).click();
  await expect(rules.row('Every ticket').getByRole('button', { name: 'Switch on' })).toBeVisible();
});

test('a SOP is cloned, checked, tried, saved, compared and rolled back', async ({ page, visit }) => {
  await visit(SOPS);
  const editor = new SopEditor(page);
  await editor.template('Password reset').getByRole('link', { name: 'Clone it' }).click();
  await expect(editor.steps).toHaveCount(4);
  await editor.name.fill('Ask before anything');
  for (const title of ['End every session', 'Reset the password', 'Find the user']) {
    await editor.step(title).getByRole('button', { name: 'Remove' }).click();
  }
  await expect(editor.steps).toHaveCount(1);

  // What is left still names a step that is gone.
  await editor.check.click();
  await expect(page.getByRole('region', { name: 'Save' })).toContainText('steps[0].input');
  const input = editor.step('Confirm who is asking').getByLabel(/^What the person is asked/);
  await input.fill('{"message": "Shall {{ event.subject }} go on?"}');
  await editor.check.click();
  await expect(page.getByText('Nothing is wrong with it.')).toBeVisible();

  await editor.dryRun.click();
  const outcome = page.getByRole('region', { name: 'Try it' });
  await expect(outcome.getByRole('heading', { name: 'Confirm who is asking' })).toBeVisible();

  await editor.save.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ask before anything' })).toBeVisible();
  await editor.name.fill('Ask always');
  await editor.note('a better name');
  await editor.save.click();
  await expect(page.locator('.toasts')).toContainText('Saved as version 2.');

  await editor.versions();
  await expect(editor.version(2)).toContainText('a better name');
  await editor.version(2).locator('summary', { hasText: 'What changed' }).click();
  await expect(editor.version(2)).toContainText('added: "name": "Ask always"');
  await editor.version(1).locator('summary', { hasText: 'Roll back to this' }).click();
  await editor.version(1).getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ask before anything' })).toBeVisible();
  await editor.versions();
  await expect(editor.version(3)).toContainText('(now)');
});

test('the editor is worked by the keyboard: a step is added, moved and taken away', async ({ page, visit }) => {
  await visit(`${SOPS}/new`);
  const editor = new SopEditor(page);
  await page.getByRole('button', { name: '+ Approval' }).press('Enter');
  await page.getByRole('button', { name: '+ Chat message' }).press('Enter');
  await expect(editor.steps.nth(1)).toContainText('2. chat');
  await editor.step('chat').getByRole('button', { name: 'Up' }).press('Enter');
  await expect(editor.steps.nth(0)).toContainText('1. chat');
  await editor.step('approval').getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(editor.steps).toHaveCount(1);
});

test('a chat step posts to a channel that is chosen from a list; where there is none, the way to one is shown', async ({
  page,
  visit,
}) => {
  const editor = new SopEditor(page);
  const step = editor.step('chat');
  const add = page.getByRole('button', { name: '+ Chat message' });
  await visit(`${SOPS}/new`);
  await add.click();
  await expect(step.getByRole('link', { name: 'Notifications' })).toHaveAttribute('href', `${NOTIFICATIONS}?new=1`);

  await visit(`${NOTIFICATIONS}?new=1`);
  const notifications = new NotificationsPage(page);
  const { drawer } = notifications;
  await drawer.getByLabel('Kind').selectOption('slack');
  await drawer.getByLabel(/^Name/).fill('Service desk');
  await drawer.getByLabel(/^Webhook address/).fill('https://hooks.slack.com/services/T000/B000/x');
  await drawer.getByRole('button', { name: 'Add the channel' }).click();
  await expect(notifications.channel('Service desk')).toBeVisible();

  await visit(`${SOPS}/new`);
  await editor.name.fill('Tell the desk');
  await add.click();
  await step.getByLabel('Channel').selectOption({ label: 'Service desk (Slack)' });
  await step.getByLabel('Text').fill('{{ event.subject }} came in');
  await editor.save.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tell the desk' })).toBeVisible();
  await page.reload();
  await expect(step.getByLabel('Channel').locator('option:checked')).toHaveText('Service desk (Slack)');
  await expect(step.getByLabel('Text')).toHaveValue('{{ event.subject }} came in');
});

test.describe('a Viewer', () => {
  test.use({ as: 'viewer' });

  test('reads rules and SOPs and changes none', async ({ page, visit }) => {
    await visit(RULES);
    await expect(page.getByRole('heading', { level: 1, name: 'Routing rules' })).toBeVisible();
    await expect(new Rules(page).add).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^(Up|Down|Switch|Delete)/ })).toHaveCount(0);
    await visit(SOPS);
    await expect(page.getByRole('heading', { name: 'Ready to clone' })).toBeVisible();
    await expect(page.getByRole('link', { name: /New SOP|Clone it/ })).toHaveCount(0);
    await visit(`${SOPS}/new`);
    await expect(page.getByText('Your role can look, and not save.')).toBeVisible();
    await expect(page.getByRole('button', { name: /^(Save|Check|Remove|\+)/ })).toHaveCount(0);
  });
});
