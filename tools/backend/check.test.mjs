// `portal-gateway check` against the sandbox, in each version of the API. What it reports of single answers is tested in crates/doctor.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { ROOT_KEY, assertNoSecret } from './backend.mjs';
import { PORTAL_ORIGIN, VERSIONS, startSandbox } from './sandbox.mjs';

const program = process.env.GATEWAY_BIN ?? `${process.env.CARGO_TARGET_DIR ?? 'target'}/release/portal-gateway`;
const CREATE = 'portal.createSession';

/** Runs a check of the sandbox. Returns its exit code and report. */
async function check(sandbox, { rootKey = ROOT_KEY, publicOrigin = PORTAL_ORIGIN, config = {}, flags = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-check.'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const settings = [`--upstream=${sandbox.origin}`, `--public-origin=${publicOrigin}`, '--root-key-file=-', '--portal=acme', '--as=user_123', `--config=${folder}/config.json`];
  // A root key in the environment is refused.
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => !value.includes('unkey_')));
  const child = spawn(program, ['check', ...settings, ...flags], { env });
  child.stdin.end(rootKey);
  const [report, problem, code] = await Promise.all([text(child.stdout), text(child.stderr), new Promise((resolve) => child.on('close', resolve))]);
  rmSync(folder, { recursive: true });
  assert.equal(problem, '');
  assertNoSecret(report);
  return { code, report };
}

/** The problem of createSession, with its remedy. Everything else must be fine or untried. */
function problemOf({ code, report }) {
  assert.deepEqual([code, report.match(/^WRONG .*$/gm)?.length], [1, 1], report);
  return /^WRONG +createSession .*\n.*$/m.exec(report)?.[0] ?? assert.fail(report);
}

for (const version of VERSIONS) {
  const hasScopes = version !== 'session';
  test(`${version}: check`, async (t) => {
    const sandbox = await startSandbox(t, version);

    await t.test('a healthy API is said to be healthy', async () => {
      const { code, report } = await check(sandbox);
      assert.equal(code, 0, report);
      assert.match(report, /ok +list +\d+ keys[^]*All is well\.\n$/);
      assert.match(report, new RegExp(`ok +API .*\`${version}\``));
      const permissions = ['keys:read', 'keys:reroll', 'analytics:read'];
      const body = hasScopes ? { portal: 'acme', scopes: permissions } : { slug: 'acme', permissions };
      assert.deepEqual(await sandbox.bodies(CREATE), [{ externalId: 'user_123', ...body }]);
    });

    await t.test('whatever the return URL of the config is', async () => {
      for (const returnUrl of ['https://app.example.com/account?tab=keys', `https://app.example.com/${'a'.repeat(600)}`]) {
        const { code, report } = await check(sandbox, { config: { returnUrl } });
        assert.equal(code, 0, report);
      }
      const config = { returnUrl: 'http://localhost:8081/' };
      const { code, report } = await check(sandbox, { publicOrigin: 'http://localhost:8080', config });
      assert.equal(code, 0, report);
    });

    await t.test('whether a sign-out can end sessions', async () => {
      await sandbox.reset();
      const outcome = await check(sandbox, { config: { signOutUrl: 'https://app.example.com/portal-signed-out' } });
      if (version === 'code-v3') {
        assert.match(outcome.report, /ok +sign-out .*[^]*All is well/);
        assert.equal(outcome.code, 0);
      } else {
        assert.deepEqual([outcome.code, outcome.report.match(/^WRONG .*$/gm)?.length], [1, 1], outcome.report);
        assert.match(outcome.report, /WRONG +sign-out .*no portal\.revokeSession.*\n.*take `signOutUrl` out/);
      }
      const users = (await sandbox.bodies('portal.revokeSession')).map((body) => body.externalId);
      assert.ok(!users.includes('user_123'), 'the sessions of the user of --as were ended');
    });

    await t.test('permissions that the root key lacks are named', async () => {
      const none = problemOf(await check(sandbox, { rootKey: 'unkey_sandbox_no_portal' }));
      assert.match(none, /portal\.\*\.create_portal_session/);
      if (!hasScopes) return;
      const reading = problemOf(await check(sandbox, { rootKey: 'unkey_sandbox_read' }));
      assert.match(reading, /may not create this session .*api\.\*\.(create_key|read_analytics)/s);
      assert.equal((await check(sandbox, { rootKey: 'unkey_sandbox_read', flags: ['--permissions=keys:read'] })).code, 0);
    });

    await t.test('permissions that don\'t go together are named', async () => {
      for (const [permission, since] of [['keys:reroll', ['code-v2', 'code-v3']], ['analytics:read', ['code-v3']]]) {
        const outcome = await check(sandbox, { flags: [`--permissions=${permission}`] });
        if (since.includes(version)) assert.match(problemOf(outcome), /ask for keys:read, too/);
        // Created, but nothing can be listed.
        else assert.match(outcome.report, /ok +createSession[^]*WRONG +list /);
      }
    });

    await t.test('a portal that is switched off', async () => {
      await sandbox.enable(false);
      assert.match(problemOf(await check(sandbox)), /portal "acme" is switched off/);
      await sandbox.enable(true);
    });

    await t.test('a 409 is tried once more', async () => {
      const conflict = { case: 'portal was changed meanwhile, version code-v3' };
      await sandbox.answer(CREATE, conflict);
      assert.equal((await check(sandbox)).code, 0);
      await sandbox.answer(CREATE, conflict, conflict);
      assert.match(problemOf(await check(sandbox)), /was changed while the session was created/);
    });

    await t.test('answers that are not the API\'s', async () => {
      for (const [answer, part] of [
        [{ case: 'captive portal answers 200 with a page' }, /not as the API does/],
        [{ status: 403, raw: '<h1>Forbidden</h1>' }, /in front of the API refused/],
        [{ status: 400, raw: '<h1>Bad Request</h1>' }, /in front of the API refused/],
        [{ status: 429, raw: '<h1>Slow down</h1>' }, /in front of the API limits/],
        [{ case: 'rate limited, with a delay' }, /rate limit is used up/],
        [{ case: 'edge error page' }, /in front of the API failed/],
        [{ real: true, cut: true }, /closed the connection/],
        [{ drop: true }, /closed the connection/],
      ]) {
        await sandbox.answer(CREATE, answer);
        assert.match(problemOf(await check(sandbox)), part);
      }
    });
  });
}
