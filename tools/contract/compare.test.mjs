import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compare } from './compare.mjs';
import knownDifferences from './known-differences.mjs';

const text = { type: 'string' };
const key = {
  type: 'object',
  properties: { keyId: text, expires: { type: 'integer' }, remaining: { type: ['integer', 'null'] }, interval: { type: 'string', enum: ['daily', 'monthly'] } },
  required: ['keyId', 'remaining', 'interval'],
};
const errorOf = (details) => ({ type: 'object', properties: { error: { type: 'object', properties: details, required: ['title'] } }, required: ['error'] });
const base = errorOf({ title: text });
const badRequest = errorOf({ title: text, errors: { type: 'array', items: text } });
const request = { type: 'object', properties: { limit: { type: 'integer' } }, required: [] };
const response = { type: 'object', properties: { data: { type: 'array', items: key } }, required: ['data'] };

/** An SDK and the types that fit it, both new. `change` gets the SDK, or the types. */
function both(change = () => {}, changeOurs = () => {}) {
  const sdk = structuredClone({ routes: { '/list': { request, response, errors: { 400: badRequest, 401: base } } } });
  // As schemars writes an enumeration, and a server that refuses unknown fields.
  const ours = structuredClone({ routes: { '/list': { request: { ...request, additionalProperties: false }, response } }, error: badRequest });
  ours.routes['/list'].response.properties.data.items.properties.interval = { oneOf: [{ const: 'daily', type: 'string' }, { const: 'monthly', type: 'string' }] };
  change(sdk);
  changeOurs(ours);
  return [sdk, ours];
}
const keyOf = ({ routes }) => routes['/list'].response.properties.data.items;
const found = (...changes) => compare(...both(...changes), []).differences.map(({ path, sdk, ours }) => [path, sdk, ours]);

test('types that say the same have no difference', () => {
  assert.deepEqual(found(), []);
});

test('a planted difference is found, whichever side it is on', () => {
  const field = '/list response.data[]';
  const cases = [
    [(sdk) => (keyOf(sdk).properties.prefix = text), [`${field}.prefix`, 'string, optional', undefined]],
    [(sdk) => delete keyOf(sdk).properties.expires, [`${field}.expires`, undefined, 'integer, optional']],
    [(sdk) => (keyOf(sdk).properties.keyId = { type: 'integer' }), [`${field}.keyId`, 'integer, required', 'string, required']],
    [(sdk) => (keyOf(sdk).properties.expires.type = ['integer', 'null']), [`${field}.expires`, 'integer or null, optional', 'integer, optional']],
    [(sdk) => (keyOf(sdk).properties.remaining.type = 'integer'), [`${field}.remaining`, 'integer, required', 'integer or null, required']],
    [(sdk) => keyOf(sdk).required.push('expires'), [`${field}.expires`, 'integer, required', 'integer, optional']],
    [(sdk) => (keyOf(sdk).required = ['remaining', 'interval']), [`${field}.keyId`, 'string, optional', 'string, required']],
    [(sdk) => keyOf(sdk).properties.interval.enum.push('weekly'), [`${field}.interval = "weekly"`, 'a value', undefined]],
    [(sdk) => keyOf(sdk).properties.interval.enum.pop(), [`${field}.interval = "monthly"`, undefined, 'a value']],
    [(sdk) => (keyOf(sdk).properties.interval['x-open'] = true), [`${field}.interval = anything else`, 'a value', undefined]],
    [(sdk) => (sdk.routes['/list'].request.properties.search = text), ['/list request.search', 'string, optional', undefined]],
    [(sdk) => (sdk.routes['/new'] = sdk.routes['/list']), ['/new', 'a route', undefined]],
    [(sdk) => (sdk.routes['/list'].errors[409] = errorOf({ title: text, hint: text })), ['error.error.hint', 'string, optional', undefined]],
    [undefined, ['/ours', undefined, 'a route'], (ours) => (ours.routes['/ours'] = ours.routes['/list'])],
    [undefined, [`${field}.ours`, undefined, 'string, optional'], (ours) => (keyOf(ours).properties.ours = text)],
  ];
  for (const [change, expected, changeOurs] of cases) assert.deepEqual(found(change, changeOurs), [expected]);
});

test('a known difference has its reason while both sides say what it says', () => {
  const known = [{ path: '/list response.data[].prefix', sdk: 'string, optional', reason: 'not shown' }];
  const addPrefix = (sdk) => (keyOf(sdk).properties.prefix = text);
  assert.deepEqual(compare(...both(addPrefix), known).differences.map(({ reason }) => reason), ['not shown']);
  const required = (sdk) => addPrefix(sdk) && keyOf(sdk).required.push('prefix');
  const changed = compare(...both(required), known);
  assert.deepEqual([changed.differences.map(({ reason }) => reason), changed.unused], [[undefined], known]);
  assert.deepEqual(compare(...both(), known).unused, known);
});

test('the schemas of crates/api have no difference from themselves', () => {
  const ours = JSON.parse(readFileSync(new URL('../../crates/api/fixtures/schema.json', import.meta.url), 'utf8'));
  const routes = Object.entries(ours.routes).map(([path, route]) => [path, { ...route, errors: { 400: ours.error } }]);
  const { differences, count } = compare({ routes: Object.fromEntries(routes) }, ours, []);
  assert.deepEqual(differences, []);
  assert.ok(count > 150, `${count}`);
});

test('each known difference has a reason, and stands once', () => {
  assert.ok(knownDifferences.every(({ reason, sdk, ours }) => reason.length > 10 && sdk !== ours));
  assert.equal(new Set(knownDifferences.map(({ path }) => path)).size, knownDifferences.length);
});
