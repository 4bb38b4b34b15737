// A page and a browser as far as public/start/early.js sees them.

import { createHash, randomUUID } from 'node:crypto';

const DATE = 'Tue, 14 Nov 2023 22:13:20 GMT';

const RealDate = Date;

let scripts = 0;

/** What isn't said is as usual: a secure page behind the gateway, no session. */
export function situation(given = {}) {
  return {
    address: ['/', '', ''],
    config: '{}',
    isSecure: true,
    isPrerendered: false,
    isIntercepted: false,
    acceptsCookies: true,
    cookies: '',
    isInterrupted: false,
    now: RealDate.parse(DATE),
    serverNow: null,
    isLockTaken: false,
    hasLocks: true,
    refusesNote: false,
    cookiesWhenLocked: undefined,
    takesOverAtOnce: false,
    ...given,
  };
}

/** Runs the script in a new page, until it waits for an answer or has nothing to do. */
export async function startScript(given) {
  const page = new Page(given);
  page.install();
  scripts += 1;
  const { handOver, sendEarly } = await import(new URL(`../../public/start/early.js?${scripts}`, import.meta.url));
  page.handOver = handOver;
  sendEarly(given.address.join('')).catch(() => {});
  if (given.takesOverAtOnce) handOver();
  await page.settle();
  return page;
}

class Page {
  requests = [];
  isLocked = false;
  stored = {};

  constructor(given) {
    this.given = given;
    this.jar = given.cookies;
    if (given.isInterrupted) this.stored.portal_exchange = '0123456789abcdef';
  }

  install() {
    const page = this;
    const { given } = this;
    const globals = {
      document: {
        get cookie() {
          return page.jar;
        },
        set cookie(text) {
          page.writeCookie(text);
        },
        prerendering: given.isPrerendered,
        getElementById: (id) => (id === 'config' && given.config !== null ? { textContent: given.config } : null),
      },
      isSecureContext: given.isSecure,
      // Not in a thread: then nobody could tell when the script has nothing more to do.
      crypto: { randomUUID, subtle: { digest: async (_, bytes) => createHash('sha256').update(bytes).digest() } },
      navigator: {
        serviceWorker: { controller: given.isIntercepted ? {} : null },
        ...(given.hasLocks ? { locks: { request: (...input) => this.lock(...input) } } : {}),
      },
      sessionStorage: {
        getItem: (key) => this.stored[key] ?? null,
        setItem: (key, value) => {
          if (given.refusesNote) throw new Error('full');
          this.stored[key] = value;
        },
      },
      fetch: (path, init) => this.fetch(path, init),
      Date: { now: () => given.now, parse: RealDate.parse },
    };
    for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }

  writeCookie(text) {
    if (!this.given.acceptsCookies) return;
    const [pair, ...attributes] = text.split(';').map((part) => part.trim());
    const name = pair.split('=')[0];
    const rest = this.jar.split('; ').filter((other) => other && !other.startsWith(`${name}=`));
    this.jar = [...rest, ...(attributes.includes('Max-Age=0') ? [] : [pair])].join('; ');
  }

  setCookie(pair) {
    this.jar = pair;
  }

  async lock(name, { ifAvailable }, work) {
    if (name !== 'portal-exchange' || !ifAvailable) throw new Error(`unexpected lock ${name}`);
    await undefined;
    if (this.given.cookiesWhenLocked !== undefined) this.jar = this.given.cookiesWhenLocked;
    this.isLocked = !this.given.isLockTaken;
    await work(this.isLocked ? {} : null);
    this.isLocked = false;
  }

  fetch(path, init) {
    const request = { path, init, body: init.body };
    this.requests.push(request);
    const answered = new Promise((resolve, reject) => Object.assign(request, { resolve, reject }));
    if (path === '/config.json') {
      const { serverNow } = this.given;
      if (serverNow === null) request.reject(new TypeError('no network'));
      else request.resolve({ headers: new Headers({ date: Number.isNaN(serverNow) ? 'soon' : new RealDate(serverNow).toUTCString() }) });
    }
    return answered;
  }

  async answer(index, status, text) {
    const body = new TextEncoder().encode(text).buffer;
    this.requests[index].resolve({ status, headers: new Headers({ date: DATE }), arrayBuffer: async () => body });
    await this.settle();
  }

  async lose(index) {
    this.requests[index].reject(new TypeError('no network'));
    await this.settle();
  }

  async cut(index) {
    this.requests[index].resolve({ status: 200, headers: new Headers(), arrayBuffer: () => Promise.reject(new TypeError('cut')) });
    await this.settle();
  }

  /** Waits until everything has happened that needs no answer. */
  async settle() {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}
