// The official SDK of an API version, by the same names for each version.
import * as ofCode from 'unkey-of-code';
import { HTTPClient as CodeClient } from 'unkey-of-code/lib/http.js';
import * as codeErrors from 'unkey-of-code/models/errors';
import * as ofSession from 'unkey-of-session';
import { HTTPClient as SessionClient } from 'unkey-of-session/lib/http.js';
import * as sessionErrors from 'unkey-of-session/models/errors';
import { ROOT_KEY } from './sandbox.mjs';

const SDKS = {
  session: {
    Unkey: ofSession.Unkey,
    HTTPClient: SessionClient,
    errors: sessionErrors,
    exchangeRoute: 'portal.exchangeSession',
    newSession: (portal, externalId, permissions) => ({ slug: portal, externalId, permissions }),
    exchange: (sdk, sessionId) => sdk.portal.exchangeSession({ sessionId }),
    /** What the exchange takes, in createSession's answer. */
    idIn: (data) => data.sessionId,
    tokenIn: (data) => data.token,
  },
  code: {
    Unkey: ofCode.Unkey,
    HTTPClient: CodeClient,
    errors: codeErrors,
    exchangeRoute: 'portal.exchangeCode',
    newSession: (portal, externalId, scopes) => ({ portal, externalId, scopes }),
    exchange: (sdk, code) => sdk.portal.exchangeCode({ code }),
    idIn: (data) => new URL(data.url).searchParams.get('code'),
    tokenIn: (data) => data.accessToken,
  },
};

export const ALL_SCOPES = ['keys:read', 'keys:create', 'keys:reroll', 'analytics:read'];

/** The SDK of that version, as a client of the server at `origin`. */
export function clientOf(version, origin, rootKey = ROOT_KEY) {
  const { Unkey, HTTPClient, errors, exchangeRoute, newSession, exchange, idIn, tokenIn } = SDKS[version];
  const bodies = [];
  const httpClient = new HTTPClient();
  httpClient.addHook('response', async (response) => void bodies.push(await response.clone().text()));
  const sdk = new Unkey({ serverURL: origin, rootKey, httpClient, retryConfig: { strategy: 'none' } });

  const create = async (scopes = ALL_SCOPES, portal = 'acme', externalId = 'user_123') => {
    const { result } = await sdk.portal.createSession(newSession(portal, externalId, scopes));
    return result;
  };
  const redeem = async (id) => (await exchange(sdk, id)).result;
  const open = async (scopes) => tokenIn((await redeem(idIn((await create(scopes)).data))).data);
  const keys = async (portalSession, request = {}) => (await sdk.portal.listKeys({ portalSession }, request)).result;
  const reroll = (portalSession, keyId, expiration = 0) => sdk.portal.rerollKey({ portalSession }, { keyId, expiration });
  const usage = (portalSession, startTime, endTime, keyId) =>
    sdk.portal.getVerifications({ portalSession }, { startTime, endTime, keyId });
  return { errors, exchangeRoute, idIn, create, redeem, open, keys, reroll, usage, /** The last response's body, as it came. */ lastBody: () => JSON.parse(bodies.at(-1)) };
}
