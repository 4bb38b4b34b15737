// Where crates/api differs from the SDK on purpose, and why. `sdk` and `ours` are what each says of the path, and absent where it
// says nothing. An entry fits only while both say exactly that.

const route = (name) => `/v2/portal.${name}`;

export default [
  ...['createPortal', 'deletePortal', 'getPortal', 'updatePortal'].map((name) => ({
    path: route(name),
    sdk: 'a route',
    reason: 'For the operator, who sets portals up at Unkey. Neither the browser nor an app needs it.',
  })),
  {
    path: `${route('createSession')} request.preview`,
    ours: 'boolean, optional',
    reason: 'Versions before code-v3. Sent only if true: preview_is_sent_only_where_it_is_asked_for.',
  },
  {
    path: `${route('createSession')} request.scopes[] = "keys:create"`,
    ours: 'a value',
    reason: 'Versions before code-v3: Permission::of.',
  },
  {
    path: `${route('exchangeCode')} response.data.accessToken`,
    sdk: 'string, required',
    reason: 'Read into the field `token`: the_token_is_read_in_both_api_versions.',
  },
  {
    path: `${route('exchangeCode')} response.data.token`,
    ours: 'string, optional',
    reason: 'The name in version session. Absent behind the gateway, which turns the token into a cookie.',
  },
  {
    path: `${route('listKeys')} response.data[].plaintext`,
    sdk: 'string, optional',
    reason: 'A decrypted key. The type is that of another route too, and listKeys can’t ask for it. Not read, so that it reaches no browser.',
  },
  {
    path: `${route('listKeys')} response.data[].credits.refill.interval = anything else`,
    sdk: 'a value',
    reason: 'Read as RefillInterval::Other.',
  },
  {
    path: `${route('listKeys')} response.data[].credits.refill.interval = "other"`,
    ours: 'a value',
    reason: 'RefillInterval::Other, which stands for any other value.',
  },
  ...['listKeys', 'listSessions'].map((name) => ({
    path: `${route(name)} response.pagination`,
    sdk: 'object, required',
    ours: 'object, optional',
    reason: 'ApiResponse is one type for lists and for single values. A list without it has one page.',
  })),
  ...['createSession', 'exchangeCode', 'rerollKey', 'revokeSession'].flatMap((name) =>
    Object.entries({ '': 'object, optional', '.cursor': 'string, optional', '.hasMore': 'boolean, required' }).map(([field, ours]) => ({
      path: `${route(name)} response.pagination${field}`,
      ours,
      reason: 'ApiResponse is one type for lists and for single values.',
    })),
  ),
];
