// A password that a call made: revealed once on the page of whoever asked, whether it was called at once, or approved by
// another person; and gone everywhere else.
import type { Browser, Locator, Page } from '@playwright/test';
import { Approvals, QUEUE } from '../pages/approvals';
import { Operations } from '../pages/operations';
import { MICROSOFT365 } from '../support/sandbox';
import type { House, Role } from '../support/server';
import { expect, test } from '../support/test';
import { awake } from '../support/watch';

const CREATE = '/app/operations/microsoft365/users.create';
const RESET = '/app/operations/microsoft365/users.reset_password';
/** Somebody without any role in the largest customer's tenant. */
const USER = '05000001-0000-4000-8000-000000000001';
/** What begins a run, here by hand. */
const TRIGGERS = { vendor: 'microsoft365', kinds: ['user.updated'] };
const EVENT = { source: 'microsoft365', kind: 'user.updated', subject: 'A user was updated', body: '', vendor: {} };
/** What Ops AI makes: twenty signs, none of which is taken for another. */
const PASSWORD = /^[A-HJ-NP-Za-km-z2-9_.+=:!?-]{20}$/;

/** Where a password that was made is offered, and then told. */
class Handover {
  readonly self: Locator;
  readonly reveal: Locator;
  readonly secret: Locator;

  constructor(page: Page) {
    this.self = page.getByRole('region', { name: 'A password that was made' });
    this.reveal = this.self.getByRole('button', { name: 'Reveal once' });
    this.secret = this.self.locator('.copy-line code');
  }

  /** Presses, and gives the password. */
  async told(): Promise<string> {
    await this.reveal.click();
    await expect(this.self).toContainText('This is the only time it is shown.');
    await expect(this.secret).toHaveText(PASSWORD);
    await expect(this.reveal).toHaveCount(0);
    return this.secret.innerText();
  }

  /** Presses, and is told that it was told already, or to somebody else. */
  async refused(): Promise<void> {
    await this.reveal.click();
    await expect(this.self.getByRole('alert')).toContainText('A password is told once');
    await expect(this.secret).toHaveCount(0);
  }
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

test.beforeEach(async ({ house, watch }) => {
  await house.clear();
  const pending = await house.api<{ items: { id: string }[] }>('GET', '/approvals?status=pending');
  for (const one of pending.items) await house.api('POST', `/approvals/${one.id}/reject`);
  await house.connectMicrosoft365('Alder & Finch', MICROSOFT365.good);
  // The browser writes down each answer that is not a 2xx.
  watch.allow(/status of 404/);
});

test('a call made at once: the password is revealed once, and the answer holds none', async ({ page, visit, house }) => {
  await visit(CREATE);
  const operations = new Operations(page);
  const handover = new Handover(page);
  await operations.json('{"user_principal_name": "nova.reed@alder-finch.example", "display_name": "Nova Reed"}');
  await operations.call.click();
  await expect(page.getByText('The vendor answered.')).toBeVisible();
  await expect(operations.output).toContainText('hnd_');
  const password = await handover.told();
  await expect(operations.output).not.toContainText(password);
  expect(page.url()).not.toContain(password);
  const trail = await house.api<object>('GET', '/audit?limit=200');
  expect(JSON.stringify(trail)).toContain('handover.told');
  expect(JSON.stringify(trail)).not.toContain(password);
  expect(house.log).not.toContain(password);
});

test('a held call: whoever approved it is told nothing, and whoever asked is told once', async ({
  browser,
  house,
  page,
  visit,
}) => {
  const asker = await of(browser, house, 'tech');
  await open(asker, RESET);
  await new Operations(asker).field('user').fill(USER);
  await asker.getByLabel('Why').fill('They called from a known number.');
  await asker.getByRole('button', { name: 'Ask for it' }).click();
  await asker.getByRole('link', { name: 'See the approval' }).click();
  await expect(asker.getByRole('article')).toBeVisible();
  const address = asker.url();

  await visit(QUEUE);
  await new Approvals(page).card('password').approve.click();
  await expect(page.getByText('Approved, and done.')).toBeVisible();
  await visit(address);
  await new Handover(page).refused();

  await asker.reload();
  await awake(asker);
  const handover = new Handover(asker);
  const password = await handover.told();
  await expect(asker.getByRole('region', { name: 'Output' })).not.toContainText(password);
  await asker.reload();
  await awake(asker);
  expect(await asker.content()).not.toContain(password);
  await handover.refused();
  await asker.context().close();
});

test.describe('a Viewer', () => {
  test.use({ as: 'viewer' });

  test('sees that a password was made and is told none', async ({ page, visit, house, watch }) => {
    watch.allow(/status of 403/);
    const rule = { vendor: 'microsoft365', operation: 'users.reset_password' };
    await house.api('PUT', '/operation-rules', { ...rule, rule: 'auto' });
    const step = { id: 'reset', kind: 'operation', ...rule, input: { user: USER } };
    const draft = { name: 'Reset', mode: 'full_auto', triggers: TRIGGERS, steps: [step] };
    const sop = await house.api<{ id: string }>('POST', '/sops', draft);
    const run = await house.api<{ id: string }>('POST', `/sops/${sop.id}/run`, { event: EVENT });
    await house.api('PUT', '/operation-rules', { ...rule, rule: null });
    await visit(`/app/runs/${run.id}`);
    const handover = new Handover(page);
    await handover.reveal.click();
    await expect(handover.self.getByRole('alert')).toBeVisible();
    await expect(handover.secret).toHaveCount(0);
  });
});
