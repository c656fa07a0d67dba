// Two people and one dangerous call: one asks, the other sees whom it hits, and decides; nobody decides on their own.
import type { Browser, Page } from '@playwright/test';
import { Approvals, HISTORY, QUEUE } from '../pages/approvals';
import { Operations } from '../pages/operations';
import type { House, Role } from '../support/server';
import { expect, test } from '../support/test';
import { awake } from '../support/watch';

const QUARANTINE = '/app/operations/datto_edr/agents.quarantine';
const RULE = { vendor: 'datto_edr', operation: 'agents.quarantine' };
const INSTANCE = 'https://northgate.infocyte.com';
const TOKEN = 'sandboxEdrAnalyst00000000000000000000000000000000000000000000001';

interface Agent {
  id: string;
  hostname: string;
}

/** The page of another person. */
async function of(browser: Browser, house: House, role: Role): Promise<Page> {
  const context = await browser.newContext({ baseURL: house.url });
  await context.addCookies(await house.session(role));
  return context.newPage();
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await awake(page);
}

/** Endpoints that are not cut off and whose name is theirs alone. */
async function agents(house: House): Promise<Agent[]> {
  const call = { input: { limit: 40, isolated: false, active: true } };
  const answer = await house.api<{ output: { items: Agent[] } }>('POST', '/operations/datto_edr/agents.list', call);
  return answer.output.items.filter((agent) => agent.hostname.startsWith('WS-'));
}

/** Asks for a quarantine on its page, through the form. */
async function asks(page: Page, agent: Agent, why: string): Promise<void> {
  await open(page, QUARANTINE);
  const operations = new Operations(page);
  await operations.field('agent_id').fill(agent.id);
  await page.getByLabel('Why').fill(why);
  await page.getByRole('button', { name: 'Ask for it' }).click();
  await expect(page.getByText('waits for another person to approve it')).toBeVisible();
}

test.beforeEach(async ({ house }) => {
  await house.clear();
  await house.api('PUT', '/operation-rules', { ...RULE, rule: null });
  const pending = await house.api<{ items: { id: string }[] }>('GET', '/approvals?status=pending');
  for (const one of pending.items) await house.api('POST', `/approvals/${one.id}/reject`);
  await house.api('POST', '/integrations', {
    vendor: 'datto_edr',
    name: 'Northgate EDR',
    settings: { instance: INSTANCE },
    credentials: { api_token: TOKEN },
  });
});

test('one asks, the other sees whom it hits and approves, and the vendor is called once', async ({
  browser,
  house,
  page,
  visit,
}) => {
  const [agent] = await agents(house);
  const asker = await of(browser, house, 'tech');
  await asks(asker, agent!, 'An alert named it.');
  await asker.getByRole('link', { name: 'See the approval' }).click();
  await expect(asker.getByText('You asked for this, so somebody else approves it.')).toBeVisible();
  await expect(asker.getByRole('button', { name: 'Approve and run' })).toBeDisabled();

  await visit(QUEUE);
  const card = new Approvals(page).card(`Cuts ${agent!.hostname} off from the network`);
  await expect(card.self).toContainText('An alert named it.');
  await expect(card.self).toContainText('Held: asks a Tech');
  await expect(card.self).toContainText('Release it with agents.release');
  await expect(card.self.getByRole('region', { name: 'Exact arguments' })).toContainText(agent!.id);
  await card.reason.fill('Agreed by phone.');
  await card.approve.click();
  await expect(page.getByText('Approved, and done.')).toBeVisible();
  await expect(page.getByText('Nobody waits for you')).toBeVisible();

  await visit(HISTORY);
  const row = page.getByRole('row').filter({ hasText: agent!.hostname });
  await expect(row).toContainText('Done');
  await expect(row).toContainText('Agreed by phone.');
  await asker.reload();
  await awake(asker);
  await expect(asker.getByRole('article')).toContainText('Done');
  await asker.context().close();
});

test('what was asked for is rejected with a reason that goes back, or taken back by whoever asked', async ({
  browser,
  house,
  page,
  visit,
}) => {
  const [first, second] = await agents(house);
  const asker = await of(browser, house, 'tech');
  await asks(asker, first!, 'A test.');
  await asks(asker, second!, 'A slip.');
  await visit(QUEUE);
  await expect(page.getByText('2 alike').locator('..')).toContainText('agent_id');
  const card = new Approvals(page).card(first!.hostname);
  await card.reason.fill('It is the director’s.');
  await card.reject.click();
  await expect(page.getByText('Rejected; nothing was called.')).toBeVisible();
  await open(asker, QUEUE);
  await new Approvals(asker).card(second!.hostname).takeBack.click();
  await expect(asker.getByText('Nobody waits for you')).toBeVisible();
  await visit(HISTORY);
  await expect(page.getByRole('row').filter({ hasText: 'It is the director’s.' })).toContainText('Rejected');
  await asker.context().close();
});

test('a target that changed cannot be approved, and the page says what changed', async ({ browser, house, page, visit }) => {
  const [agent] = await agents(house);
  const asker = await of(browser, house, 'tech');
  await asks(asker, agent!, 'An alert named it.');
  // Somebody else has it quarantined meanwhile, by a rule that lets it run at once.
  await house.api('PUT', '/operation-rules', { ...RULE, rule: 'auto' });
  const call = { input: { agent_id: agent!.id } };
  const begun = await house.api<{ output: { task_id: string } }>('POST', '/operations/datto_edr/agents.quarantine', call);
  const task = { input: { id: begun.output.task_id } };
  await expect
    .poll(async () => {
      const now = await house.api<{ output: { status: string } }>('POST', '/operations/datto_edr/tasks.get', task);
      return now.output.status;
    })
    .toBe('Completed');
  await visit(QUEUE);
  await new Approvals(page).card(agent!.hostname).again.click();
  await expect(page.getByText('it is no longer what was asked for, so nothing was called')).toBeVisible();
  await page.getByRole('link', { name: 'See it' }).click();
  await expect(page.getByRole('button', { name: 'Approve and run' })).toBeDisabled();
  await expect(page.getByRole('row').filter({ hasText: 'Isolated' })).toContainText('yes');
  await asker.context().close();
});

test('the queue is gone through by keys, and no single key decides', async ({ browser, house, page, visit }) => {
  const [first, second] = await agents(house);
  const asker = await of(browser, house, 'tech');
  await asks(asker, first!, 'One.');
  await asks(asker, second!, 'Two.');
  await visit(QUEUE);
  const approvals = new Approvals(page);
  await page.keyboard.press('j');
  await expect(approvals.cards.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(approvals.cards.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('a');
  await expect(approvals.card(first!.hostname).approve).toBeFocused();
  await expect(approvals.cards).toHaveCount(2);
  await page.keyboard.press('r');
  await expect(approvals.card(first!.hostname).reject).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Rejected; nothing was called.')).toBeVisible();
  await expect(approvals.cards).toHaveCount(1);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('Approvals: the next call');
  await asker.context().close();
});

test('an administrator switches an operation off, and everybody is told', async ({ browser, house, page, visit }) => {
  await visit(QUARANTINE);
  await page.getByText('Change a rule').click();
  await page.locator('select[name="rule"]').selectOption('off');
  await page.getByRole('button', { name: 'Set the rule' }).click();
  await expect(page.getByText('Switched off').first()).toBeVisible();
  const [agent] = await agents(house);
  const asker = await of(browser, house, 'tech');
  await open(asker, QUARANTINE);
  await new Operations(asker).field('agent_id').fill(agent!.id);
  await asker.getByRole('button', { name: 'Call it' }).click();
  await expect(asker.getByText('This operation is switched off.')).toBeVisible();
  await expect(asker.getByText('Change a rule')).toHaveCount(0);
  await asker.context().close();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a held call is approved all the same', async ({ house, page, visit }) => {
    const [agent] = await agents(house);
    await house.session('tech');
    await visit(QUARANTINE);
    await page.getByLabel('Input, as JSON').fill(JSON.stringify({ agent_id: agent!.id }));
    await page.getByRole('button', { name: 'Ask for it' }).click();
    await expect(page.getByText('waits for another person to approve it')).toBeVisible();
    await page.context().clearCookies();
    await page.context().addCookies(await house.session('tech'));
    await visit(QUEUE);
    await new Approvals(page).card(agent!.hostname).approve.click();
    await visit(HISTORY);
    await expect(page.getByRole('row').filter({ hasText: agent!.hostname }).first()).toContainText('Done');
  });
});
