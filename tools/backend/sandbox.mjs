// The sandbox, scripted by its control API.
import assert from 'node:assert/strict';
import { startProgram } from './program.mjs';

/** All versions of the API. */
export const VERSIONS = ['session', 'code', 'code-v2', 'code-v3'];
/** The portal's origin. The API knows another one: a backend puts the link together itself. */
export const PORTAL_ORIGIN = 'https://keys.example.com';
const ORIGIN_AT_THE_API = 'https://portal.unkey.example';

const program = process.env.SANDBOX_BIN ?? `${process.env.CARGO_TARGET_DIR ?? 'target'}/release/portal-sandbox`;

/** Starts the sandbox of a version of the API. */
export async function startSandbox(context, version) {
  const flags = ['--api-port=0', '--app-port=0', '--switchboard', `--api-version=${version}`, `--portal-url=${ORIGIN_AT_THE_API}`];
  const { port } = await startProgram(context, [program, ...flags], {}, /API is at \S+:(\d+)/);
  const origin = `http://127.0.0.1:${port}`;
  const post = (path, body, headers) =>
    fetch(origin + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  const control = async (path, body) => assert.equal((await post(`/switchboard/${path}`, body)).status, 200);
  return {
    origin,
    /** Scripts the next responses of a route: see `portal-sandbox --help`. */
    answer: (route, ...answers) => control('answers', { route, answers }),
    reset: () => control('reset', {}),
    /** Switches the portal off and on. */
    enable: (enabled) => control('portal', { enabled }),
    /** The bodies of the requests to a route so far. */
    async bodies(route) {
      const requests = await (await fetch(`${origin}/switchboard/requests`)).json();
      return requests.filter((request) => request.route === route).map((request) => request.body);
    },
    /** Exchanges what a link to the portal contains, as the portal does. Returns the token. */
    async exchange(link) {
      const { origin, pathname, searchParams } = new URL(link);
      assert.deepEqual([origin, pathname, searchParams.size], [PORTAL_ORIGIN, '/', 1]);
      const code = searchParams.get('code');
      const route = code === null ? 'exchangeSession' : 'exchangeCode';
      const response = await post(`/v2/portal.${route}`, code === null ? { sessionId: searchParams.get('session') } : { code });
      assert.equal(response.status, 200);
      const { data } = await response.json();
      return data.token ?? data.accessToken;
    },
    /** The status of listKeys with a token. */
    list: async (token) => (await post('/v2/portal.listKeys', {}, { cookie: `portal_session=${token}` })).status,
  };
}
