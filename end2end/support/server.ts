// A whole Ops AI of a test's own: server, doubles of the vendors, a folder for its data, and its first administrator.
// It is started on free ports from the binaries that `cargo xtask test` names.
import { type APIRequestContext, type Cookie, request } from '@playwright/test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AUTOTASK, MICROSOFT365, type Microsoft365Account, Sandbox } from './sandbox';
import { Program, freePort } from './process';

/** The first administrator of every house. */
export const ADMIN = { name: 'Ada Admin', email: 'ada@msp.example', password: 'correct horse battery staple' };

/** A role, as forms and the API write it. */
export type Role = 'admin' | 'tech' | 'viewer';

/** An integration, as far as tests look at it. */
export interface Integration {
  id: string;
  name: string;
  is_default: boolean;
  health: { badge: string };
}

/** A running Ops AI. */
export class House {
  /** The API with an administrator's token; none before somebody is administrator. */
  private token?: string;
  private sessions = new Map<Role, Cookie[]>();

  private constructor(
    /** Its address. */
    readonly url: string,
    /** The vendors it talks to. */
    readonly sandbox: Sandbox,
    private readonly program: Program,
    private readonly folder: string,
  ) {}

  /** Starts one; `claimed` makes the first administrator. */
  static async start(claimed: boolean): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'ops-ai-e2e-'));
    const sandbox = await Sandbox.start(folder, named('SANDBOX_BIN'));
    // Between choosing a port and listening on it somebody else may take it.
    let failed: unknown;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        const [url, program] = await serve(folder, sandbox.egressMap);
        const house = new House(url, sandbox, program, folder);
        if (claimed) await house.claim();
        return house;
      } catch (error) {
        failed = error;
      }
    }
    await sandbox.stop();
    throw failed;
  }

  /** The one-time link that makes the first administrator. */
  async setupLink(): Promise<string> {
    return (await readFile(join(this.folder, 'data', 'setup-link'), 'utf8')).trim();
  }

  /** What the server has written. */
  get log(): string {
    return this.program.log;
  }

  /** The cookies of a signed-in person of this role; the person is made when first asked for. */
  async session(role: Role): Promise<Cookie[]> {
    const known = this.sessions.get(role);
    if (known) return known;
    const person = { name: `Casey ${role}`, email: `${role}@msp.example`, role, password: ADMIN.password };
    await this.asBrowser(this.sessions.get('admin') ?? [], (http) => {
      return http.post('/app/do/users/create', { form: person, maxRedirects: 0 });
    });
    const cookies = await this.asBrowser([], (http) => {
      const form = { email: person.email, password: person.password };
      return http.post('/sign-in', { form, maxRedirects: 0 });
    });
    this.sessions.set(role, cookies);
    return cookies;
  }

  /** Calls the API as an administrator; fails unless it works. */
  async api<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const init: RequestInit = { method, headers: { authorization: `Bearer ${this.token}` } };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { ...init.headers, 'content-type': 'application/json' };
    }
    const answer = await fetch(`${this.url}/api/v1${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  /** Asks what a page asks, as an administrator: a server function that takes JSON. */
  async asks<Answer>(what: string, input: Record<string, unknown>): Promise<Answer> {
    let told = '';
    await this.asBrowser(this.sessions.get('admin') ?? [], async (http) => {
      const answer = await http.post(`/app/do/${what}`, { data: input });
      told = await answer.text();
      return answer;
    });
    return JSON.parse(told) as Answer;
  }

  /** Posts a form of a page without JavaScript, as an administrator. */
  async posts(what: string, form: Record<string, string>): Promise<void> {
    await this.asBrowser(this.sessions.get('admin') ?? [], (http) => {
      return http.post(`/app/do/${what}`, { form, maxRedirects: 0 });
    });
  }

  /** All integrations. */
  async integrations(): Promise<Integration[]> {
    return (await this.api<{ items: Integration[] }>('GET', '/integrations')).items;
  }

  /** Connects an Autotask account without the pages. */
  async connectAutotask(
    name: string,
    account: { user: string; secret: string; code: string } = AUTOTASK.good,
  ): Promise<Integration> {
    return this.api('POST', '/integrations', {
      vendor: 'autotask',
      name,
      settings: { username: account.user },
      credentials: { secret: account.secret, integration_code: account.code },
    });
  }

  /** Connects an IT Glue account without the pages; kept also when its test fails. */
  async connectItGlue(name: string, key: string, settings: Record<string, string> = {}): Promise<Integration> {
    return this.api('POST', '/integrations', { vendor: 'it_glue', name, settings, credentials: { api_key: key } });
  }

  /** Connects a Microsoft 365 tenant without the pages; with a refresh token customers are reached through GDAP. */
  async connectMicrosoft365(
    name: string,
    account: Microsoft365Account = MICROSOFT365.good,
    refreshToken?: string,
  ): Promise<Integration> {
    return this.api('POST', '/integrations', {
      vendor: 'microsoft365',
      name,
      settings: { tenant_id: account.tenant, client_id: account.client, sign_in_with: 'secret', cloud: 'global' },
      credentials: {
        client_secret: account.secret,
        ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      },
    });
  }

  /** No integration, and vendors as on the first day. */
  async clear(): Promise<void> {
    await this.sandbox.reset();
    for (const one of await this.integrations()) await this.api('DELETE', `/integrations/${one.id}`);
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await this.sandbox.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async claim(): Promise<void> {
    const link = new URL(await this.setupLink()).searchParams.get('link') ?? '';
    const cookies = await this.asBrowser([], (http) => {
      return http.post('/setup', { form: { ...ADMIN, link }, maxRedirects: 0 });
    });
    this.sessions.set('admin', cookies);
    await this.asBrowser(cookies, async (http) => {
      const answer = await http.post('/api/v1/tokens', { data: { name: 'tests', role: 'admin', days: 1 } });
      this.token = ((await answer.json()) as { secret: string }).secret;
      return answer;
    });
  }

  /** A request as a page of ours would send it; gives the cookies that the browser has afterwards. */
  private async asBrowser(
    cookies: Cookie[],
    send: (http: APIRequestContext) => Promise<{ status(): number; text(): Promise<string> }>,
  ): Promise<Cookie[]> {
    const http = await request.newContext({
      baseURL: this.url,
      extraHTTPHeaders: { origin: this.url },
      storageState: { cookies, origins: [] },
    });
    const answer = await send(http);
    if (answer.status() >= 400) throw new Error(`${answer.status()}: ${await answer.text()}`);
    const state = await http.storageState();
    await http.dispose();
    return state.cookies;
  }
}

async function serve(folder: string, egressMap: string): Promise<[string, Program]> {
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  const env = {
    OPSAI_LISTEN: listen,
    OPSAI_DATA_DIR: join(folder, 'data'),
    OPSAI_SITE_ROOT: resolve(named('OPSAI_SITE')),
    OPSAI_EGRESS_MAP: egressMap,
    OPSAI_VENDOR_BACKOFF: '10ms',
    OPSAI_CSP_BOOTSTRAP_CLIENT_ID: MICROSOFT365.bootstrap.client,
    OPSAI_CSP_BOOTSTRAP_CLIENT_SECRET: MICROSOFT365.bootstrap.secret,
    OPSAI_LOG: 'warn',
    RUST_BACKTRACE: '1',
  };
  const program = new Program('ops-ai', named('OPSAI_BIN'), [], env, folder);
  try {
    await program.until('being ready', async () => {
      const answer = await fetch(`${url}/readyz`).catch(() => undefined);
      return answer?.ok ? true : undefined;
    });
  } catch (error) {
    await program.stop();
    throw error;
  }
  return [url, program];
}

function named(variable: string): string {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} is not set: run the browser tests by \`cargo xtask test --only-browser\``);
  return resolve(path);
}
