// Runs the README's route of an app's backend: against responses of createSession, failures and garbage, for each version of the API.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/^( *)```js\n([\s\S]*?)^ *```$/gm)].map((match) => match[2]);
const route = blocks.find((block) => block.includes("app.post('/api-keys'"));
const forCodes = blocks.find((block) => block.includes('searchParams'));

const ROOT_KEY = 'unkey_SECRETrootkey';
const CODE = 'pst_SECRETcode';
const data = { session: { sessionId: CODE, url: `https://portal.unkey.com/?session=${CODE}` }, code: { id: 'ps_record', url: `https://portal.unkey.com/?code=${CODE}` } };

/** The first two lines of the route are those of the API version. */
const programOf = (version) => (version === 'code' ? forCodes + route.split('\n').slice(2).join('\n') : route);

const json = (status, body) => () => Promise.resolve(new Response(JSON.stringify(body), { status }));
const created = (version) => json(200, { meta: { requestId: 'req_1' }, data: data[version] });

/** Calls the route once. `answers` are the responses to createSession, in order. */
async function open(version, answers, user = { id: 'user_1' }) {
  const seen = { requests: [], log: [], headers: {} };
  let handler;
  const app = { post: (path, requireUser, run) => (handler = run) };
  const fetch = (url, options) => {
    seen.requests.push({ url, ...options });
    return answers[seen.requests.length - 1](options);
  };
  const response = {
    set: (headers) => Object.assign(seen.headers, headers),
    redirect: (status, location) => Object.assign(seen, { status, location }),
    status: (status) => Object.assign(seen, { status }) && response,
    type: () => response,
    send: (text) => Object.assign(seen, { text }),
  };
  const quick = { timeout: () => AbortSignal.timeout(20) };
  const names = ['app', 'requireUser', 'fetch', 'process', 'console', 'AbortSignal'];
  new Function(...names, programOf(version))(app, null, fetch, { env: { UNKEY_ROOT_KEY: ROOT_KEY } }, { error: (line) => seen.log.push(line) }, quick);
  await handler({ user }, response);
  assert.ok(!`${seen.log} ${seen.text}`.includes('SECRET'), 'a secret in the log or on the page');
  assert.equal(seen.headers['Cache-Control'], 'no-store');
  return seen;
}

const bodies = {
  session: { slug: 'acme', externalId: 'user_1', permissions: ['keys:read', 'keys:reroll', 'analytics:read'] },
  code: { portal: 'acme', externalId: 'user_1', scopes: ['keys:read', 'keys:reroll', 'analytics:read'] },
};

for (const version of ['session', 'code']) {
  test(`${version}: users are redirected to the portal's own origin with what can be exchanged`, async () => {
    const seen = await open(version, [created(version)]);
    assert.deepEqual([seen.status, seen.location], [302, `https://keys.example.com/?${version}=${CODE}`]);
    assert.deepEqual(JSON.parse(seen.requests[0].body), bodies[version]);
    assert.equal(seen.requests[0].headers.authorization, `Bearer ${ROOT_KEY}`);
  });

  test(`${version}: each refusal has a sentence of its own`, async () => {
    const sentences = [];
    for (const status of [403, 404, 409, 429, 500]) {
      const seen = await open(version, [json(status, {}), json(status, {})]);
      assert.deepEqual([seen.status, seen.location, seen.requests.length], [502, undefined, status === 409 ? 2 : 1]);
      sentences.push(seen.text);
    }
    assert.equal(new Set(sentences).size, sentences.length, sentences.join('\n'));
  });

  test(`${version}: after a 409 it is tried once more`, async () => {
    assert.equal((await open(version, [json(409, {}), created(version)])).status, 302);
  });

  test(`${version}: an API that is down, hangs or answers garbage leads to a sentence`, async () => {
    // Answers after the time limit. (AbortSignal.timeout alone doesn't keep Node.js running.)
    const hangs = ({ signal }) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => resolve(created(version)()), 2_000);
        signal?.addEventListener('abort', () => (clearTimeout(late), reject(signal.reason)));
      });
    const broken = [
      () => Promise.reject(new TypeError('fetch failed')),
      hangs,
      () => Promise.resolve(new Response(`{"data":{"sessionId":"${CODE}`, { status: 200 })),
      () => Promise.resolve(new Response('<h1>Sign in</h1>', { status: 200 })),
      ...[null, [], {}, { data: null }, { data: {} }, { data: { url: 'nowhere' } }, { data: { id: CODE, url: 'https://keys.example.com/' } }].map((body) => json(200, body)),
    ];
    for (const answer of broken) {
      const seen = await open(version, [answer]);
      assert.deepEqual([seen.status, seen.location], [502, undefined]);
      assert.match(seen.text, /can’t be opened right now/);
    }
  });

  test(`${version}: a request without a user never ends the process`, async () => {
    assert.equal((await open(version, [created(version)], null)).status, 502);
  });
}
