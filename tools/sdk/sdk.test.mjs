// The official SDKs judge the sandbox: each reads what a server of its API version responds, and refuses everything else.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { clientOf } from './clients.mjs';
import { withOtherTypes } from './other-types.mjs';
import { startSandbox } from './sandbox.mjs';

const DAY_MS = 86_400_000;

/** What the SDK made of a response has every value of the response. */
const assertReadAsSent = (client, read) => assert.deepEqual(JSON.parse(JSON.stringify(read)), client.lastBody());

for (const version of ['session', 'code']) {
  describe(`the SDK of version ${version}`, () => {
    let sandbox;
    let client;
    before(async () => (sandbox = await startSandbox(version)));
    after(() => sandbox.stop());
    beforeEach(async () => {
      await sandbox.reset();
      client = clientOf(version, sandbox.origin);
    });

    test('reads createSession', async () => {
      const created = await client.create();
      assertReadAsSent(client, created);
      assert.match(client.idIn(created.data), /^pst_/);
    });

    test('reads the exchange', async () => {
      const created = await client.create();
      assertReadAsSent(client, await client.redeem(client.idIn(created.data)));
    });

    test('reads the list of keys, and each of its pages', async () => {
      const token = await client.open();
      const all = await client.keys(token);
      assertReadAsSent(client, all);
      assert.ok(all.data.length > 10 && !all.pagination.hasMore);
      const first = await client.keys(token, { limit: 8 });
      assertReadAsSent(client, first);
      assertReadAsSent(client, await client.keys(token, { limit: 8, cursor: first.pagination.cursor }));
    });

    test('reads rerollKey', async () => {
      const token = await client.open();
      const [old] = (await client.keys(token)).data;
      const rerolled = await client.reroll(token, old.keyId, DAY_MS);
      assertReadAsSent(client, rerolled);
      const ids = (await client.keys(token)).data.map(({ keyId }) => keyId);
      assert.ok(ids.includes(old.keyId) && ids.includes(rerolled.data.keyId));
    });

    test('reads getVerifications', async () => {
      const token = await client.open();
      const now = Date.now();
      const usage = await client.usage(token, now - DAY_MS, now);
      assertReadAsSent(client, usage);
      assert.ok(usage.data.some(({ total }) => total > 0));
    });

    /** Each failure that the sandbox itself produces: the SDK's class, the end of the error's type, and the request. */
    const refusals = {
      'a used code': ['UnauthorizedErrorResponse', 'authentication/portal_session_not_found', async () => {
        const id = client.idIn((await client.create()).data);
        await client.redeem(id);
        return client.redeem(id);
      }],
      'a revoked session': ['UnauthorizedErrorResponse', 'authentication/portal_session_not_found', async () => {
        const token = await client.open();
        await sandbox.revoke('user_123');
        return client.keys(token);
      }],
      'an unknown root key': ['UnauthorizedErrorResponse', 'authentication/key_not_found', () => clientOf(version, sandbox.origin, 'unkey_unknown').create()],
      'an unknown portal': ['NotFoundErrorResponse', version === 'session' ? 'data/portal_config_not_found' : 'data/portal_not_found', () => client.create(undefined, 'other')],
      'a disabled portal': ['ForbiddenErrorResponse', 'authorization/forbidden', async () => {
        await sandbox.disablePortal();
        return client.create();
      }],
      'a missing permission': ['ForbiddenErrorResponse', 'authorization/insufficient_permissions', async () => client.keys(await client.open(['analytics:read']))],
      'a request against the schema': ['BadRequestErrorResponse', 'application/invalid_input', () => client.create([])],
      'an unknown key': ['NotFoundErrorResponse', 'data/key_not_found', async () => client.reroll(await client.open(), 'key_unknown')],
      'a window that ends before its start': ['BadRequestErrorResponse', 'application/invalid_input', async () => client.usage(await client.open(), 2, 1)],
      'a database that is down': ['InternalServerErrorResponse', 'application/service_unavailable', async () => {
        const token = await client.open();
        await sandbox.answer('portal.listKeys', { case: 'database down' });
        return client.keys(token);
      }],
    };
    for (const [name, [kind, type, send]] of Object.entries(refusals)) {
      test(`reads the error of ${name}`, async () => {
        await assert.rejects(send, (error) => {
          assert.ok(error instanceof client.errors[kind], `${error.name}: ${error.message}`);
          assert.ok(error.error.type.endsWith(type), error.error.type);
          assert.deepEqual(JSON.parse(JSON.stringify({ meta: error.meta, error: error.error })), JSON.parse(error.body));
          return true;
        });
      });
    }

    test('tells a rate limit by its status', async () => {
      const token = await client.open();
      await sandbox.answer('portal.listKeys', { case: 'rate limited, with a delay' });
      // These SDKs accept application/json alone, and have a class for a 429 as application/problem+json alone.
      await assert.rejects(client.keys(token), (error) => error instanceof client.errors.UnkeyError && error.statusCode === 429);
    });

    test('refuses each value of another type', async () => {
      const token = await client.open();
      const now = Date.now();
      const [{ keyId }] = (await client.keys(token)).data;
      const created = () => client.create();
      const routes = {
        'portal.createSession': [created],
        [client.exchangeRoute]: [async () => client.redeem(client.idIn((await created()).data)), () => client.redeem('pst_any')],
        // The operator's own data has no schema.
        'portal.listKeys': [() => client.keys(token), undefined, /\.meta\./],
        'portal.rerollKey': [() => client.reroll(token, keyId)],
        'portal.getVerifications': [() => client.usage(token, now - DAY_MS, now)],
      };
      for (const [route, [send, sendAgain = send, ignored]] of Object.entries(routes)) {
        await send();
        const variants = withOtherTypes(client.lastBody(), ignored);
        assert.ok(variants.length > 3, route);
        for (const { path, body } of variants) {
          await sandbox.answer(route, { status: 200, body });
          await assert.rejects(sendAgain, client.errors.ResponseValidationError, `${route}: ${path}`);
        }
      }
    });
  });
}
