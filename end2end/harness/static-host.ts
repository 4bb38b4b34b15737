/** A host for static files as Netlify and Cloudflare Pages are: the folder, its `_headers`, the page for unknown addresses. */

import { createServer, type IncomingMessage } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

interface Rule {
  readonly path: RegExp;
  readonly headers: [name: string, value: string][];
}

/** Reads a `_headers` file: a path at the margin, its headers indented below; `*` stands for anything. */
export function parseHeaders(text: string): Rule[] {
  const rules: Rule[] = [];
  for (const line of text.split('\n')) {
    if (!line.trim() || line.trimStart().startsWith('#')) continue;
    if (/^\s/.test(line)) {
      const colon = line.indexOf(':');
      rules.at(-1)?.headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    } else {
      const pattern = line.trim().replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
      rules.push({ path: new RegExp(`^${pattern}$`), headers: [] });
    }
  }
  return rules;
}

function isNavigation(request: IncomingMessage): boolean {
  return request.headers['sec-fetch-mode'] === 'navigate' || (request.headers.accept ?? '').includes('text/html');
}

export async function startStaticHost(folder: string, port: number): Promise<{ stop(): Promise<void> }> {
  const rules = parseHeaders(await readFile(join(folder, '_headers'), 'utf8'));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = normalize(join(folder, path));
    void (async () => {
      let body: Buffer | undefined;
      let type = TYPES[extname(file)] ?? 'application/octet-stream';
      if (file.startsWith(folder + sep) && extname(file)) body = await readFile(file).catch(() => undefined);
      if (!body && isNavigation(request)) {
        body = await readFile(join(folder, 'index.html'));
        type = 'text/html; charset=utf-8';
      }
      for (const rule of rules) if (rule.path.test(path)) for (const [name, value] of rule.headers) response.setHeader(name, value);
      response.setHeader('content-type', body ? type : 'text/plain; charset=utf-8');
      response.writeHead(body ? 200 : 404).end(body ?? 'Not found\n');
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
