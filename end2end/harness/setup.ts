/** Which servers a test file runs against, and starting them. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { distPath, gatewayPath, sandboxPath } from './programs.ts';
import { freePorts, Server } from './server.ts';
import { startStaticHost } from './static-host.ts';

/** Which version of the API the sandbox speaks. */
export type ApiVersion = 'session' | 'code' | 'code-v2' | 'code-v3';

/** Which servers a test file runs against, and how they are configured. */
export interface Setup {
  readonly apiVersion: ApiVersion;
  /** Served by the gateway, or as static files with an API on another origin. */
  readonly deployment: 'gateway' | 'static';
  readonly portalHost: string;
  readonly apiHost: string;
  readonly appHost: string;
  /** The sandbox behaves as the documentation promises: sets its cookie, allows the portal's origin. */
  readonly setsCookie: boolean;
  readonly allowsOrigin: boolean;
  /** `Date` and `Retry-After` are readable across origins. */
  readonly exposes: boolean;
  readonly acceptsBearer: boolean;
  /** `config.json`, from the origins of all servers. */
  readonly config: (at: Addresses) => Record<string, unknown>;
}

/** The origins of the servers. */
export interface Addresses {
  readonly portal: string;
  readonly app: string;
  readonly api: string;
}

export function defaultConfig(at: Addresses): Record<string, unknown> {
  return {
    appName: 'Acme',
    returnUrl: `${at.app}/account?tab=keys`,
    supportUrl: 'https://acme.example/support',
    colour: '#0f766e',
    example: { url: 'https://api.acme.example/v1/me', header: 'Authorization: Bearer' },
  };
}

export const defaultSetup: Setup = {
  apiVersion: 'session',
  deployment: 'gateway',
  portalHost: 'portal.localhost',
  apiHost: 'api.localhost',
  appHost: 'app.localhost',
  setsCookie: false,
  allowsOrigin: false,
  exposes: false,
  acceptsBearer: false,
  config: defaultConfig,
};

/** Static files, and an API on another origin of the same site that sets the cookie itself. */
export const sameSite: Partial<Setup> = {
  deployment: 'static',
  portalHost: 'portal.acme.localhost',
  apiHost: 'api.acme.localhost',
  setsCookie: true,
  allowsOrigin: true,
  config: (at) => ({ ...defaultConfig(at), apiBase: at.api }),
};

/** Everything a worker runs. */
export interface Servers {
  readonly setup: Setup;
  /** As a browser calls them. */
  readonly urls: Addresses;
  /** The same for node, which doesn't resolve `*.localhost`. */
  readonly nodeUrls: Addresses;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  readonly port: number;
  readonly upstream: string;
  readonly publicOrigin: string;
  readonly configFile: string;
}

export function startGateway(options: GatewayOptions): Promise<Server> {
  const args = [
    'serve',
    '--listen',
    `127.0.0.1:${options.port}`,
    '--upstream',
    options.upstream,
    '--public-origin',
    options.publicOrigin,
    '--dist',
    distPath(),
    '--config',
    options.configFile,
  ];
  return Server.start('The gateway', gatewayPath(), args, [/gateway: the portal is at /]);
}

/** Starts the sandbox and whatever serves the portal. */
export async function startServers(setup: Setup): Promise<Servers> {
  const [portalPort = 0, apiPort = 0, appPort = 0] = await freePorts(3);
  const urls: Addresses = {
    portal: `http://${setup.portalHost}:${portalPort}`,
    app: `http://${setup.appHost}:${appPort}`,
    api: `http://${setup.apiHost}:${apiPort}`,
  };
  const nodeUrls: Addresses = {
    portal: `http://127.0.0.1:${portalPort}`,
    app: `http://127.0.0.1:${appPort}`,
    api: `http://127.0.0.1:${apiPort}`,
  };
  const folder = await mkdtemp(join(tmpdir(), 'portal-end2end-'));
  const configFile = join(folder, 'config.json');
  await writeFile(configFile, JSON.stringify(setup.config(urls)));

  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    const results = await Promise.allSettled(running.map((part) => part.stop()));
    await rm(folder, { recursive: true, force: true });
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  };
  try {
    const args = ['--api-port', `${apiPort}`, '--app-port', `${appPort}`, '--portal-url', urls.portal, '--api-version', setup.apiVersion, '--switchboard'];
    if (setup.setsCookie) args.push('--sets-cookie');
    if (setup.allowsOrigin) args.push('--cors-origin', urls.portal);
    if (setup.exposes) args.push('--expose');
    if (setup.acceptsBearer) args.push('--accepts-bearer');
    running.push(await Server.start('The sandbox', sandboxPath(), args, [/sandbox: the API is at /, /sandbox: the app is at /]));
    if (setup.deployment === 'gateway') {
      running.push(await startGateway({ port: portalPort, upstream: nodeUrls.api, publicOrigin: urls.portal, configFile }));
    } else {
      const out = join(folder, 'export');
      await promisify(execFile)(gatewayPath(), ['export', '--dist', distPath(), '--config', configFile, '--out', out]);
      running.push(await startStaticHost(out, portalPort));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { setup, urls, nodeUrls, stop };
}
