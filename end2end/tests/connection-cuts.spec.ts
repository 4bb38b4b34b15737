/** A connection that breaks before the response begins: Chromium repeats the request by itself, and nothing happens twice. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CuttingProxy, type How } from '../harness/cutting-proxy.ts';
import { Rotation, ROTATES } from '../harness/rotation.ts';
import { pathOf } from '../harness/sandbox.ts';
import { freePort, type Server } from '../harness/server.ts';
import { defaultConfig, startGateway } from '../harness/setup.ts';
import { expect, test as base } from '../harness/test.ts';

const REROLL = '/v2/portal.rerollKey';
const EXCHANGE = '/v2/portal.exchangeSession';

interface Network {
  readonly proxy: CuttingProxy;
  readonly gateway: Server;
  /** Waits until the gateway has recognised so many repeats of requests under way. */
  readonly repeatsRecognised: (count: number) => Promise<void>;
}

interface Fixtures {
  network: (http: 'HTTP/1.1' | 'HTTP/2') => Promise<Network>;
}

const test = base.extend<Fixtures>({
  network: async ({ servers, failures, page }, use) => {
    const running: { stop(): Promise<void> | void }[] = [];
    const folder = await mkdtemp(join(tmpdir(), 'portal-cuts-'));
    await use(async (http) => {
      const port = await freePort();
      const proxy = await CuttingProxy.start(http, 'portal.localhost', port);
      running.push(proxy);
      failures.allow(proxy.origin);
      const configFile = join(folder, 'config.json');
      await writeFile(configFile, JSON.stringify(defaultConfig({ ...servers.urls, portal: proxy.origin })));
      const gateway = await startGateway({ port, upstream: servers.nodeUrls.api, publicOrigin: proxy.origin, configFile });
      running.push(gateway);
      const repeats = () => gateway.output().match(/came again while it was under way/g)?.length ?? 0;
      return { proxy, gateway, repeatsRecognised: (count) => expect.poll(repeats).toBe(count) };
    });
    // Requests of a page that is still open would fail.
    await page.close();
    for (const part of running) await part.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

test.use({ ignoreHTTPSErrors: true });

const CONNECTIONS: readonly (readonly ['HTTP/1.1' | 'HTTP/2', How])[] = [
  ['HTTP/1.1', 'closed'],
  ['HTTP/1.1', 'reset'],
  ['HTTP/2', 'reset'],
  ['HTTP/2', 'refused'],
];

for (const [http, how] of CONNECTIONS) {
  test(`one click is one rotation, whose key is shown, when a connection is ${how} under way (${http})`, async ({ page, sandbox, portal, network }) => {
    const { proxy, repeatsRecognised } = await network(http);
    await page.goto(proxy.origin + pathOf(await sandbox.createSession({ permissions: ROTATES })));
    await expect(portal.rows).toHaveCount(3);
    const rotation = new Rotation(page);
    await sandbox.answer('portal.rerollKey', { real: true, hold: true });
    proxy.willBreak(REROLL, { when: 'under way', how });
    await rotation.open('Production');
    await rotation.rotate.click();
    await sandbox.untilHeld('portal.rerollKey');
    proxy.breakNow();
    await repeatsRecognised(1);
    await sandbox.release('portal.rerollKey');
    await expect(rotation.title).toHaveText(/^Your new key/);
    await expect(portal.rows).toHaveCount(4);
    expect(await sandbox.count('portal.rerollKey')).toBe(1);
    expect(proxy.count(REROLL)).toBe(2);
  });

  test(`one click is one rotation, whose secret is said to be lost, when a connection is ${how} before the response (${http})`, async ({
    page,
    sandbox,
    portal,
    failures,
    network,
  }) => {
    // On HTTP/2 Chromium repeats once only.
    failures.expectFailures(/rerollKey/, 502, 'net::ERR_CONNECTION_CLOSED', 'net::ERR_HTTP2_SERVER_REFUSED_STREAM');
    const { proxy } = await network(http);
    await page.goto(proxy.origin + pathOf(await sandbox.createSession({ permissions: ROTATES })));
    await expect(portal.rows).toHaveCount(3);
    const rotation = new Rotation(page);
    proxy.willBreak(REROLL, { when: 'answered', how }, { when: 'answered', how });
    await rotation.open('Production');
    await rotation.rotate.click();
    await expect(rotation.title).toHaveText('“Production” was rotated, but the new key didn’t reach you');
    await expect(portal.rows).toHaveCount(4);
    expect(await sandbox.count('portal.rerollKey')).toBe(1);
    expect(proxy.count(REROLL)).toBeGreaterThan(1);
  });
}

for (const http of ['HTTP/1.1', 'HTTP/2'] as const) {
  test(`a link opens the session when the exchange's connection is reset under way (${http})`, async ({ page, sandbox, portal, network }) => {
    const { proxy, repeatsRecognised } = await network(http);
    await sandbox.answer('portal.exchangeSession', { real: true, hold: true });
    proxy.willBreak(EXCHANGE, { when: 'under way', how: 'reset' });
    await page.goto(proxy.origin + pathOf(await sandbox.createSession()));
    await sandbox.untilHeld('portal.exchangeSession');
    // The exchange is sent while the program is loading, which on HTTP/2 has the same connection.
    await expect(page.getByText('Opening your session')).toBeAttached();
    proxy.breakNow();
    await repeatsRecognised(1);
    await sandbox.release('portal.exchangeSession');
    await expect(portal.table).toBeVisible();
    expect(await sandbox.count('portal.exchangeSession')).toBe(1);
  });
}

test('an exchange whose answer is lost on its way is not sent to the API again', async ({ page, sandbox, portal, failures, network }) => {
  failures.expectFailures(/exchangeSession/, 502);
  const { proxy } = await network('HTTP/1.1');
  proxy.willBreak(EXCHANGE, { when: 'answered', how: 'reset' });
  await page.goto(proxy.origin + pathOf(await sandbox.createSession()));
  await expect(portal.screen('Your keys couldn’t be opened yet')).toBeVisible();
  expect(await sandbox.count('portal.exchangeSession')).toBe(1);
  expect(proxy.count(EXCHANGE)).toBe(2);
});
