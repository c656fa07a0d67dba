// A program that a test starts: waits for what it says or does, keeps its log, and stops it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** How long a program may take to start; a busy machine is slow. */
const PATIENCE_MS = 40_000;
const STEP_MS = 50;

/** A running program. */
export class Program {
  /** All that it has written so far. */
  log = '';
  private readonly child: ChildProcess;

  constructor(
    private readonly name: string,
    binary: string,
    args: string[],
    env: Record<string, string>,
    cwd: string,
  ) {
    // Our own settings must not reach it: the tests are run with some of the same names.
    const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('OPSAI_'));
    this.child = spawn(binary, args, { cwd, env: { ...Object.fromEntries(inherited), ...env } });
    const keep = (chunk: Buffer) => (this.log += chunk.toString());
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.child.on('error', (error) => (this.log += `\n${error.message}`));
  }

  /** Whether it still runs. */
  get runs(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until `look` finds something; fails with the log when the program ends or nothing comes. */
  async until<Found>(what: string, look: () => Found | undefined | Promise<Found | undefined>): Promise<Found> {
    for (let waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
      const found = await look();
      if (found !== undefined) return found;
      if (!this.runs) throw new Error(`${this.name} ended before ${what}:\n${this.log}`);
      await new Promise((next) => setTimeout(next, STEP_MS));
    }
    throw new Error(`${this.name} did not come to ${what}:\n${this.log}`);
  }

  /** Ends it. Kills: nothing that a test leaves behind is wanted. */
  async stop(): Promise<void> {
    if (!this.runs) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
