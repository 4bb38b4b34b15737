/** An origin on which another app was before: its service worker stays in browsers when the portal takes the origin over. */

import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EarlierApp {
  readonly origin: string;
  /** From now on, the origin is the portal's. */
  becomePortal(): void;
  stop(): Promise<void>;
}

const PAGE = `<!doctype html><title>Earlier app</title><link rel="icon" href="data:,"><h1>Earlier app</h1>
<script>navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => (document.title = 'Ready'))</script>`;

/** `worker`: the script of its service worker. `portal`: the origin of the portal, as node calls it. */
export async function startEarlierApp(worker: string, portal: string): Promise<EarlierApp> {
  let isPortal = false;
  const forward = (incoming: IncomingMessage, response: ServerResponse) => {
    const outgoing = request(portal + (incoming.url ?? '/'), { method: incoming.method ?? 'GET', headers: incoming.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.once('error', () => response.destroy());
    incoming.pipe(outgoing);
  };
  const server = createServer((incoming, response) => {
    if (isPortal) forward(incoming, response);
    else if (incoming.url === '/worker.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(worker);
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://earlier.localhost:${(server.address() as AddressInfo).port}`,
    becomePortal: () => {
      isPortal = true;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
