/** The servers of one worker: started when a test needs them, and kept for the next one that needs the same. */

import { defaultSetup, startServers, type Servers, type Setup } from './setup.ts';

/** Sets that run at the same time: the usual one, and that of the file under way. */
const MOST = 2;

/** Alike for set-ups that are alike: the config is a function, so that what it gives is compared. */
function keyOf(setup: Setup): string {
  return JSON.stringify({ ...setup, config: setup.config({ portal: 'portal', app: 'app', api: 'api' }) });
}

const USUAL = keyOf(defaultSetup);

export class ServerPool {
  private readonly running = new Map<string, Servers>();

  async get(different: Partial<Setup>): Promise<Servers> {
    const setup = { ...defaultSetup, ...different };
    const key = keyOf(setup);
    const running = this.running.get(key);
    if (running) return running;
    for (const [other, unused] of this.running) {
      if (this.running.size < MOST || other === USUAL) continue;
      this.running.delete(other);
      await unused.stop();
    }
    const servers = await startServers(setup);
    this.running.set(key, servers);
    return servers;
  }

  async stop(): Promise<void> {
    for (const servers of this.running.values()) await servers.stop();
  }
}
