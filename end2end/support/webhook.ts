// What a vendor does to a webhook, written independently of the product: bodies with the right field names, and their
// signatures by node's own crypto.
import { createHmac } from 'node:crypto';
import type { House } from './server';

/** A webhook as it is issued: the only answer that holds its secret. */
export interface Issued {
  id: string;
  url: string;
  secret: string;
}

/** An event, as far as tests look at it. */
export interface Event {
  id: string;
  status: string;
  code: string | null;
}

/** Makes a webhook without the pages. */
export async function makeWebhook(house: House, integration: string, name: string): Promise<Issued> {
  return house.api('POST', '/webhooks', { integration, name });
}

let sequence = 0;

/** What Autotask posts when a ticket was made for a company; each has an identity of its own. */
export function ticketCreated(company: number, title: string): string {
  sequence += 1;
  return JSON.stringify({
    Action: 'Create',
    Guid: '5b1c6c52-0d7e-4f0b-9a51-c2f6a4f3d0aa',
    EntityType: 'Ticket',
    Id: 900_000 + sequence,
    EventTime: '2026-11-24T06:00:00Z',
    SequenceNumber: sequence,
    PersonID: 29_682_885,
    Fields: {
      TicketNumber: `T20261124.${String(sequence).padStart(4, '0')}`,
      Title: title,
      Status: '1',
      Priority: '2',
      CompanyID: String(company),
      Description: 'It began this morning.',
    },
  });
}

/** Posts a body as Autotask does, signed with a secret; gives the status of the answer. */
export async function postAsAutotask(url: string, secret: string, body: string): Promise<number> {
  const signature = createHmac('sha1', secret).update(body).digest('base64');
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hook-signature': `sha1=${signature}` },
    body,
  });
  return answer.status;
}

/** Waits until every event of a webhook has come to an end, and gives them, newest first. */
export async function settled(house: House, webhook: string, count: number): Promise<Event[]> {
  const ends = ['succeeded', 'ignored', 'dead_lettered', 'rejected'];
  for (let look = 0; look < 600; look += 1) {
    const { items } = await house.api<{ items: Event[] }>('GET', `/events?webhook=${webhook}`);
    if (items.length >= count && items.every((one) => ends.includes(one.status))) return items;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`not all of ${count} events of ${webhook} came to an end`);
}
