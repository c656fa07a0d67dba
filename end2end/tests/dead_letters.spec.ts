// From a dead letter to its mending: the stage, the code, the fix, the page that performs it, and the way back in.
import { CUSTOMERS, Customers, RULES, Rules } from '../pages/automation';
import { DEAD_LETTERS, DeadLetters, EVENTS, Events } from '../pages/events';
import type { House } from '../support/server';
import { expect, test } from '../support/test';
import { type Issued, makeWebhook, postAsAutotask, settled, ticketCreated } from '../support/webhook';

const UNMAPPED = 'Resolve failed: customer not mapped';

async function webhook(house: House, name: string): Promise<Issued> {
  const known = (await house.integrations())[0];
  const account = known ?? (await house.connectAutotask('Northgate PSA'));
  return makeWebhook(house, account.id, name);
}

test('an unmapped customer is mended by following the fix, and the event replayed', async ({ page, visit, house }) => {
  const { id, url, secret } = await webhook(house, 'Mended');
  await visit(RULES);
  await new Rules(page).ignoring('Nobody needs printers', { kinds: 'ticket.*', words: 'printer' });
  await expect(new Rules(page).row('Nobody needs printers')).toBeVisible();
  await postAsAutotask(url, secret, ticketCreated(880_001, 'The printer is out of paper'));
  const [event] = await settled(house, id, 1);

  await visit(`${DEAD_LETTERS}?webhook=${id}`);
  const group = new DeadLetters(page).group(UNMAPPED);
  await expect(group).toContainText('Do this:');
  await expect(group).toContainText('880001');
  await group.locator('.form-actions').getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`${CUSTOMERS}\\?vendor=autotask`));
  const customers = new Customers(page);
  await expect(customers.record('880001')).toContainText('Autotask PSA');
  await customers.mapToNew('880001');
  await expect(customers.record('880001')).toHaveCount(0);
  await expect(customers.table).toContainText('880001');

  await visit(`${EVENTS}?event=${event?.id}`);
  const { drawer } = new Events(page);
  await drawer.askReplay();
  await drawer.replay.click();
  await expect(drawer.place).toContainText('Replay of');
  await expect(drawer.place).toContainText('Ignored');
  await expect(drawer.stage('Resolve')).toContainText('Done');
  await expect(drawer.place).toContainText('880001');
});

test('a group is replayed as a job that tells how far it is', async ({ page, visit, house }) => {
  const { id, url, secret } = await webhook(house, 'Grouped');
  for (const what of ['one', 'two', 'three']) {
    await postAsAutotask(url, secret, ticketCreated(880_002, `Scanner ${what}`));
  }
  await settled(house, id, 3);
  await visit(RULES);
  await new Rules(page).ignoring('Nobody needs scanners', { words: 'scanner' });
  await visit(CUSTOMERS);
  const customers = new Customers(page);
  await expect(customers.record('880002')).toContainText('3');
  await customers.mapToNew('880002');
  await expect(customers.record('880002')).toHaveCount(0);

  await visit(`${DEAD_LETTERS}?webhook=${id}`);
  const letters = new DeadLetters(page);
  await expect(letters.group(UNMAPPED)).toContainText('3 events');
  await letters.replayAll(letters.group(UNMAPPED), 'mapped the customer');
  await expect(letters.jobs).toContainText('3 of 3 replayed');
  await expect(letters.jobs).toContainText('Done');
  const after = await settled(house, id, 6);
  expect(after.filter((one) => one.status === 'ignored')).toHaveLength(3);
});

test.describe('a Viewer', () => {
  test.use({ as: 'viewer' });

  test('sees what broke and replays nothing', async ({ page, visit, house }) => {
    const { id, url, secret } = await webhook(house, 'Watched');
    await postAsAutotask(url, secret, ticketCreated(880_003, 'Somebody else’s'));
    await settled(house, id, 1);
    await visit(`${DEAD_LETTERS}?webhook=${id}`);
    const group = new DeadLetters(page).group(UNMAPPED);
    await expect(group).toContainText('1 event');
    await expect(group.locator('summary').filter({ hasText: /^Replay/ })).toHaveCount(0);
    await visit(CUSTOMERS);
    const customers = new Customers(page);
    await expect(customers.record('880003')).toBeVisible();
    await expect(customers.record('880003').getByRole('button')).toHaveCount(0);
  });
});
