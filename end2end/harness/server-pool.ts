/** The servers of one worker: started when a test needs them, and kept for the next one that needs the same. */

import { defaultSetup, startServers, type Servers, type Setup } from './setup.ts';

/** Sets that run at the same time: the usual one, and that of the file under way. */
const MOST = 2;

/** Alike for set-ups that are alike: the config is a function, so that what it gives is compared. */
function keyOf(setup: Setup): string {
  return JSON.stringify({ ...setup, config: setup.config({ portal: 'portal', app: 'app', api: 'api' }) });
}

export class ServerPool {
  /** The last used one is last. */
  private readonly running = new Map<string, Servers>();

  async get(different: Partial<Setup>): Promise<Servers> {
    const setup = { ...defaultSetup, ...different };
    const key = keyOf(setup);
    let servers = this.running.get(key);
    this.running.delete(key);
    if (!servers) {
      for (const [oldest, unused] of this.running) {
        if (this.running.size < MOST) break;
        this.running.delete(oldest);
        await unused.stop();
      }
      servers = await startServers(setup);
    }
    this.running.set(key, servers);
    return servers;
  }

  async stop(): Promise<void> {
    for (const servers of this.running.values()) await servers.stop();
  }
}
