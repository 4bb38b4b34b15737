// Each check finds a planted mistake, and accepts the same document without it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExamples, checkLinks, checkMakeTargets, checkNames, checkPaths, wordsOf } from './check.mjs';
import { readDocument } from './markdown.mjs';
import { checkCitedTests, checkImportTables, checkSettings, checkVariables } from './tables.mjs';

const FILES = {
  'README.md': '# The portal\n\n## How it works\n\n### Two words, `code` and “more”\n',
  'docs/HOW-TO.md': '# How to\n',
  'docs/keys.png': '',
  'src/session/handle.rs': 'pub struct SessionHandle;\nimpl SessionHandle { pub fn start() {} }\n',
  'crates/core/src/session/mod.rs': 'pub mod saved_location;\n',
  'crates/gateway/tests/all/api/sessions.rs': '#[test]\nfn wstg_sess_02_no_script_gets_it() {}\n#[test]\nfn wstg_sess_03_a_planted_one() {}\n',
  'end2end/tests/tabs.spec.ts': "test.describe('WSTG-SESS-11: tabs', () => {\n  test('the first\\'s keys', async () => {});\n  test(`at ${time}`, async () => {});\n});\n",
  Makefile: 'export PORT ?= 8080\n.PHONY: run\nrun: servers portal\nservers portal:\n\t@true\nview-format:\n',
};
const repository = { files: Object.keys(FILES), read: (file) => FILES[file] };

const check = (checker, markdown, { file = 'docs/PAGE.md', with: other = repository } = {}) => checker(readDocument(file, markdown), other);

test('a link leads to a file or a folder', () => {
  assert.deepEqual(check(checkLinks, '[a](HOW-TO.md) [b](../README.md) [c](../src/session/) ![d](keys.png) <img src="keys.png"> [e](https://example.com/x)'), []);
  assert.deepEqual(check(checkLinks, 'one\n\n[a](HOWTO.md)'), ['docs/PAGE.md:3: the link HOWTO.md leads to no file']);
  assert.deepEqual(check(checkLinks, '<img src="docs/key.png">', { file: 'README.md' }), ['README.md:1: the link docs/key.png leads to no file']);
});

test('a link leads to a heading', () => {
  assert.deepEqual(check(checkLinks, '# Own\n[a](#own) [b](../README.md#how-it-works) [c](../README.md#two-words-code-and-more)'), []);
  assert.deepEqual(check(checkLinks, '[a](../README.md#how-it-works-1)'), ['docs/PAGE.md:1: README.md has no heading #how-it-works-1']);
});

test('code is no link', () => {
  assert.deepEqual(check(checkLinks, '`[a](nothing.md)`\n\n```md\n[a](nothing.md)\n```\n'), []);
});

test('a path in code exists: from the root, from the folder of the document, or by its end', () => {
  assert.deepEqual(check(checkPaths, '`src/session/handle.rs` `src/session/` `docs/keys.png` `../README.md` `session/mod.rs` `handle.rs`'), []);
  assert.deepEqual(check(checkPaths, '`tests/tabs.spec.ts` `../dist` `../src`', { file: 'end2end/README.md' }), []);
  for (const path of ['src/session/handel.rs', 'src/sessions/', 'docs/key.png', '../README.txt', 'session/handles.rs', 'handles.rs', 'sessions/']) {
    assert.deepEqual(check(checkPaths, `text\n\`${path}\``), [`docs/PAGE.md:2: there is no ${path}`]);
  }
});

test('other code is no path', () => {
  assert.deepEqual(check(checkPaths, '`/v2/portal.listKeys` `application/json` `src/lazy/<part>/mod.rs` `10.0.0.0/8` `dist/` `x/?session=…` `keys:read`'), []);
});

test('a make target is in the Makefile, with its variables', () => {
  assert.deepEqual(check(checkMakeTargets, '`make run PORT=1` `make` `make view-format`\n\n```sh\nmake run    # makes everything\nmake servers portal\n```\n'), []);
  assert.deepEqual(check(checkMakeTargets, 'text\n\n```sh\nls\nmake runs\n```\n'), ['docs/PAGE.md:5: the Makefile has no target runs']);
  assert.deepEqual(check(checkMakeTargets, '`make run FORM=second`'), ['docs/PAGE.md:1: the Makefile does not know FORM']);
});

test('a name in code occurs in the code', () => {
  const words = wordsOf(repository);
  assert.deepEqual(check(checkNames, '`SessionHandle::start` `SessionHandle` `saved_location` `Ctrl-C` `no name`', { with: words }), []);
  assert.deepEqual(check(checkNames, '`SessionHandle::stop`', { with: words }), ['docs/PAGE.md:1: nothing in the code is called stop']);
  assert.deepEqual(check(checkNames, '`KeyStore`', { with: words }), ['docs/PAGE.md:1: nothing in the code is called KeyStore']);
});

test('an example is shown as it is', () => {
  const example = { files: ['examples/backend/a.mjs', 'src/a.mjs'], read: () => 'a();\n' };
  const shown = (markdown) => check(checkExamples, markdown, { file: 'README.md', with: example });
  assert.deepEqual(shown('text\n\n```js\na();\n```\n\n```sh\nls\n```\n'), []);
  assert.deepEqual(shown('text\n\n```js\na(1);\n```\n'), ['README.md:1: does not show examples/backend/a.mjs as it is', 'README.md:4: no file in examples/ has this text']);
});

const SESSIONS = '[sessions](crates/gateway/tests/all/api/sessions.rs)';
const TABS = '[tabs](end2end/tests/tabs.spec.ts)';

test('a cited test is in the file that is linked before it', () => {
  const good = `| threat | test |\n| --- | --- |\n| \`no_such_test_here\` no: \`__Host-\` | ${SESSIONS}: \`wstg_sess_02_no_script_gets_it\`, \`wstg_sess_…\`; ${TABS}: "the first's keys", \`WSTG-SESS-11\` |`;
  assert.deepEqual(check(checkCitedTests, good.replace('no_such_test_here', 'no-store')), []);
  assert.deepEqual(check(checkCitedTests, good), ['docs/PAGE.md:3: no_such_test_here is named without a link to its file']);
  const wrong = (cell) => check(checkCitedTests, `| threat | test |\n| --- | --- |\n| a | ${cell} |`);
  assert.deepEqual(wrong(`${SESSIONS}: \`wstg_sess_02_no_script\``), ['docs/PAGE.md:3: crates/gateway/tests/all/api/sessions.rs has no test wstg_sess_02_no_script']);
  assert.deepEqual(wrong(`${SESSIONS}: \`wstg_sess_04_…\``), ['docs/PAGE.md:3: crates/gateway/tests/all/api/sessions.rs has no test wstg_sess_04_…']);
  assert.deepEqual(wrong(`${SESSIONS}; ${TABS}: "the second's keys"`), ["docs/PAGE.md:3: end2end/tests/tabs.spec.ts has no test the second's keys"]);
  assert.deepEqual(wrong(`${TABS}: \`WSTG-SESS-07\``), ['docs/PAGE.md:3: end2end/tests/tabs.spec.ts has no test WSTG-SESS-07']);
});

test('a test that is cited in a paragraph is checked as well', () => {
  assert.deepEqual(check(checkCitedTests, `# Title\n\nNothing gets through:\n${SESSIONS}: \`wstg_sess_09_gone\`.`), [
    'docs/PAGE.md:3: crates/gateway/tests/all/api/sessions.rs has no test wstg_sess_09_gone',
  ]);
});

test('the tables of import rules say what the rules say', () => {
  const rules = { crates: { portal: ['portal-core'], 'portal-core': [] }, folders: { portal: { session: ['browser', 'ui'], 'app.rs': ['session'] } } };
  const page = (crates, folders) => `# A\n\n## Crates\n\n| crate | what | may |\n| --- | --- | --- |\n${crates}\n\n## Folders of the portal\n\n| folder | what | may |\n| --- | --- | --- |\n${folders}\n\n## More\n`;
  const crates = '| `portal` (`src/`) | the page | portal-core |\n| `portal-core` | decisions | |';
  const folders = '| `src/session/` | the session | browser, ui |\n| `src/app.rs` | the root | session |\n| `src/browser/` | the browser | |';
  const tables = (...parts) => check(checkImportTables, page(...parts), { with: rules });
  assert.deepEqual(tables(crates, folders), []);
  assert.deepEqual(tables(crates, folders.replace('browser, ui', 'browser, keys')), ['docs/PAGE.md:14: session may import browser, ui, says tools/imports/rules.mjs']);
  assert.deepEqual(tables(crates.replace('| |', '| portal-api |'), folders), ['docs/PAGE.md:8: portal-core may import nothing, says tools/imports/rules.mjs']);
  assert.deepEqual(tables(crates.split('\n')[0], folders), ['docs/PAGE.md:1: the tables of import rules lack portal-core']);
  assert.deepEqual(tables(crates, folders.split('\n').slice(1).join('\n')), ['docs/PAGE.md:1: the tables of import rules lack session']);
  assert.deepEqual(tables(crates, folders.replace('| |', '| text |')), ['docs/PAGE.md:16: browser may import nothing, says tools/imports/rules.mjs']);
});

test('the table of settings has those of the schema', () => {
  const schema = { properties: { $schema: {}, appName: {}, show: { properties: { credits: {} } } } };
  const page = '# A\n\n## Configuration\n\n| setting | meaning |\n| --- | --- |\n| `appName` | a name |\n| `show.credits` | uses |\n';
  assert.deepEqual(check(checkSettings, page, { with: schema }), []);
  assert.deepEqual(check(checkSettings, page.replace('appName', 'appname'), { with: schema }), [
    'docs/PAGE.md:7: there is no setting appname',
    'docs/PAGE.md:1: the table lacks the setting appName',
  ]);
});

test('the table of flags has the variables of the code', () => {
  const source = '#[arg(long, env = "PORTAL_GATEWAY_DIST")]\n#[arg(long, env = "PORTAL_GATEWAY_DIST")]\n#[arg(env = "PORTAL_GATEWAY_OUT")]';
  const page = '# A\n\n### The gateway\n\n| flag | variable |\n| --- | --- |\n| `--dist` | `PORTAL_GATEWAY_DIST` |\n';
  assert.deepEqual(check(checkVariables, page, { with: source }), []);
  assert.deepEqual(check(checkVariables, page.replace('_DIST`', '_DISK`'), { with: source }), [
    'docs/PAGE.md:7: there is no variable PORTAL_GATEWAY_DISK',
    'docs/PAGE.md:1: the table lacks the variable PORTAL_GATEWAY_DIST',
  ]);
});
