// The example's route that opens the portal, in Express, against the sandbox and against APIs that fail: in each version.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBackend } from './backend.mjs';
import { failThreeTimes, startFailingApi } from './failing-api.mjs';
import { PORTAL_ORIGIN, VERSIONS, startSandbox } from './sandbox.mjs';

const ROUTE = 'portal.createSession';
const FAILED = 'Your API keys can’t be opened right now. Please try again.';
const PERMISSIONS = ['keys:read', 'keys:reroll', 'analytics:read'];
const CODE = 'pst_secret';

const refusal = (status) => ({ status, body: { meta: { requestId: 'req_1' }, error: { status, detail: CODE } } });
const success = (data) => ({ status: 200, body: { meta: { requestId: 'req_1' }, data } });

/** Each with what the log says of it. */
const GARBAGE = [
  ['a sign-in page', { status: 200, headers: { 'content-type': 'text/html' }, raw: `<h1>${CODE}</h1>` }, 'SyntaxError'],
  ['JSON that is cut', { status: 200, raw: `{"data":{"url":"https://portal.unkey.example/?code=${CODE}` }, 'SyntaxError'],
  ['an answer that is cut', { real: true, cut: true }, /Error/],
  ['no answer', { drop: true }, 'TypeError'],
  ['nothing', { status: 200 }, 'SyntaxError'],
  ['null', { status: 200, raw: 'null' }, 'TypeError'],
  ['no data', success(null), 'TypeError'],
  ['a list', success([]), 'TypeError'],
  ['no link', success({ id: 'ps_record', sessionId: CODE }), 'TypeError'],
  ['a link that is a number', success({ id: 'ps_record', url: 42 }), 'TypeError'],
  ['a link that is an object', success({ id: 'ps_record', url: { code: CODE } }), 'TypeError'],
  ['a link that is no URL', success({ id: 'ps_record', url: `/?code=${CODE}` }), 'TypeError'],
  ['a link without a code', success({ id: CODE, url: `https://portal.unkey.example/#code=${CODE}` }), 'RangeError'],
  ['a link with an empty code', success({ id: CODE, url: 'https://portal.unkey.example/?code=' }), 'RangeError'],
  ['success without content', { status: 204 }, 'status 204'],
  ['a page of an edge', { status: 502, raw: `<h1>${CODE}</h1>` }, 'status 502'],
  ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, 'TypeError'],
];

for (const version of VERSIONS) {
  test(`${version}: createSession`, async (t) => {
    const sandbox = await startSandbox(t, version);
    const backend = await startBackend(t, { api: sandbox.origin, version });

    await t.test('the link opens the user\'s session, on the portal\'s own origin', async () => {
      const { status, location, headers } = await backend.open('user_123');
      assert.deepEqual([status, headers.get('cache-control'), headers.get('referrer-policy')], [302, 'no-store', 'no-referrer']);
      assert.equal(await sandbox.list(await sandbox.exchange(location)), 200);
      const body = version === 'session' ? { slug: 'acme', permissions: PERMISSIONS } : { portal: 'acme', scopes: PERMISSIONS };
      assert.deepEqual(await sandbox.bodies(ROUTE), [{ externalId: 'user_123', ...body }]);
    });

    await t.test('each refusal has a sentence of its own', async () => {
      const sentences = [];
      for (const status of [403, 404, 429, 500]) {
        await sandbox.reset();
        await sandbox.answer(ROUTE, refusal(status));
        const response = await backend.open('user_123');
        assert.deepEqual([response.status, response.location, (await sandbox.bodies(ROUTE)).length], [502, null, 1]);
        await backend.untilLogged(new RegExp(`createSession: status ${status}\n$`));
        sentences.push(response.text);
      }
      assert.deepEqual([new Set(sentences).size, sentences.at(-1)], [4, FAILED]);
    });

    await t.test('after a 409 it is tried once more', async () => {
      await sandbox.reset();
      await sandbox.answer(ROUTE, refusal(409));
      const { location } = await backend.open('user_123');
      assert.equal(await sandbox.list(await sandbox.exchange(location)), 200);
      await sandbox.reset();
      await sandbox.answer(ROUTE, refusal(409), refusal(409));
      const { status, text } = await backend.open('user_123');
      assert.deepEqual([status, (await sandbox.bodies(ROUTE)).length], [502, 2]);
      assert.match(text, /try again in a minute/);
    });

    await t.test('garbage leads to a sentence', async () => {
      for (const [name, answer, logged] of GARBAGE) {
        await sandbox.reset();
        await sandbox.answer(ROUTE, answer);
        const { status, location, text } = await backend.open('user_123');
        assert.deepEqual([status, location, text], [502, null, FAILED], name);
        await backend.untilLogged(new RegExp(`createSession: .*${logged.source ?? logged}\n$`));
      }
    });

    await t.test('a session\'s `id` is never what the link contains', async () => {
      await sandbox.reset();
      await sandbox.answer(ROUTE, success({ id: 'pst_record', url: `https://evil.example/a?lang=en&code=pst_a%26b#top` }));
      assert.equal((await backend.open('user_123')).location, `${PORTAL_ORIGIN}/?code=pst_a%26b`);
    });

    await t.test('a user that the app doesn\'t know ends nothing', async () => {
      assert.equal((await backend.open()).text, FAILED);
    });
    backend.assertSound();
  });

  test(`${version}: an API that hangs, and one that is down`, async (t) => {
    const start = (api) => startBackend(t, { api, version, hasty: true });
    await failThreeTimes(t, 'createSession', start, async (backend) => {
      const { status, location, text } = await backend.open('user_123');
      assert.deepEqual([status, location, text], [502, null, FAILED]);
    });
  });
}

test('the root key is sent to no other address', async (t) => {
  const seen = [];
  const elsewhere = await startFailingApi(t, (request, response) => response.end(seen.push(request.headers)));
  const redirects = await startFailingApi(t, (request, response) => response.writeHead(307, { location: elsewhere.origin }).end());
  const backend = await startBackend(t, { api: redirects.origin, version: 'session' });
  assert.equal((await backend.open('user_123')).text, FAILED);
  assert.equal((await backend.signOut('user_123')).status, 502);
  assert.deepEqual(seen, []);
  backend.assertSound();
});

test('a root key that can\'t be sent is not logged', async (t) => {
  const api = await startFailingApi(t, () => assert.fail('it was sent'));
  const backend = await startBackend(t, { api: api.origin, version: 'session', rootKey: 'unkey_one\nunkey_two' });
  assert.equal((await backend.open('user_123')).text, FAILED);
  await backend.untilLogged(/^createSession: TypeError\n$/);
  backend.assertSound();
});

test('the same in Express 5', async (t) => {
  const sandbox = await startSandbox(t, 'code-v3');
  const backend = await startBackend(t, { api: sandbox.origin, version: 'code-v3', express: 'express-5' });
  const { status, location } = await backend.open('user_123');
  assert.equal(status, 302);
  const token = await sandbox.exchange(location);
  await sandbox.answer(ROUTE, refusal(403));
  assert.match((await backend.open('user_123')).text, /contact support/);
  assert.equal((await backend.open()).text, FAILED);
  assert.equal((await backend.signOut('user_123')).status, 303);
  assert.equal(await sandbox.list(token), 401);
  backend.assertSound();
});
