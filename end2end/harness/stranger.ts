/** Somebody else's site on this machine: pages that the portal has nothing to do with. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Stranger {
  readonly origin: string;
  /** What its pages show from now on. */
  show(body: string): void;
  stop(): Promise<void>;
}

export async function startStranger(): Promise<Stranger> {
  let shown = '';
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><title>Stranger</title><link rel="icon" href="data:,">${shown}`);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://stranger.localhost:${(server.address() as AddressInfo).port}`,
    show: (body) => {
      shown = body;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
