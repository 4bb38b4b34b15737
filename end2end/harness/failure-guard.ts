/**
 * Fails a test for what a browser complains of and nobody sees: errors in the console, uncaught errors, breaches of the
 * content security policy, requests to strangers, text that a translator would freeze. A test names the failures that it
 * causes; one that it named and that did not happen fails it too.
 */

import { expect, type BrowserContext, type ConsoleMessage, type Request } from '@playwright/test';
import { reportKeptTextNodes } from './text-nodes.ts';

const VIOLATION = 'Breach of the content security policy: ';
const KEPT_TEXT = 'Lost where the page is translated: ';

/** Runs in every page before its scripts. */
function reportViolations(prefix: string): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`${prefix}${event.effectiveDirective} ${event.blockedURI}`);
  });
}

interface Expected {
  readonly what: string;
  readonly matches: (problem: Problem) => boolean;
  happened: boolean;
}

interface Problem {
  readonly text: string;
  readonly url: string;
}

export class FailureGuard {
  private readonly expected: Expected[] = [];
  private readonly problems: Problem[] = [];
  private readonly allowedOrigins: Set<string>;

  constructor(origins: readonly string[]) {
    this.allowedOrigins = new Set(origins);
  }

  /** Looks after a context; the test's own is looked after from the start. */
  async watch(context: BrowserContext): Promise<void> {
    context.on('console', (message) => this.onConsole(message));
    context.on('weberror', (error) => this.add(`Uncaught: ${String(error.error())}`, error.page()?.url() ?? ''));
    context.on('request', (request) => this.onRequest(request));
    await context.addInitScript(reportViolations, VIOLATION);
    await context.addInitScript(reportKeptTextNodes, KEPT_TEXT);
  }

  /** Requests to this origin, of a server that the test itself started, are no failure. */
  allow(origin: string): void {
    this.allowedOrigins.add(origin);
  }

  /** The test makes loads of these addresses fail: with a status, or with Chromium's name of a network error. */
  expectFailures(address: RegExp, ...outcomes: (number | `net::ERR_${string}`)[]): void {
    this.expected.push({
      what: `failed load of ${address} with ${outcomes.join(' or ')}`,
      matches: ({ text, url }) =>
        address.test(url) &&
        outcomes.some((outcome) =>
          typeof outcome === 'number' ? text.includes(`responded with a status of ${outcome} `) : text === `Failed to load resource: ${outcome}`,
        ),
      happened: false,
    });
  }

  /** The test makes the page itself complain. */
  expectComplaint(text: RegExp): void {
    this.expected.push({ what: `complaint ${text}`, matches: (problem) => text.test(problem.text), happened: false });
  }

  /** What nobody named, and what was named and didn't happen. */
  verify(): void {
    const unexpected: string[] = [];
    for (const problem of this.problems) {
      const named = this.expected.filter((expected) => expected.matches(problem));
      for (const expected of named) expected.happened = true;
      if (named.length === 0) unexpected.push(`${problem.text} (${problem.url})`);
    }
    expect.soft(unexpected, 'failures that the test did not name').toEqual([]);
    const missing = this.expected.filter((expected) => !expected.happened).map((expected) => expected.what);
    expect.soft(missing, 'failures that the test named and that did not happen').toEqual([]);
  }

  private onConsole(message: ConsoleMessage): void {
    if (message.type() === 'error') this.add(message.text(), message.location().url);
  }

  private onRequest(request: Request): void {
    const url = new URL(request.url());
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && !this.allowedOrigins.has(url.origin)) {
      this.add('Request to a stranger', request.url());
    }
  }

  private add(text: string, url: string): void {
    this.problems.push({ text, url });
  }
}
