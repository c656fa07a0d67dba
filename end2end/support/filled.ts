// A house at work: one of everything that webhooks, rules and SOPs make.
import type { House } from './server';
import { makeWebhook, postAsAutotask, settled, ticketCreated } from './webhook';

/** Identifiers of what a house was filled with. */
interface Filled {
  webhook: string;
  dead: string;
  sop: string;
  run: string;
}

const filled = new WeakMap<House, Filled>();

/** A SOP that asks a person and then would call a vendor. */
const DRAFT = {
  name: 'Ask, then look at the ticket',
  description: 'Asks whether the ticket shall be looked at, and looks.',
  mode: 'full_auto',
  enabled: false,
  triggers: { vendor: 'autotask', kinds: ['ticket.*'], keywords: ['printer'], conditions: [] },
  steps: [
    {
      id: 'ticket',
      title: 'Find open tickets',
      kind: 'operation',
      vendor: 'autotask',
      operation: 'tickets.search',
      input: { open_only: true, limit: 1 },
    },
    { id: 'ask', title: 'Ask', kind: 'approval', approval: 'tech', input: { message: 'Shall {{ event.subject }} go on?' } },
  ],
};

/** One of everything: accepted, refused, dead and ignored events, a customer, rules, a SOP with two versions, and a run. */
export async function fill(house: House): Promise<Filled> {
  const known = filled.get(house);
  if (known) return known;
  const account = await house.connectAutotask('Northgate PSA');
  const { id, url, secret } = await makeWebhook(house, account.id, 'Tickets of Northgate');
  await house.posts('customers/create', { name: 'Contoso' });
  const rule = { enabled: 'true', then: 'ignore' };
  await house.posts('routing/save', { ...rule, name: 'Newsletters', keywords: 'newsletter' });
  await house.posts('routing/save', { ...rule, name: 'Newsletters again', keywords: 'newsletter' });
  await postAsAutotask(url, secret, ticketCreated(990_001, 'The printer of the whole third floor is out of paper'));
  await postAsAutotask(url, 'wrong', ticketCreated(990_001, 'Forged'));
  const events = await settled(house, id, 2);
  const dead = events.find((one) => one.status === 'dead_lettered')?.id ?? '';
  const sop = await house.asks<{ id: string; version: number }>('sops/save', { id: 'new', draft: DRAFT });
  await house.asks('sops/save', {
    id: sop.id,
    draft: { ...DRAFT, name: 'Ask about printers', version: sop.version, note: 'a better name' },
  });
  const event = { source: 'autotask', kind: 'ticket.created', subject: 'Ticket T1 created: Printer', vendor: { Id: 1 } };
  const { id: run } = await house.asks<{ id: string }>('sops/run', { id: sop.id, event });
  const all = { webhook: id, dead, sop: sop.id, run };
  filled.set(house, all);
  return all;
}
