/** The sandbox as a test speaks to it: as the app's backend, and by its switchboard. */

import { expect } from '@playwright/test';
import { post, call } from './http.ts';
import type { ApiVersion, Servers } from './setup.ts';

export type Route = 'portal.exchangeSession' | 'portal.exchangeCode' | 'portal.listKeys' | 'portal.rerollKey' | 'portal.getVerifications';

/** How a route answers next. */
export type NextAnswer = Delivery & ({ case: string } | { status: number; headers?: Record<string, string>; body: unknown } | { status: number; headers?: Record<string, string>; raw: string } | { real: true } | { drop: true });

interface Delivery {
  delayMs?: number;
  /** The request waits at the server until `release`, or until the test is over. */
  hold?: true;
  /** The connection closes half-way through the body. */
  cut?: true;
}

/** A request as the sandbox saw it. */
export interface SeenRequest {
  readonly route: string;
  readonly method: string;
  /** Unix milliseconds by the real clock. */
  readonly atMs: number;
  /** The `Cookie` header. */
  readonly cookie: string | null;
  /** The `Authorization` header. */
  readonly authorization: string | null;
  readonly origin: string | null;
  readonly externalId: string | null;
  readonly headers: Record<string, string>;
  readonly body: string | Record<string, unknown> | null;
  readonly status: number | null;
}

export interface NewSession {
  readonly externalId?: string;
  readonly permissions?: readonly string[];
}

export class Sandbox {
  private readonly origin: string;
  private readonly apiVersion: ApiVersion;

  constructor(
    servers: Servers,
    /** Whose keys the test's sessions show, unless it says otherwise. */
    readonly user: string,
  ) {
    this.origin = servers.nodeUrls.api;
    this.apiVersion = servers.setup.apiVersion;
  }

  /** Makes a session as the app's backend does; gives the address that it redirects the browser to. */
  async createSession({ externalId = this.user, permissions = ['keys:read'] }: NewSession = {}): Promise<string> {
    const body = this.apiVersion === 'session' ? { slug: 'acme', externalId, permissions } : { portal: 'acme', externalId, scopes: permissions };
    const answer = await post(`${this.origin}/v2/portal.createSession`, body, { authorization: 'Bearer unkey_sandbox_root' });
    if (answer.status !== 200) throw new Error(`createSession answered ${answer.status}: ${answer.text}`);
    return (JSON.parse(answer.text) as { data: { url: string } }).data.url;
  }

  /** The route's next requests get these answers, in this order, and after them real ones. */
  answer(route: Route, ...answers: NextAnswer[]): Promise<void> {
    return this.switch('answers', { route, answers });
  }

  /** Waits until a request of the route is held, and lets it go on. */
  async release(route: Route): Promise<void> {
    await this.untilHeld(route);
    await this.switch('release', { route });
  }

  /** Waits until requests of the route have arrived and are held. */
  async untilHeld(route: Route, count = 1): Promise<void> {
    // Requests arrive within milliseconds: Playwright's own intervals are longer.
    await expect.poll(() => this.heldRequests(route), { message: `${count} held requests of ${route}`, intervals: [10, 20, 50, 100] }).toBeGreaterThanOrEqual(count);
  }

  /** Moves the server's clock, from where it really is. */
  shiftClock(shiftMs: number): Promise<void> {
    return this.switch('clock', { shiftMs });
  }

  /** Plays a server without an analytics database. */
  withoutAnalytics(): Promise<void> {
    return this.switch('analytics', { enabled: false });
  }

  /** Ends the sessions of a user. */
  revoke(externalId: string = this.user): Promise<void> {
    return this.switch('revoke', { externalId });
  }

  endAll(): Promise<void> {
    return this.switch('end-all', {});
  }

  /** Gives the user's sessions other permissions. */
  permit(permissions: readonly string[], externalId: string = this.user): Promise<void> {
    return this.switch('permissions', { externalId, permissions });
  }

  reset(): Promise<void> {
    return this.switch('reset', {});
  }

  /** Requests since the last reset, the browser's routes only. */
  async requests(route?: Route): Promise<SeenRequest[]> {
    const answer = await call(`${this.origin}/switchboard/requests`);
    if (answer.status !== 200) throw new Error(`The switchboard answered ${answer.status}: ${answer.text}`);
    return (JSON.parse(answer.text) as SeenRequest[])
      .filter((request) => request.route !== 'portal.createSession' && (route === undefined || request.route === route))
      .map((request) => ({ ...request, cookie: request.headers['cookie'] ?? null, authorization: request.headers['authorization'] ?? null }));
  }

  /** How many requests of a route came in. */
  async count(route?: Route): Promise<number> {
    return (await this.requests(route)).length;
  }

  private async heldRequests(route: Route): Promise<number> {
    const answer = await call(`${this.origin}/switchboard/held`);
    if (answer.status !== 200) throw new Error(`The switchboard answered ${answer.status}: ${answer.text}`);
    return (JSON.parse(answer.text) as Record<string, number>)[route] ?? 0;
  }

  private async switch(what: string, body: unknown): Promise<void> {
    const answer = await post(`${this.origin}/switchboard/${what}`, body);
    if (answer.status >= 300) throw new Error(`The switchboard's ${what} answered ${answer.status}: ${answer.text}`);
  }
}

/** The session ID in an address that `createSession` gave. */
export function sessionIdIn(url: string): string {
  const query = new URL(url).searchParams;
  const id = query.get('session') ?? query.get('code');
  if (!id) throw new Error(`no session ID in ${url}`);
  return id;
}

/** The address without its origin, for `page.goto`. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
