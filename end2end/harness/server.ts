/** A program that serves: started, waited for, ended. */

import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo, type Server as NetServer } from 'node:net';

/** How long a server may take until it says that it is ready. */
const READY_MS = 60_000;

/** Ports that a person may be using for `make run`. */
const RESERVED = new Set([8080, 8081, 8082]);

/** Holds a port that nobody listened on. */
async function takePort(): Promise<{ port: number; probe: NetServer }> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  return { port: (probe.address() as AddressInfo).port, probe };
}

/** So many ports that nobody listens on, each another: all are held until the last is found. */
export async function freePorts(count: number): Promise<number[]> {
  const taken: Awaited<ReturnType<typeof takePort>>[] = [];
  const ports: number[] = [];
  while (ports.length < count) {
    const one = await takePort();
    taken.push(one);
    if (!RESERVED.has(one.port)) ports.push(one.port);
  }
  await Promise.all(taken.map(({ probe }) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('no port is free');
  return port;
}

export class Server {
  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
    private readonly lines: string[],
  ) {}

  /** Starts a program and waits until each of `ready` was printed. */
  static async start(name: string, path: string, args: readonly string[], ready: readonly RegExp[]): Promise<Server> {
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    const server = new Server(name, child, lines);
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${name} didn't say within ${READY_MS} ms that it is ready`)), READY_MS);
        const settle = (act: () => void) => {
          clearTimeout(timer);
          act();
        };
        let rest = '';
        const read = (chunk: Buffer) => {
          rest += chunk.toString();
          const complete = rest.split('\n');
          rest = complete.pop() ?? '';
          lines.push(...complete);
          if (ready.every((pattern) => lines.some((line) => pattern.test(line)))) settle(resolve);
        };
        child.stdout?.on('data', read);
        child.stderr?.on('data', read);
        child.once('error', (error) => settle(() => reject(error)));
        child.once('exit', (code) => settle(() => reject(new Error(`${name} ended with ${code} before it was ready`))));
      });
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`${String(error)}\n${path} ${args.join(' ')}\n${server.output()}`);
    }
    return server;
  }

  /** Everything that it printed. */
  output(): string {
    return this.lines.join('\n');
  }

  /** Ends it; waits until it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) {
      throw new Error(`${this.name} ended by itself (${this.child.exitCode ?? this.child.signalCode}):\n${this.output()}`);
    }
    const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.child.kill('SIGTERM');
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 3_000);
    await gone;
    clearTimeout(patience);
  }
}
