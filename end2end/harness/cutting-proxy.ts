/**
 * A proxy between browser and gateway that cuts connections. Browsers then repeat a request by themselves, if no byte of the
 * response has arrived: below the page, which sees one request.
 */

import { createServer, request as httpRequest, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { constants, createSecureServer, Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { selfSigned } from './certificate.ts';

/** How a connection ends. `refused` ends one HTTP/2 stream, after which a browser may repeat its request (RFC 9113, 8.7). */
export type How = 'closed' | 'reset' | 'refused';

export interface Breaks {
  /** `under way`: when the test says so. `answered`: when the gateway has answered, and before the browser gets anything of it. */
  readonly when: 'under way' | 'answered';
  readonly how: How;
}

type Incoming = IncomingMessage | Http2ServerRequest;
type Outgoing = ServerResponse | Http2ServerResponse;

/** Not allowed in HTTP/2, or of one connection only. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection', 'http2-settings']);

function forwarded(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !name.startsWith(':') && !HOP_BY_HOP.has(name)) result[name] = value;
  }
  const host = headers[':authority'];
  if (typeof host === 'string') result['host'] = host;
  return result;
}

export class CuttingProxy {
  private readonly breaks = new Map<string, Breaks[]>();
  private readonly arrivals: string[] = [];
  private cutUnderWay: (() => void) | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    /** As the browser calls it. */
    readonly origin: string,
    private readonly gatewayPort: number,
    private readonly close: () => void,
  ) {}

  /** Starts one before a gateway that listens, or will, at `gatewayPort`. HTTP/2 needs TLS; its certificate is self-signed. */
  static async start(http: 'HTTP/1.1' | 'HTTP/2', host: string, gatewayPort: number): Promise<CuttingProxy> {
    const isHttp2 = http === 'HTTP/2';
    const server = isHttp2 ? createSecureServer(selfSigned(host)) : createServer({ keepAliveTimeout: 60_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const proxy = new CuttingProxy(`${isHttp2 ? 'https' : 'http'}://${host}:${port}`, gatewayPort, () => server.close());
    server.on('request', (incoming: Incoming, outgoing: Outgoing) => proxy.relay(incoming, outgoing));
    server.on('connection', (socket: Socket) => {
      proxy.sockets.add(socket);
      // A cut ends the socket under the server's hands.
      socket.on('error', () => {});
      socket.once('close', () => proxy.sockets.delete(socket));
    });
    server.on('sessionError', () => {});
    return proxy;
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.close();
  }

  /** Breaks the connection of the next requests for a path, one each. */
  willBreak(path: string, ...breaks: Breaks[]): void {
    this.breaks.set(path, [...(this.breaks.get(path) ?? []), ...breaks]);
  }

  /** Breaks the connection of a request that is under way. */
  breakNow(): void {
    if (!this.cutUnderWay) throw new Error('no request is under way');
    this.cutUnderWay();
  }

  /** How many requests for a path came in. */
  count(path: string): number {
    return this.arrivals.filter((arrived) => arrived === path).length;
  }

  private relay(incoming: Incoming, outgoing: Outgoing): void {
    const path = incoming.url ?? '/';
    this.arrivals.push(path);
    const next = this.breaks.get(path)?.shift();
    const options = { port: this.gatewayPort, host: '127.0.0.1', method: incoming.method ?? 'GET', path, headers: forwarded(incoming.headers), agent: false };
    const sent = httpRequest(options, (answer) => {
      if (next) {
        answer.resume();
        this.cut(incoming, next.how, sent);
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, forwarded(answer.headers));
      answer.pipe(outgoing);
    });
    sent.once('error', () => {});
    incoming.pipe(sent);
    if (next?.when === 'under way') this.cutUnderWay = () => this.cut(incoming, next.how, sent);
  }

  /** Cuts on both sides: the gateway, too, sees its client leave. */
  private cut(incoming: Incoming, how: How, sent: ClientRequest): void {
    this.cutUnderWay = undefined;
    sent.destroy();
    if (incoming instanceof Http2ServerRequest) {
      const { stream } = incoming;
      if (how === 'refused') stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else stream.session?.destroy();
    } else if (how === 'reset') {
      incoming.socket.resetAndDestroy();
    } else {
      incoming.socket.destroy();
    }
  }
}
