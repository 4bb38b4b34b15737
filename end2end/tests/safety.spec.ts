/** What the browser makes of the portal's defences. Each test has its id in OWASP's Web Security Testing Guide. */

import { OPEN_COOKIE, SESSION_COOKIE } from '../harness/cookies.ts';
import { call, postFromPortal } from '../harness/http.ts';
import { Portal } from '../harness/portal.ts';
import { pathOf, sessionIdIn } from '../harness/sandbox.ts';
import { blankPage } from '../harness/tabs.ts';
import { startStranger, type Stranger } from '../harness/stranger.ts';
import { expect, test as base } from '../harness/test.ts';

const EXCHANGE = /portal\.exchangeSession/;
const DAY_S = 86_400;

const test = base.extend<{ stranger: Stranger }>({
  stranger: async ({ failures }, use) => {
    const stranger = await startStranger();
    failures.allow(stranger.origin);
    await use(stranger);
    await stranger.stop();
  },
});

test('WSTG-SESS-02: the browser keeps the session where no script and no other host gets at it', async ({ page, context, openKeys }) => {
  await openKeys();
  const cookies = await context.cookies();
  const host = new URL(page.url()).hostname;
  const now = Date.now() / 1_000;
  const session = cookies.find((cookie) => cookie.name === SESSION_COOKIE);
  // A host without a leading dot: no other host gets it.
  expect(session).toMatchObject({ domain: host, path: '/', httpOnly: true, secure: true, sameSite: 'Strict' });
  expect((session?.expires ?? 0) - now).toBeGreaterThan(DAY_S - 60);
  expect((session?.expires ?? 0) - now).toBeLessThanOrEqual(DAY_S);
  expect(cookies.find((cookie) => cookie.name === OPEN_COOKIE)).toMatchObject({ domain: host, path: '/', secure: true, sameSite: 'Strict' });
  expect(await page.evaluate(() => document.cookie)).not.toContain(SESSION_COOKIE);
});

test('WSTG-SESS-03: a session that somebody planted is replaced by the user’s own', async ({ page, context, servers, sandbox, portal }) => {
  // Somebody's live session, put where the portal keeps its own.
  const stranger = await sandbox.createSession({ externalId: 'user_123' });
  const answer = await postFromPortal(`${servers.nodeUrls.portal}/v2/portal.exchangeSession`, { sessionId: sessionIdIn(stranger) });
  const token = /__Host-portal_session=([^;]+)/.exec(answer.setCookies.join('\n'))?.[1] ?? '';
  expect(token).toMatch(/^ps_/);
  await page.goto('/');
  await page.evaluate((planted) => (document.cookie = planted), `${SESSION_COOKIE}=${token}; Path=/; Secure; SameSite=Strict`);
  expect(await page.evaluate(() => document.cookie)).toContain(token);

  await page.goto(pathOf(await sandbox.createSession()));
  await expect(portal.rows).toHaveCount(3);
  const owners = (await sandbox.requests('portal.listKeys')).map((request) => request.externalId);
  expect(owners).toEqual([sandbox.user]);
  const session = (await context.cookies()).find((cookie) => cookie.name === SESSION_COOKIE);
  expect(session?.value).not.toBe(token);
  expect(session?.httpOnly).toBe(true);
});

test('WSTG-SESS-03: a planted session alone shows nobody’s keys', async ({ page, servers, sandbox, portal }) => {
  const stranger = await sandbox.createSession({ externalId: 'user_123' });
  const answer = await postFromPortal(`${servers.nodeUrls.portal}/v2/portal.exchangeSession`, { sessionId: sessionIdIn(stranger) });
  const token = /__Host-portal_session=([^;]+)/.exec(answer.setCookies.join('\n'))?.[1] ?? '';
  await page.goto('/');
  await page.evaluate((planted) => (document.cookie = planted), `${SESSION_COOKIE}=${token}; Path=/; Secure; SameSite=Strict`);
  await page.goto('/keys');
  await expect(portal.screen('Open this page from Acme')).toBeVisible();
  await expect(portal.table).toBeHidden();
});

test.describe('WSTG-SESS-03: another site can’t sign a user in as somebody else', () => {
  test('by a request', async ({ context, stranger, servers, sandbox, failures }) => {
    // The browser keeps even the refusal from a page of another site.
    failures.expectFailures(EXCHANGE, 'net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin');
    const id = sessionIdIn(await sandbox.createSession({ externalId: 'user_123' }));
    const evil = await context.newPage();
    await evil.goto(stranger.origin);
    const answer = evil.waitForEvent('requestfailed', (request) => EXCHANGE.test(request.url()));
    await evil.evaluate(
      ([url, body]) => fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', headers: { 'content-type': 'text/plain' }, body }).catch(() => undefined),
      [`${servers.urls.portal}/v2/portal.exchangeSession`, JSON.stringify({ sessionId: id })] as const,
    );
    await answer;
    expect(await sandbox.count()).toBe(0);
    expect(await context.cookies(servers.urls.portal)).toEqual([]);
  });

  test('by a form', async ({ context, stranger, servers, sandbox, failures }) => {
    // The refusal is shown as a page, for which the browser wants an icon.
    failures.expectFailures(/exchangeSession|favicon\.ico/, 403, 404, 415);
    const id = sessionIdIn(await sandbox.createSession({ externalId: 'user_123' }));
    stranger.show(`<form method="post" enctype="text/plain" action="${servers.urls.portal}/v2/portal.exchangeSession">
      <input name='{"sessionId":"${id}","x":"' value='"}'><button>Win</button></form>`);
    const evil = await context.newPage();
    await evil.goto(stranger.origin);
    const answer = evil.waitForResponse(EXCHANGE);
    // The browser complains of the answer a moment after it came.
    const complaint = evil.waitForEvent('console');
    await evil.getByRole('button', { name: 'Win' }).click();
    expect([403, 415]).toContain((await answer).status());
    await complaint;
    expect(await sandbox.count()).toBe(0);
    expect(await context.cookies(servers.urls.portal)).toEqual([]);
  });

  test('nor sign one out', async ({ context, stranger, servers, portal, openKeys, failures }) => {
    failures.expectFailures(/session\/end|favicon\.ico/, 403, 404, 415);
    await openKeys();
    stranger.show(`<form method="post" action="${servers.urls.portal}/session/end"><button>Win</button></form>`);
    const evil = await context.newPage();
    await evil.goto(stranger.origin);
    const answer = evil.waitForResponse(/session\/end/);
    await evil.getByRole('button', { name: 'Win' }).click();
    expect([403, 415]).toContain((await answer).status());
    expect((await context.cookies(servers.urls.portal)).map((cookie) => cookie.name)).toContain(SESSION_COOKIE);
    await expect(portal.table).toBeVisible();
  });
});

test('WSTG-SESS-11: of two users in two tabs, each tab shows one and says when it shows none', async ({ page, context, sandbox, portal, openKeys }) => {
  await openKeys();
  const other = await context.newPage();
  const second = new Portal(other);
  await other.goto(pathOf(await sandbox.createSession({ externalId: 'user_123' })));
  // Both at once: until the person chooses, the first goes on.
  await page.reload();
  await expect(portal.rows).toHaveCount(3);
  await second.openNew.click();
  await expect(second.rows).toHaveCount(12);
  await expect(portal.screen('Other keys were opened in this browser')).toBeVisible();
  await page.reload();
  await expect(portal.rows).toHaveCount(12);
  // Every list came with its owner's own session, in this order and never mixed.
  const owners = (await sandbox.requests('portal.listKeys')).map((request) => request.externalId);
  expect(owners).toEqual([sandbox.user, sandbox.user, 'user_123', 'user_123']);
});

test('WSTG-CLNT-04: no parameter of an address leads anywhere else', async ({ page, servers, portal }) => {
  for (const path of ['/?to=', '/keys?returnUrl=', '/?next=', '/keys?redirect=']) {
    await page.goto(`${path}${encodeURIComponent('https://evil.example/')}`);
    await expect(portal.screen('Open this page from Acme'), path).toBeVisible();
    expect(new URL(page.url()).origin, path).toBe(servers.urls.portal);
    const origins = await page.getByRole('link').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).origin));
    expect([...new Set(origins)].sort(), path).toEqual([servers.urls.app, servers.urls.portal, 'https://acme.example'].sort());
  }
});

test('WSTG-CLNT-09: no other page can show the portal in a frame', async ({ context, stranger, servers, sandbox, openKeys, failures }) => {
  failures.expectComplaint(/frame-ancestors/i);
  await openKeys();
  const before = await sandbox.count();
  stranger.show(`<iframe src="${servers.urls.portal}/keys" title="framed"></iframe>`);
  const evil = await context.newPage();
  await evil.goto(stranger.origin);
  await expect.poll(() => evil.frames().at(-1)?.url()).toMatch(/^chrome-error:/);
  expect(await sandbox.count()).toBe(before);
});

test('WSTG-CLNT-09: nor can a page of the portal’s own origin', async ({ context, servers, failures }) => {
  failures.expectComplaint(/frame-ancestors/i);
  const frame = await blankPage(context, servers.urls.portal, `<iframe src="${servers.urls.portal}/keys" title="framed"></iframe>`);
  await expect.poll(() => frame.frames().at(-1)?.url()).toMatch(/^chrome-error:/);
});

test.describe('WSTG-CONF-12: a script that was planted does not run', () => {
  const PLANTED = {
    'in the page': '<script>window.planted = "in the page"</script>',
    'in an attribute': '<img src="/no-such.png" alt="" onerror="window.planted = \'in an attribute\'">',
    'in a frame': '<iframe srcdoc="<script>parent.planted = \'in a frame\'</script>"></iframe>',
    'from another host': '<script src="https://evil.example/planted.js"></script>',
    'in an address that is data': '<script src="data:text/javascript,window.planted=\'in data\'"></script>',
  };

  test('in the page, in an attribute, in a frame, from another host or in an address that is data', async ({ page, servers, portal, failures }) => {
    const complaints: string[] = [];
    page.on('console', (message) => void (/content security policy/i.test(message.text()) && complaints.push(message.text())));
    failures.expectComplaint(/content security policy/i);
    // Playwright tells of the request before the policy stops it.
    failures.allow('https://evil.example');
    failures.expectFailures(/no-such\.png/, 404);
    // The page as the gateway sends it, and something in it that somebody slipped in.
    const { text, headers } = await call(`${servers.nodeUrls.portal}/keys`, { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } });
    const policy = headers['content-security-policy'];
    if (typeof policy !== 'string') throw new Error('no policy');
    const planted = text.replace('</body>', `${Object.values(PLANTED).join('')}</body>`);
    expect(planted).not.toBe(text);
    await page.route('**/keys', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body: planted }));
    await page.goto('/keys');
    await expect(portal.screen('Open this page from Acme')).toBeVisible();
    // Each is refused by the policy, or it was never there.
    await expect.poll(() => complaints.length).toBeGreaterThanOrEqual(Object.keys(PLANTED).length);
    expect(await page.evaluate(() => (window as { planted?: string }).planted)).toBeUndefined();
  });

  test('when it is added to the page', async ({ page, openKeys, failures }) => {
    failures.expectComplaint(/TrustedScript/);
    await openKeys();
    await page.evaluate(() => {
      const script = document.createElement('script');
      // As a node: setting its text is refused with an error already.
      script.append('window.planted = true');
      document.body.append(script);
    });
    expect(await page.evaluate(() => 'planted' in window)).toBe(false);
  });

  test('in the address', async ({ page, portal }) => {
    await page.goto('/keys?x=<script>window.planted=true</script>#<img src=x onerror=window.planted=true>');
    await expect(portal.screen('Open this page from Acme')).toBeVisible();
    expect(await page.evaluate(() => 'planted' in window)).toBe(false);
  });
});
