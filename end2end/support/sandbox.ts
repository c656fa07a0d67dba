// The vendors' doubles: their credentials, and how a test turns their knobs (end2end/sandbox/README.md).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Program } from './process';

const CODE = 'SANDBOXAUTOTASKCODE00000015';

/** Accounts of the Autotask double. */
export const AUTOTASK = {
  good: { user: 'ops-ai@northgate.example', secret: 'Sandbox-Autotask-15', code: CODE },
  reader: { user: 'reader@northgate.example', secret: 'Sandbox-Reader-15', code: CODE },
  otherZone: {
    user: 'ops-ai@southgate.example',
    secret: 'Sandbox-Autotask-4',
    code: 'SANDBOXAUTOTASKCODE00000004',
  },
  wrongSecret: { user: 'ops-ai@northgate.example', secret: 'not-the-secret', code: CODE },
  wrongCode: {
    user: 'ops-ai@northgate.example',
    secret: 'Sandbox-Autotask-15',
    code: 'SANDBOXNOSUCHCODE0000000000',
  },
} as const;

/** An account of the Autotask double. */
export type AutotaskAccount = (typeof AUTOTASK)[keyof typeof AUTOTASK];

/** Keys of the IT Glue double. */
export const IT_GLUE = {
  us: 'ITG.sandbox-us.full-access-with-password-values',
  eu: 'ITG.sandbox-eu.full-access-with-password-values',
  revoked: 'ITG.sandbox-us.revoked-after-90-days-without-use',
} as const;

const TENANT = '7e000000-0000-4000-8000-000000000001';
const PARTNER = '7e000000-0000-4000-8000-000000000000';
const CONNECTOR = 'a9000000-0000-4000-8000-000000000001';

/** Applications of the Microsoft 365 double, in the largest customer's tenant or in the partner's. */
export const MICROSOFT365 = {
  good: { tenant: TENANT, client: CONNECTOR, secret: 'sandbox~m365-secret-of-the-connector' },
  partner: { tenant: PARTNER, client: CONNECTOR, secret: 'sandbox~m365-secret-of-the-connector' },
  reader: {
    tenant: TENANT,
    client: 'a9000000-0000-4000-8000-000000000002',
    secret: 'sandbox~m365-secret-of-the-reader',
  },
  wrongSecret: { tenant: TENANT, client: CONNECTOR, secret: 'sandbox~m365-secret-mistyped' },
  expiredSecret: { tenant: TENANT, client: CONNECTOR, secret: 'sandbox~m365-secret-of-last-year' },
  bootstrap: {
    tenant: PARTNER,
    client: 'a9000000-0000-4000-8000-000000000010',
    secret: 'sandbox~m365-secret-of-the-onboarding-app',
  },
} as const;

/** An application of the Microsoft 365 double. */
export type Microsoft365Account = (typeof MICROSOFT365)[keyof typeof MICROSOFT365];

/** The service account's refresh token at the Microsoft 365 double. */
export const MICROSOFT365_REFRESH_TOKEN = '0.sandbox-refresh-of-the-service-account';

/** Real origins by the name that tests use. */
const ORIGINS = {
  autotaskZone: 'https://webservices15.autotask.net',
  itGlueUs: 'https://api.itglue.com',
  itGlueEu: 'https://api.eu.itglue.com',
  microsoftLogin: 'https://login.microsoftonline.com',
  microsoftGraph: 'https://graph.microsoft.com',
  microsoftPartnerCenter: 'https://api.partnercenter.microsoft.com',
} as const;

/** What a double does to a request in place of answering it. */
export interface Fault {
  fault: { kind: string; status?: number; body?: string; retry_after?: string };
  times?: number;
  /** The double's own name of one of its hosts; all of its hosts when absent. */
  host?: string;
  path?: string;
  method?: string;
}

/** A request as a double got it. */
export interface Seen {
  method: string;
  path: string;
  status: number;
}

/** The running doubles. */
export class Sandbox {
  private constructor(
    private readonly program: Program,
    /** The file that tells the server where the doubles are. */
    readonly egressMap: string,
    private readonly front: string,
    private readonly map: Map<string, string>,
  ) {}

  static async start(folder: string, binary: string): Promise<Sandbox> {
    const file = join(folder, 'egress.toml');
    const args = ['--listen', '127.0.0.1:0', '--egress-map', file];
    const program = new Program('sandbox', binary, args, {}, folder);
    const front = await program.until('being ready', () => /sandbox ready at (\S+)/.exec(program.log)?.[1]);
    const lines = (await readFile(file, 'utf8')).matchAll(/^"(.+)" = "(.+)"$/gm);
    return new Sandbox(program, file, front, new Map(Array.from(lines, ([, real, ours]) => [real!, ours!])));
  }

  /** The first day again, at every vendor: data, counters, locks, faults. */
  async reset(): Promise<void> {
    await ask('POST', `${this.front}/_sandbox/reset`);
  }

  /** Breaks the next requests to a host. */
  async breaks(host: keyof typeof ORIGINS, fault: Fault): Promise<void> {
    await ask('POST', `${this.at(host)}/_sandbox/faults`, fault);
  }

  /** Mends what was broken at a host. */
  async mend(host: keyof typeof ORIGINS): Promise<void> {
    await ask('DELETE', `${this.at(host)}/_sandbox/faults`);
  }

  /** What a host was asked. */
  async journal(host: keyof typeof ORIGINS): Promise<Seen[]> {
    const answer = await ask('GET', `${this.at(host)}/_sandbox/journal`);
    return ((await answer.json()) as { entries: Seen[] }).entries;
  }

  /** Turns a double's knobs. */
  async turns(host: keyof typeof ORIGINS, knobs: Record<string, unknown>): Promise<void> {
    await ask('PATCH', `${this.at(host)}/_sandbox/knobs`, knobs);
  }

  /** Does at Microsoft what a customer does: `approve`, `end`, `expire`, `revoke`, `forget`, `disable`. */
  async acts(what: string, on: Record<string, string>): Promise<void> {
    await ask('POST', `${this.at('microsoftGraph')}/_sandbox/do/${what}`, on);
  }

  /** Everything that there is at Microsoft, to compare before and after. */
  async microsoftState(): Promise<unknown> {
    return (await ask('GET', `${this.at('microsoftGraph')}/_sandbox/state`)).json();
  }

  /** Where a browser finds at the double what stands at a real address. */
  inBrowser(address: string): string {
    const { origin } = new URL(address);
    const ours = this.map.get(origin);
    if (ours === undefined) throw new Error(`the sandbox does not play ${origin}`);
    return ours + address.slice(origin.length);
  }

  async stop(): Promise<void> {
    await this.program.stop();
  }

  private at(host: keyof typeof ORIGINS): string {
    const origin = this.map.get(ORIGINS[host]);
    if (origin === undefined) throw new Error(`the sandbox does not play ${ORIGINS[host]}`);
    return origin;
  }
}

async function ask(method: string, url: string, body?: unknown): Promise<Response> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'content-type': 'application/json' };
  }
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${method} ${url} was answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
