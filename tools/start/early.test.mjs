// Runs the cases of core's specification through the start script's own code: it does what they say, or nothing.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { situation, startScript } from './page.mjs';

// Written by core's test: crates/core/src/session/clear_case/tests.rs.
const cases = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8'));

/** Path and body of each request that asks for something. */
const asked = (page) => page.requests.map(({ path, body }) => [path, body === undefined ? null : JSON.parse(body)]);

test('in each case of the specification the script sends what it says, or nothing', async () => {
  let acted = 0;
  for (const { expected, ...given } of cases) {
    const page = await startScript(situation(given));
    const first = asked(page).filter(([path]) => path !== '/config.json' || given.serverNow === null)[0];
    if (first) {
      acted += 1;
      assert.deepEqual(first, expected, JSON.stringify(given));
    }
  }
  assert.ok(acted > 60, `acted ${acted} times`);
});

const ID = 'pst_a1B2-c3';
const link = (search, rest = {}) => situation({ address: ['/', search, ''], ...rest });
const OPEN = '__Host-portal_open=1700003600000.0123456789abcdef';
const OVER = '__Host-portal_open=1699996400000.0123456789abcdef';
const tag = createHash('sha256').update(ID).digest('hex').slice(0, 16);
const EXCHANGE = '/v2/portal.exchangeSession';
const LIST = '/v2/portal.listKeys';

for (const [what, search] of [
  ['of the first version', `?session=${ID}`],
  ['of later versions', `?code=${ID}`],
  ['with a label', `?session=${ID}&label=Northwind+Traders+%28caf%C3%A9%29`],
  ['without rotation', `?session=${ID}&rotation=false&label=Acme`],
]) {
  test(`a link ${what} is exchanged, once, by a named request that goes on without the page`, async () => {
    const page = await startScript(link(search));
    assert.equal(page.requests.length, 1);
    const [{ path, body, init }] = page.requests;
    const [route, parameter] = search.startsWith('?code') ? ['/v2/portal.exchangeCode', 'code'] : [EXCHANGE, 'sessionId'];
    assert.deepEqual([path, JSON.parse(body)], [route, { [parameter]: ID }]);
    assert.deepEqual(
      [init.method, init.credentials, init.redirect, init.cache, init.keepalive],
      ['POST', 'include', 'manual', 'no-store', true],
    );
    assert.match(init.headers['idempotency-key'], /^[0-9a-f]{32}$/);
    assert.deepEqual(page.stored, { portal_exchange: tag });
  });
}

for (const path of ['/', '/keys', '/keys/', '/keys?q=stag&status=active#top']) {
  test(`with a session that is open, the list is asked for at ${path}`, async () => {
    const { pathname, search, hash } = new URL(path, 'http://x');
    const page = await startScript(situation({ address: [pathname, search, hash], cookies: OPEN }));
    assert.deepEqual(asked(page), [[LIST, { limit: 100 }]]);
    assert.equal(page.requests[0].init.keepalive, undefined);
    assert.deepEqual(page.stored, {});
    const { tag: handed, list, exchange } = page.handOver();
    assert.deepEqual([handed, exchange], ['0123456789abcdef', undefined]);
    const { before, after, status, body } = await page.answer(0, 200, '{}').then(() => list.answer);
    assert.deepEqual([before, after, status, body.byteLength], ['1700003600000.0123456789abcdef', '1700003600000.0123456789abcdef', 200, 2]);
  });
}

test('the list is asked for once the marker has the tag of the link', async () => {
  const page = await startScript(link(`?session=${ID}`));
  page.setCookie(`__Host-portal_open=1700003600000.${tag}`);
  await page.answer(0, 200, '{"data":1}');
  assert.deepEqual(asked(page)[1], [LIST, { limit: 100 }]);
  const { exchange, list, tag: handed } = page.handOver();
  assert.equal(handed, tag);
  const { before, after, at, status, headers, body } = await exchange.answer;
  assert.deepEqual([before, after, at, status], ['', `1700003600000.${tag}`, 1_700_000_000_000, 200]);
  assert.equal(headers.get('date'), 'Tue, 14 Nov 2023 22:13:20 GMT');
  assert.equal(new TextDecoder().decode(body), '{"data":1}');
  await page.answer(1, 200, '{}');
  assert.equal((await list.answer).before, `1700003600000.${tag}`);
});

for (const [what, cookie] of [
  ['no marker', ''],
  ['the marker of another session', OPEN],
]) {
  test(`with ${what} after the exchange, no list is asked for`, async () => {
    const page = await startScript(link(`?session=${ID}`));
    page.setCookie(cookie);
    await page.answer(0, 200, '{}');
    assert.equal(page.requests.length, 1);
    assert.equal(await page.handOver().list.answer, undefined);
  });
}

for (const [what, end] of [
  ['is lost', (page) => page.lose(0)],
  ['is cut off', (page) => page.cut(0)],
]) {
  test(`an answer that ${what} is handed over without a body`, async () => {
    const page = await startScript(link(`?session=${ID}`));
    await end(page);
    assert.equal((await page.handOver().exchange.answer).body, undefined);
    assert.deepEqual(page.stored, { portal_exchange: tag });
  });
}

test('the lock is held until the answer, or until the program lets go of it', async () => {
  const answered = await startScript(link(`?session=${ID}`));
  assert.equal(answered.isLocked, true);
  await answered.answer(0, 500, '');
  assert.equal(answered.isLocked, false);
  const taken = await startScript(link(`?session=${ID}`));
  taken.handOver().release();
  await taken.settle();
  assert.equal(taken.isLocked, false);
});

for (const [what, change] of [
  ['another tab holds the lock', { isLockTaken: true }],
  ['the browser has no locks', { hasLocks: false }],
  ['the note can’t be written', { refusesNote: true }],
  ['another tab opens a session meanwhile', { cookiesWhenLocked: OPEN }],
]) {
  test(`nothing is sent where ${what}`, async () => {
    const page = await startScript(link(`?session=${ID}`, change));
    assert.deepEqual(page.requests, []);
    assert.deepEqual(page.stored, {});
    assert.deepEqual(page.handOver(), {});
  });
}

test('nothing is sent once the program has taken over', async () => {
  const page = await startScript(link(`?session=${ID}`, { takesOverAtOnce: true }));
  assert.deepEqual(page.requests, []);
  assert.deepEqual(page.stored, {});
  assert.equal(page.handOver(), undefined);
});

test('a session that has ended by the client’s clock alone is not replaced', async () => {
  for (const [serverNow, sent] of [
    [1_699_990_000_000, ['/config.json']],
    [1_700_000_000_000, ['/config.json', EXCHANGE]],
  ]) {
    const page = await startScript(link(`?session=${ID}`, { cookies: OVER, serverNow }));
    assert.deepEqual(page.requests.map(({ path }) => path), sent);
    assert.equal(page.requests[0].init.method, 'HEAD');
  }
  // No answer, or one without a time.
  for (const serverNow of [null, NaN]) {
    const page = await startScript(link(`?session=${ID}`, { cookies: OVER, serverNow }));
    assert.deepEqual(page.requests.map(({ path }) => path), ['/config.json']);
  }
});

test('what is handed over is handed over once', async () => {
  const page = await startScript(link(`?session=${ID}`));
  assert.ok(page.handOver().exchange);
  assert.equal(page.handOver(), undefined);
});
