// Sends what the program would send first while it is still loading: in the clear case alone, which `clear_case` in crates/core
// specifies. What the answers mean is decided by the program, which takes them over once.

import { sessionIn, showsList } from './link.js';

const LIST = ['/v2/portal.listKeys', '{"limit":100}'];

/** Where the program, too, notes that an exchange is under way: the tag of its session, for the page after a reload. */
const NOTE = 'portal_exchange';

const MARKER = /^(\d{1,15})\.([\da-f]{16})$/;

/** What the program takes over; undefined once it has. */
let early = {};

/** The marker of the session that this browser has: its text, when it ends, and its tag. */
const marker = () => {
  const cookie = document.cookie.split(';').find((pair) => pair.trim().startsWith('__Host-portal_open=')) ?? '';
  const [text = '', expiresAt, tag] = MARKER.exec(cookie.trim().slice(19)) ?? [];
  return { text, expiresAt: Number(expiresAt), tag };
};

const acceptsCookies = () => {
  const name = `__Host-portal_probe_${crypto.randomUUID()}`;
  const set = (value, seconds) => (document.cookie = `${name}=${value}; Path=/; Secure; SameSite=Strict; Max-Age=${seconds}`);
  set(1, 60);
  const accepted = document.cookie.includes(name);
  set('', 0);
  return accepted;
};

/** Sends a request as `src/client.rs` does. The answer has no body where none came, or only a part of it. */
const send = async (path, body, headers, options) => {
  const answer = { before: marker().text };
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      credentials: 'include',
      cache: 'no-store',
      redirect: 'manual',
      body,
      ...options,
    });
    answer.at = Date.now();
    answer.status = response.status;
    answer.headers = response.headers;
    answer.body = await response.arrayBuffer();
  } catch {
    // The program sees that there is no body.
  }
  answer.after = marker().text;
  return answer;
};

/** By the server's clock; not a number where it doesn't answer. */
const serverNow = async () => {
  const { headers } = await fetch('/config.json', { method: 'HEAD', cache: 'no-store' });
  return Date.parse(headers.get('date'));
};

const tagOf = async (id) => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id)));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** Whether no session is open that the link would replace: by the server's clock, since the client's may be fast. */
const isOver = async ({ text, expiresAt }) => !text || (expiresAt <= Date.now() && expiresAt <= (await serverNow()));

const exchange = async ([, parameter, id], before) => {
  const [tag, over] = await Promise.all([tagOf(id), isOver(before)]);
  const [path, body] = parameter === 'code' ? ['/v2/portal.exchangeCode', { code: id }] : ['/v2/portal.exchangeSession', { sessionId: id }];
  await navigator.locks.request('portal-exchange', { ifAvailable: true }, (lock) => {
    // The program may be there by now, or another tab have opened a session.
    if (!over || !lock || !early || marker().text !== before.text) return;
    sessionStorage.setItem(NOTE, tag);
    const text = JSON.stringify(body);
    const key = crypto.randomUUID().replaceAll('-', '');
    const at = Date.now();
    const answer = send(path, text, { 'idempotency-key': key }, { keepalive: true });
    const list = answer.then(() => (marker().tag === tag ? send(...LIST) : undefined));
    const released = new Promise((release) => {
      early = { tag, release, exchange: { body: text, at, answer }, list: { body: LIST[1], at, answer: list } };
    });
    // Until another tab can see by the marker what has become of it.
    return Promise.race([answer, released]);
  });
};

/** Sends what is clear at this address. Rejects where the browser refuses something: then nothing was sent. */
export const sendEarly = async (address) => {
  const config = JSON.parse(document.getElementById('config').textContent);
  const { serviceWorker } = navigator;
  // A service worker of an earlier app would see the requests.
  if ('apiBase' in config || !isSecureContext || document.prerendering || serviceWorker?.controller) return;
  if (sessionStorage.getItem(NOTE) !== null) return;
  const before = marker();
  const session = sessionIn(address);
  if (session) {
    if (acceptsCookies()) await exchange(session, before);
  } else if (before.expiresAt > Date.now() && showsList(address)) {
    early = { tag: before.tag, list: { body: LIST[1], at: Date.now(), answer: send(...LIST) } };
  }
};

/** What was sent, once; from then on nothing is. */
export const handOver = () => {
  const given = early;
  early = undefined;
  return given;
};
