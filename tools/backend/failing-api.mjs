// APIs that fail: one that hangs, stops within its answer and then goes down, and others by a handler.
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Starts an API on a free port. `handle` gets each request. */
export async function startFailingApi(context, handle) {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  context.after(close);
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

/**
 * Three requests: the first is never answered, the answer to the second never ends, the third one's connection is refused.
 * `start` gives a backend in front of the API, `send` sends a request to it and checks the answer. `route`: in the log.
 */
export async function failThreeTimes(context, route, start, send) {
  const modes = [(request) => request.resume(), (request, response) => response.writeHead(200).write('{"data":')];
  const api = await startFailingApi(context, (request, response) => modes.shift()(request, response));
  const backend = await start(api.origin);
  await send(backend);
  await send(backend);
  await api.close();
  await send(backend);
  await backend.untilLogged(new RegExp(`^${route}: TimeoutError\n${route}: TimeoutError\n${route}: TypeError\n$`));
  backend.assertSound();
}
