// A backend with the example's routes, in a process of its own.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { startProgram } from './program.mjs';
import { PORTAL_ORIGIN } from './sandbox.mjs';

/** The sandbox's. */
export const ROOT_KEY = 'unkey_sandbox_root';

/**
 * Starts a backend in front of the API at `api`. When the test is over, it must still run, and have no secret in its output.
 * `hasty`: its time limits are thirty times shorter.
 */
export async function startBackend(context, { api, version, express = 'express', hasty = false, rootKey = ROOT_KEY }) {
  const command = [process.execPath, fileURLToPath(new URL('app.mjs', import.meta.url)), express, hasty ? '30' : '1'];
  const environment = { UNKEY_ROOT_KEY: rootKey, UNKEY_API: api, UNKEY_API_VERSION: version, PORTAL_ORIGIN };
  const program = await startProgram(context, command, environment, /^port (\d+)$/m);
  const request = async (method, path, user) => {
    const headers = user === undefined ? {} : { user };
    const response = await fetch(`http://127.0.0.1:${program.port}${path}`, { method, headers, redirect: 'manual' });
    const text = await response.text();
    assertNoSecret(text, response.status === 302 ? /pst_/g : undefined);
    return { status: response.status, location: response.headers.get('location'), headers: response.headers, text };
  };
  return {
    /** Waits until what it wrote since its start matches `pattern`: its output may arrive later than its response. */
    untilLogged: (pattern) => program.untilOutput((output) => pattern.test(output.replace(/^port.*\n/, '')), String(pattern)),
    open: (user) => request('POST', '/api-keys', user),
    signOut: (user, query = '') => request('GET', `/portal-signed-out${query}`, user),
    /** To be called at the end of a test. */
    assertSound() {
      assert.ok(!program.hasEnded(), `the backend ended: ${program.output}`);
      assertNoSecret(program.output);
    },
  };
}

/** No root key, session ID, code, session or token. (Express repeats the link in the body of a redirect.) */
export function assertNoSecret(text, except = /(?!)/g) {
  assert.doesNotMatch(text.replace(except, ''), /unkey_|pst_|pat_|ps_/);
}
