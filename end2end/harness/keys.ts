/** Made-up answers of `portal.listKeys`. */

import type { NextAnswer } from './sandbox.ts';

export interface Key {
  keyId: string;
  start: string;
  enabled: boolean;
  createdAt: number;
  name?: string;
  expires?: number;
  lastUsedAt?: number;
  [other: string]: unknown;
}

export const DAY_MS = 86_400_000;

export function key(number: number, more: Partial<Key> = {}): Key {
  const id = `${number}`.padStart(6, '0');
  return { keyId: `key_made${id}`, start: `acme_${id}`, enabled: true, createdAt: 1_704_067_200_000 + number * 60_000, name: `Key ${number}`, ...more };
}

/** Keys `from` to `to`, the last included. */
export function keys(from: number, to: number): Key[] {
  return Array.from({ length: to - from + 1 }, (_, index) => key(from + index));
}

/** As many keys as it takes for the list to have a toolbar. They are in use, don't expire, and are older than those of `key`. */
export const others: readonly Key[] = Array.from({ length: 8 }, (_, index) =>
  key(900_001 + index, { name: `Other ${index + 1}`, createdAt: 1_600_000_000_000 - index, lastUsedAt: Date.now() - 9 * DAY_MS }),
);

/** A page of the list; there is more where a cursor is given. */
export function listPage(data: readonly Key[], cursor?: string, headers: Record<string, string> = {}): NextAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: {
      meta: { requestId: 'req_madeup001' },
      data,
      pagination: cursor === undefined ? { hasMore: false } : { cursor, hasMore: true },
    },
  };
}

/** Two pages, the second of which comes when it is released: where the first ends is up to the test. */
export function heldSecondPage(first: readonly Key[], second: readonly Key[]): NextAnswer[] {
  return [listPage(first, second[0]?.keyId), { ...listPage(second), hold: true }];
}

/** A whole list in pages of 100, as the API gives it. */
export function listPages(all: readonly Key[]): NextAnswer[] {
  const answers: NextAnswer[] = [];
  for (let from = 0; from === 0 || from < all.length; from += 100) {
    answers.push(listPage(all.slice(from, from + 100), all[from + 100]?.keyId));
  }
  return answers;
}

/** The first pages of a list that goes on with a page which comes when it is released: one more key. */
export function pagesThenHeld(all: readonly Key[]): NextAnswer[] {
  const answers = listPages([...all, key(999_999)]);
  return [...answers.slice(0, -1), { ...listPage([key(999_999)]), hold: true }];
}

/** An error in the API's own form. */
export function problem(status: number, code: string, headers: Record<string, string> = {}): NextAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: {
      meta: { requestId: 'req_madeup002' },
      error: { title: 'A title', detail: 'A detail.', status, type: `https://unkey.com/docs/errors/${code}` },
    },
  };
}

/** A failure that isn't tried again, for a route of the browser: the gateway's own request for the key doesn't get it. */
export const refusedInBrowser = {
  status: 422,
  json: { meta: { requestId: 'req_madeup006' }, error: { title: '', detail: '', status: 422, type: 'https://unkey.com/docs/errors/unkey/application/invalid_input' } },
};

/** Too many requests, with the wait in seconds; `0` is at least a second. */
export function tooMany(seconds: number): NextAnswer {
  return problem(429, 'user/too_many_requests/workspace_rate_limited', { 'retry-after': `${seconds}` });
}

export const unavailable: NextAnswer = problem(503, 'unkey/application/service_unavailable');

/** A key of every status, those included that two statuses could be claimed of. */
export function keysOfEveryStatus(): Key[] {
  const now = Date.now();
  return [
    key(1, { name: 'Running' }),
    key(2, { name: 'Off', enabled: false }),
    key(3, { name: 'Off and over', enabled: false, expires: now - DAY_MS }),
    key(4, { name: 'Over', expires: now - DAY_MS }),
    key(5, { name: 'Over soon', expires: now + DAY_MS }),
  ];
}
