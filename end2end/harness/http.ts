/** Plain HTTP from node, with every header as written: `fetch` adds some and hides others. */

import { request, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Each `Set-Cookie` line as sent. */
  readonly setCookies: readonly string[];
  readonly body: Buffer;
  readonly text: string;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export function call(url: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
    const sent = request(url, { method, headers: { ...length, ...headers }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const whole = Buffer.concat(chunks);
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          setCookies: answer.headers['set-cookie'] ?? [],
          body: whole,
          text: whole.toString('utf8'),
        });
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** A `POST` with JSON. */
export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return call(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
}

/** A JSON `POST` as the portal's own page makes it. */
export function postFromPortal(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return post(url, body, { 'sec-fetch-site': 'same-origin', ...headers });
}
