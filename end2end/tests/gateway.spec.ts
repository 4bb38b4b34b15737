/** What the gateway sends, seen on the wire: cookies, headers, refusals. */

import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { call, post, postFromPortal, type Answer } from '../harness/http.ts';
import { distPath } from '../harness/programs.ts';
import { sessionIdIn, type Sandbox } from '../harness/sandbox.ts';
import { freePort } from '../harness/server.ts';
import { startGateway, type Parts } from '../harness/setup.ts';
import { expect, test } from '../harness/test.ts';

const HOUR_S = 3600;
const NAVIGATION = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', accept: 'text/html' };

/** A `Set-Cookie` line in parts; attributes' names in lower case. */
function cookieParts(line: string): { name: string; value: string; attributes: Record<string, string> } {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const attributes = Object.fromEntries(
    rest.map((part) => {
      const [name = '', value = ''] = part.split('=');
      return [name.toLowerCase(), value];
    }),
  );
  const [name = '', value = ''] = pair.split(/=(.*)/s);
  return { name, value, attributes };
}

function cookieOf(answer: Answer, name: string): ReturnType<typeof cookieParts> {
  const found = answer.setCookies.map(cookieParts).find((cookie) => cookie.name === name);
  if (!found) throw new Error(`no cookie ${name} in ${JSON.stringify(answer.setCookies)}`);
  return found;
}

async function exchange(parts: Parts, sandboxUrl: string): Promise<Answer> {
  return postFromPortal(`${parts.doors.portal}/v2/portal.exchangeSession`, { sessionId: sessionIdIn(sandboxUrl) });
}

/** The `Cookie` header of a browser with an open session. */
async function signedIn(parts: Parts, sandbox: Sandbox): Promise<{ cookie: string }> {
  const answer = await exchange(parts, await sandbox.createSession());
  return { cookie: `__Host-portal_session=${cookieOf(answer, '__Host-portal_session').value}` };
}

test.describe('cookies', () => {
  test("WSTG-SESS-02: no script and no other site gets at the session's cookie", async ({ parts, sandbox }) => {
    const answer = await exchange(parts, await sandbox.createSession());
    expect(answer.status).toBe(200);
    const { value, attributes } = cookieOf(answer, '__Host-portal_session');
    expect(value).toMatch(/^ps_[A-Za-z0-9_-]+$/);
    expect(Object.keys(attributes).sort()).toEqual(['httponly', 'max-age', 'path', 'samesite', 'secure']);
    expect(attributes).toMatchObject({ path: '/', samesite: 'Strict' });
    expect(Number(attributes['max-age'])).toBeGreaterThan(24 * HOUR_S - 30);
    expect(Number(attributes['max-age'])).toBeLessThanOrEqual(24 * HOUR_S);
  });

  test("the page can read when its session ends and which ID made it, and nothing secret", async ({ parts, sandbox }) => {
    const url = await sandbox.createSession();
    const answer = await exchange(parts, url);
    const { expiresAt } = (JSON.parse(answer.text) as { data: { expiresAt: number } }).data;
    const { value, attributes } = cookieOf(answer, '__Host-portal_open');
    const tag = createHash('sha256').update(sessionIdIn(url)).digest('hex').slice(0, 16);
    expect(value).toBe(`${expiresAt}.${tag}`);
    expect(Object.keys(attributes).sort()).toEqual(['max-age', 'path', 'samesite', 'secure']);
    expect(attributes).toMatchObject({ path: '/', samesite: 'Strict' });
    expect(Number(attributes['max-age'])).toBeGreaterThan(8 * 24 * HOUR_S - 30);
    expect(Number(attributes['max-age'])).toBeLessThanOrEqual(8 * 24 * HOUR_S);
  });

  test("the exchange's answer carries the end of the session and no token", async ({ parts, sandbox }) => {
    const answer = await exchange(parts, await sandbox.createSession());
    const body = JSON.parse(answer.text) as { meta: { requestId: string }; data: Record<string, unknown> };
    expect(Object.keys(body.data)).toEqual(['expiresAt']);
    expect(body.meta.requestId).toMatch(/^req_/);
    expect(answer.text).not.toContain('ps_');
    expect(answer.setCookies).toHaveLength(2);
  });

  test("the API gets the session's token under its own name, and no other cookie", async ({ parts, sandbox }) => {
    const token = cookieOf(await exchange(parts, await sandbox.createSession()), '__Host-portal_session').value;
    const answer = await postFromPortal(`${parts.doors.portal}/v2/portal.listKeys`, {}, {
      cookie: `other=1; __Host-portal_session=${token}; portal_session=planted; __Host-portal_open=1.0`,
      authorization: 'Bearer planted',
    });
    expect(answer.status).toBe(200);
    const [seen] = await sandbox.requests('portal.listKeys');
    expect(seen?.cookie).toBe(`portal_session=${token}`);
    expect(seen?.authorization).toBeNull();
    expect(seen?.externalId).toBe(sandbox.user);
  });

  test('a refused exchange sets no cookie', async ({ parts }) => {
    const answer = await postFromPortal(`${parts.doors.portal}/v2/portal.exchangeSession`, { sessionId: 'pst_unknown' });
    expect(answer.status).toBe(401);
    expect(answer.setCookies).toEqual([]);
  });
});

test.describe('headers', () => {
  const everywhere = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'x-robots-tag': expect.stringContaining('noindex') as unknown,
  };

  async function wasmPath(): Promise<string> {
    const files = await readdir(distPath());
    const wasm = files.find((file) => file.endsWith('.wasm'));
    if (!wasm) throw new Error(`no .wasm in ${distPath()}`);
    return `/${wasm}`;
  }

  test('WSTG-CONF-12, WSTG-CLNT-09: the page may run its own files only, and nobody may frame it', async ({ parts }) => {
    const answer = await call(`${parts.doors.portal}/`, { headers: NAVIGATION });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      ...everywhere,
      'content-type': expect.stringContaining('text/html') as unknown,
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    });
    const policy = Object.fromEntries(
      (answer.headers['content-security-policy'] as string)
        .split(';')
        .map((directive) => directive.trim().split(/\s+/))
        .filter(([name]) => name)
        .map(([name, ...sources]) => [name, sources.sort().join(' ')]),
    );
    expect(policy).toEqual({
      'default-src': "'none'",
      'script-src': "'self' 'wasm-unsafe-eval'",
      'style-src': "'self'",
      'connect-src': "'self'",
      'img-src': "'self'",
      'font-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });

  test('WSTG-CONF-12: a script written into the page does not run', async ({ page, openKeys, failures }) => {
    failures.expectComplaint(/content security policy/i);
    await openKeys();
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "planted"';
      document.body.append(script);
    });
    expect(await page.title()).not.toBe('planted');
  });

  for (const [what, path, headers, status] of [
    ['the wasm', 'wasm', {}, 200],
    ['the config', '/config.json', {}, 200],
    ['the colours', '/brand.css', {}, 200],
    ['a file that is not there', '/no-such-file.js', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }, 404],
    ['a route that is not forwarded', '/v2/keys.createKey', {}, 404],
  ] as const) {
    test(`${what} comes with the safety headers`, async ({ parts }) => {
      const answer = await call(parts.doors.portal + (path === 'wasm' ? await wasmPath() : path), { headers });
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject(everywhere);
    });
  }

  test('answers of the API come with the safety headers and are kept nowhere', async ({ parts }) => {
    for (const [url, body] of [
      ['/v2/portal.listKeys', {}],
      ['/v2/portal.exchangeSession', { sessionId: 'pst_unknown' }],
    ] as const) {
      const answer = await postFromPortal(parts.doors.portal + url, body);
      expect(answer.headers).toMatchObject({ ...everywhere, 'cache-control': 'no-store' });
    }
  });

  test("answers tell the API's time", async ({ parts, sandbox }) => {
    const session = await signedIn(parts, sandbox);
    await sandbox.shiftClock(3 * HOUR_S * 1000);
    const answer = await postFromPortal(`${parts.doors.portal}/v2/portal.listKeys`, {}, session);
    const ahead = Date.parse(answer.headers.date ?? '') - Date.now();
    expect(Math.abs(ahead - 3 * HOUR_S * 1000)).toBeLessThan(10_000);
  });

  test('the page with a session ID in its address is kept nowhere, the others are asked for anew', async ({ parts }) => {
    const control = async (path: string) => (await call(parts.doors.portal + path, { headers: NAVIGATION })).headers['cache-control'];
    expect(await control('/?session=pst_abc')).toBe('no-store');
    expect(await control('/keys?x=1&code=pst_abc')).toBe('no-store');
    expect(await control('/')).toBe('no-cache');
    expect(await control('/keys')).toBe('no-cache');
  });

  test('the wasm comes compressed, under its type, and is kept for good', async ({ parts }) => {
    const path = parts.doors.portal + (await wasmPath());
    const sizes: number[] = [];
    for (const encoding of ['br', 'gzip', 'identity']) {
      const answer = await call(path, { headers: { 'accept-encoding': encoding } });
      expect(answer.headers).toMatchObject({
        'content-type': 'application/wasm',
        'cache-control': expect.stringMatching(/max-age=31536000.*immutable/) as unknown,
        vary: expect.stringMatching(/accept-encoding/i) as unknown,
      });
      expect(answer.headers['content-encoding'] ?? 'identity').toBe(encoding);
      sizes.push(answer.body.length);
    }
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  });

  test('browsers are told to come back over https where the portal is served so', async ({ parts }, info) => {
    const configFile = info.outputPath('config.json');
    await writeFile(configFile, '{}');
    const port = await freePort();
    const gateway = await startGateway({ port, upstream: parts.doors.api, publicOrigin: 'https://keys.acme.example', configFile });
    try {
      const answer = await call(`http://127.0.0.1:${port}/`, { headers: { ...NAVIGATION, host: 'keys.acme.example' } });
      expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d+/);
    } finally {
      await gateway.stop();
    }
  });

  test('a missing file is missing, and only a navigation gets the page instead', async ({ parts }) => {
    const navigation = await call(`${parts.doors.portal}/some/page`, { headers: NAVIGATION });
    expect(navigation.status).toBe(200);
    expect(navigation.headers['content-type']).toContain('text/html');
    const script = await call(`${parts.doors.portal}/some/page.js`, { headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'script', accept: '*/*' } });
    expect(script.status).toBe(404);
  });
});

test.describe('refusals', () => {
  for (const route of ['exchangeSession', 'exchangeCode', 'listKeys', 'rerollKey', 'getVerifications']) {
    test(`WSTG-SESS-05: ${route} is closed to other sites, sister sites, forms and other origins`, async ({ parts, sandbox }) => {
      const url = `${parts.doors.portal}/v2/portal.${route}`;
      const refused = async (what: string, status: number, answer: Promise<Answer>) => expect((await answer).status, what).toBe(status);
      await refused('another site', 403, post(url, {}, { 'sec-fetch-site': 'cross-site' }));
      await refused('a sister site', 403, post(url, {}, { 'sec-fetch-site': 'same-site' }));
      await refused('the address bar', 403, post(url, {}, { 'sec-fetch-site': 'none' }));
      await refused('another origin', 403, post(url, {}, { origin: 'https://evil.example' }));
      await refused('nobody known', 403, post(url, {}));
      await refused(
        'a form',
        415,
        call(url, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }, body: '{}' }),
      );
      expect(await sandbox.requests()).toEqual([]);
    });
  }

  test('an old browser that names its origin gets in', async ({ parts }) => {
    const answer = await post(`${parts.doors.portal}/v2/portal.exchangeSession`, { sessionId: 'pst_unknown' }, { origin: parts.at.portal });
    expect(answer.status).toBe(401);
  });

  test('nothing but the five routes gets through to the API', async ({ parts, sandbox }) => {
    for (const path of ['/v2/portal.createSession', '/v2/keys.createKey', '/v2/portal.listKeys/', '/v2/portal.listKeys%2f', '/switchboard/requests']) {
      const answer = await postFromPortal(parts.doors.portal + path, {}, { authorization: 'Bearer unkey_sandbox_root' });
      expect([404, 405], path).toContain(answer.status);
    }
    expect(await sandbox.requests()).toEqual([]);
    expect((await call(`${parts.doors.portal}/v2/portal.listKeys`, { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(405);
  });

  test('a body that is too large is refused before the API sees it', async ({ parts, sandbox }) => {
    const session = await signedIn(parts, sandbox);
    const answer = await postFromPortal(`${parts.doors.portal}/v2/portal.listKeys`, { cursor: 'a'.repeat(70_000) }, session);
    expect(answer.status).toBe(413);
    expect(await sandbox.count('portal.listKeys')).toBe(0);
  });

  test('an answer that is no answer is told in the form of the API', async ({ parts, sandbox }) => {
    const session = await signedIn(parts, sandbox);
    for (const answer of [{ case: 'captive portal answers 200 with a page' }, { case: 'cut short' }, { drop: true }] as const) {
      await sandbox.answer('portal.listKeys', answer);
      const got = await postFromPortal(`${parts.doors.portal}/v2/portal.listKeys`, {}, session);
      expect(got.status).toBe(502);
      const body = JSON.parse(got.text) as { meta: { requestId: string }; error: { status: number; type: string } };
      expect(body.meta.requestId).toMatch(/^req_/);
      expect(body.error.status).toBe(502);
    }
  });
});

test('the shipped files name no folder of the machine that built them', async () => {
  const files = (await readdir(distPath(), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const file of files.filter(({ name }) => /\.(wasm|js|html|css|json)$/.test(name))) {
    const content = await readFile(join(file.parentPath, file.name), 'latin1');
    expect(content.includes(`${homedir()}/`), `${file.name} names ${homedir()}`).toBe(false);
  }
});
