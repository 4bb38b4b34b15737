// The example's route that ends a user's sessions, in Express, against the sandbox and against APIs that fail.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBackend } from './backend.mjs';
import { failThreeTimes } from './failing-api.mjs';
import { startSandbox } from './sandbox.mjs';

const ROUTE = 'portal.revokeSession';
const NOT_ENDED = /^Your sessions .* could not all be ended\. .* 24 hours\.$/;

test('code-v3: all sessions of the user end, and nobody else\'s', async (t) => {
  const sandbox = await startSandbox(t, 'code-v3');
  const backend = await startBackend(t, { api: sandbox.origin, version: 'code-v3' });
  const open = async (user) => sandbox.exchange((await backend.open(user)).location);
  const [first, second, other] = [await open('user_123'), await open('user_123'), await open('user_none')];
  // A page that links to this route can't choose the user.
  const { status, location, headers } = await backend.signOut('user_123', '?externalId=user_none&user=user_none');
  assert.deepEqual([status, location, headers.get('cache-control')], [303, '/', 'no-store']);
  assert.deepEqual([await sandbox.list(first), await sandbox.list(second), await sandbox.list(other)], [401, 401, 200]);
  assert.deepEqual(await sandbox.bodies(ROUTE), [{ portal: 'acme', externalId: 'user_123' }]);
  assert.equal((await backend.signOut('user_123')).status, 303, 'again, without a session');
  await backend.untilLogged(/^$/);
  backend.assertSound();
});

test('code-v3: a sign-out that fails says so', async (t) => {
  const sandbox = await startSandbox(t, 'code-v3');
  const backend = await startBackend(t, { api: sandbox.origin, version: 'code-v3' });
  const garbage = [
    ...[403, 404, 409, 429, 500].map((status) => ({ status, body: { error: { status } } })),
    { status: 200, raw: '<h1>Sign in</h1>' },
    { status: 200, raw: '{"data":{"sessionsRevoked":1' },
    ...[null, [], {}, { data: null }, { data: {} }, { data: { sessionsRevoked: '1' } }].map((body) => ({ status: 200, raw: JSON.stringify(body) })),
    { status: 200 },
    { real: true, cut: true },
    { drop: true },
  ];
  for (const answer of garbage) {
    await sandbox.answer(ROUTE, answer);
    const { status, location, text } = await backend.signOut('user_123');
    assert.deepEqual([status, location], [502, null], JSON.stringify(answer));
    assert.match(text, NOT_ENDED);
  }
  assert.match((await backend.signOut()).text, NOT_ENDED, 'nobody is signed in');
  await backend.untilLogged(new RegExp(`^(revokeSession: (status \\d+|\\w+)\n){${garbage.length + 1}}$`));
  backend.assertSound();
});

for (const version of ['session', 'code', 'code-v2']) {
  test(`${version}: the API has no such route`, async (t) => {
    const sandbox = await startSandbox(t, version);
    const backend = await startBackend(t, { api: sandbox.origin, version });
    assert.match((await backend.signOut('user_123')).text, NOT_ENDED);
    await backend.untilLogged(/^revokeSession: status 404\n$/);
    backend.assertSound();
  });
}

test('an API that hangs, and one that is down', async (t) => {
  const start = (api) => startBackend(t, { api, version: 'code-v3', hasty: true });
  await failThreeTimes(t, 'revokeSession', start, async (backend) => {
    const { status, location, text } = await backend.signOut('user_123');
    assert.deepEqual([status, location], [502, null]);
    assert.match(text, NOT_ENDED);
  });
});
