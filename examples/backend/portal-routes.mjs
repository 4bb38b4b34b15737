// Two routes of your app, for Express 4 and 5: addPortalRoutes(app, requireUser). `requireUser` is the middleware that your app
// has for signed-in users: it sets request.user.id, a string, or responds itself.
const {
  UNKEY_ROOT_KEY,
  UNKEY_API = 'https://api.unkey.com',
  UNKEY_API_VERSION = 'session', // or code, code-v2, code-v3
  UNKEY_PORTAL = 'acme', // your portal's slug
  PORTAL_ORIGIN = 'https://keys.example.com',
} = process.env;
const PERMISSIONS = ['keys:read', 'keys:reroll', 'analytics:read']; // the second and the third require keys:read
const TIME_LIMIT = 10_000; // milliseconds, reading the response included

export function addPortalRoutes(app, requireUser) {
  app.post('/api-keys', requireUser, openPortal);
  app.get('/portal-signed-out', requireUser, endSessions); // your config's signOutUrl
}

const SENTENCES = {
  403: 'Your API keys are not available at the moment. Please contact support.',
  404: 'Your API keys are not set up correctly. Please contact support.',
  409: 'Your API keys are being moved at the moment. Please try again in a minute.',
  429: 'Too many people are opening their API keys right now. Please try again in a minute.',
  other: 'Your API keys can’t be opened right now. Please try again.',
};

/** Creates a session for the user, and redirects to your portal with it. */
async function openPortal(request, response) {
  // The link contains the session ID or code: it must be neither cached nor sent to other sites.
  response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
  let sentence = SENTENCES.other;
  try {
    const externalId = request.user.id;
    const body =
      UNKEY_API_VERSION === 'session'
        ? { slug: UNKEY_PORTAL, externalId, permissions: PERMISSIONS }
        : { portal: UNKEY_PORTAL, externalId, scopes: PERMISSIONS };
    let answer = await callUnkey('createSession', body);
    // 409: the portal was changed at the same moment. One more try.
    if (answer.status === 409) answer = await callUnkey('createSession', body);
    if (answer.status === 200) return response.redirect(302, portalLink(answer.read().data.url));
    console.error(`createSession: status ${answer.status}`);
    sentence = SENTENCES[answer.status] ?? sentence;
  } catch (error) {
    // Not reached, too slow, or no link in it. The message could quote a secret: log the name only.
    console.error(`createSession: ${error.name}`);
  }
  response.status(502).type('text').send(sentence);
}

/** Ends all portal sessions of the user, and nothing else: any page can link to this route. API version code-v3 only. */
async function endSessions(request, response) {
  response.set('Cache-Control', 'no-store');
  try {
    const answer = await callUnkey('revokeSession', { portal: UNKEY_PORTAL, externalId: request.user.id });
    if (answer.status === 200 && Number.isInteger(answer.read().data.sessionsRevoked)) return response.redirect(303, '/');
    console.error(`revokeSession: status ${answer.status}`);
  } catch (error) {
    console.error(`revokeSession: ${error.name}`);
  }
  // Says nothing of this browser: any page can have led here.
  response.status(502).type('text').send('Your sessions with your API keys could not all be ended. Those that are still open end by themselves within 24 hours.');
}

async function callUnkey(route, body) {
  const response = await fetch(`${UNKEY_API}/v2/portal.${route}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${UNKEY_ROOT_KEY}` },
    body: JSON.stringify(body),
    redirect: 'error', // the root key goes to the API alone
    signal: AbortSignal.timeout(TIME_LIMIT),
  });
  const text = await response.text();
  return { status: response.status, read: () => JSON.parse(text) };
}

/** The link to your portal, with the session ID or code of the API's link. (A session's `id` is neither: no exchange accepts it.) */
function portalLink(url) {
  const parameters = new URL(url).searchParams;
  const name = ['session', 'code'].find((name) => parameters.get(name));
  if (name === undefined) throw new RangeError('no session ID or code in the link');
  return `${PORTAL_ORIGIN}/?${name}=${encodeURIComponent(parameters.get(name))}`;
}
