// The checker of the import rules finds what it should, in small crates made for it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, test } from 'node:test';
import { checkCrates, checkCycles, checkFolders, checkOnlyIn, folderTable } from './check.mjs';
import { importsOf, readCrate } from './module-graph.mjs';

let folder;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes `{ path: text }` as a crate's sources, and reads them. */
function crate(files) {
  folder = mkdtempSync(join(tmpdir(), 'imports-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const root = join(folder, 'lib.rs');
  const read = readCrate(root);
  const imports = importsOf(read);
  const short = (text) => text.replaceAll(`${folder}/`, '').replaceAll(`${folder} `, '');
  return { root, modules: read.modules, imports, edges: imports.map(({ from, to, line }) => short(`${from}:${line} ${to}`)), short };
}

test('a cycle of two files is found, with file and line of both imports', () => {
  const { imports, root, short } = crate({
    'lib.rs': 'mod a;\nmod b;\n',
    'a.rs': '//! A.\n\nuse crate::b::B;\npub struct A(B);\n',
    'b.rs': 'pub struct B;\nfn f() -> Option<crate::a::A> { None }\n',
  });
  assert.deepEqual(checkCycles(imports, root).map(short), [
    '2 files import each other in a circle: a.rs, b.rs',
    '  a.rs:3 imports b.rs',
    '  b.rs:2 imports a.rs',
  ]);
});

test('a cycle through a re-export of a mod.rs is found', () => {
  const { imports, root, short } = crate({
    'lib.rs': 'mod ui;\nmod text;\n',
    'ui/mod.rs': 'mod button;\npub(crate) use button::Button;\n',
    'ui/button.rs': 'use crate::text::label;\npub(crate) struct Button;\n',
    'text.rs': 'pub(crate) fn label() { crate::ui::Button; }\n',
  });
  const [first] = checkCycles(imports, root).map(short);
  assert.equal(first, '2 files import each other in a circle: text.rs, ui/button.rs');
});

test('a mod.rs that declares and re-exports its children is in no cycle with them', () => {
  const { imports, root } = crate({
    'lib.rs': 'pub mod ui;\n',
    'ui/mod.rs': 'mod button;\nmod dialog;\npub use button::Button;\npub use dialog::{Dialog, Side};\n',
    'ui/button.rs': 'pub struct Button;\n',
    'ui/dialog.rs': 'use super::Button;\npub struct Dialog(Button);\npub enum Side {}\n',
  });
  assert.deepEqual(checkCycles(imports, root), []);
});

test('a mod.rs that uses its child, which uses it, is a cycle', () => {
  const { imports, root, short } = crate({
    'lib.rs': 'mod machine;\n',
    'machine/mod.rs': 'mod trace;\npub(crate) use trace::trace;\npub(crate) struct Sent;\nfn f() { trace(Sent) }\n',
    'machine/trace.rs': 'use super::Sent;\npub(crate) fn trace(_: Sent) {}\n',
  });
  const [first] = checkCycles(imports, root).map(short);
  assert.equal(first, '2 files import each other in a circle: machine/mod.rs, machine/trace.rs');
});

test('comments, strings, lifetimes and code of tests import nothing', () => {
  const { edges } = crate({
    'lib.rs': 'mod a;\nmod b;\n#[cfg(test)]\nmod a_tests;\n',
    'a.rs': `// use crate::b::B;
/* crate::b /* nested */ crate::b */
/// [\`crate::b::B\`]
fn f<'a>(_: &'a str) { let _ = ("crate::b::B \\" crate::b::B", r#"" crate::b::B"#, '"', '\\'', 'x'); }
#[cfg(test)]
mod tests {
    use crate::b::B;
}
`,
    'a_tests.rs': 'use crate::b::B;\n',
    'b.rs': 'use crate::a::*;\npub struct B;\n',
  });
  assert.deepEqual(edges, ['b.rs:1 a.rs']);
});

test('paths are followed through super, self, aliases, groups, globs and modules inside a file', () => {
  const { edges } = crate({
    'lib.rs': 'mod a;\nmod b;\nmod c;\n',
    'a/mod.rs': 'mod deep;\n',
    'a/deep.rs': 'mod inner {\n  use super::super::super::{b::{self as other, One as Two}, c::*};\n  fn f() { other::g() }\n}\nuse std::fmt::Display;\n',
    'b.rs': 'pub struct One;\npub fn g() {}\n',
    'c.rs': 'pub struct C;\nmod hidden { pub fn f() { super::C; self::g(); } fn g() {} }\n',
  });
  assert.deepEqual(edges.sort(), ['a/deep.rs:2 b.rs', 'a/deep.rs:2 c.rs']);
});

test('a module with a path attribute is found', () => {
  const { edges } = crate({
    'lib.rs': '#[path = "shared/mod.rs"]\nmod support;\nfn f() { support::g() }\n',
    'shared/mod.rs': 'mod inner;\npub fn g() {}\n',
    'shared/inner.rs': '',
  });
  assert.deepEqual(edges, ['lib.rs:3 shared/mod.rs']);
});

test('an import between folders that the table does not allow is found', () => {
  const { imports, root, short } = crate({
    'lib.rs': 'mod app;\nmod keys;\nmod ui;\n',
    'app.rs': 'use crate::keys::Row;\n',
    'keys/mod.rs': 'mod row;\npub use row::Row;\n',
    'keys/row.rs': 'use crate::ui::Button;\npub struct Row(Button);\n',
    'ui/mod.rs': 'mod button;\npub use button::Button;\n',
    'ui/button.rs': '\nuse crate::keys::Row;\npub struct Button;\n',
  });
  assert.deepEqual(folderTable(imports, root), { 'app.rs': ['keys'], keys: ['ui'], ui: ['keys'] });
  assert.deepEqual(checkFolders(imports, root, { keys: ['ui'], ui: [] }).map(short), [
    'app.rs:1 folder app.rs has no line in tools/imports/rules.mjs',
    'ui/button.rs:2 ui must not import keys (keys/row.rs)',
  ]);
});

test('folders that import each other are found where no two files do', () => {
  const { imports, root, short } = crate({
    'lib.rs': 'mod a;\nmod b;\n',
    'a/mod.rs': 'pub mod one;\npub mod two;\n',
    'a/one.rs': 'use crate::b::one::B;\n',
    'a/two.rs': 'pub struct A;\n',
    'b/mod.rs': 'pub mod one;\npub mod two;\n',
    'b/one.rs': 'pub struct B;\n',
    'b/two.rs': 'use crate::a::two::A;\n',
  });
  assert.deepEqual(checkCycles(imports, root).map(short), [
    '2 folders import each other in a circle: a, b',
    '  a/one.rs:1 imports b/one.rs',
    '  b/two.rs:1 imports a/two.rs',
  ]);
});

test('a crate that only one folder may name is found elsewhere', () => {
  const { modules, root, short } = crate({
    'lib.rs': 'mod command;\nmod server;\n',
    'command.rs': 'mod check;\n',
    'command/check.rs': 'fn f() { portal_doctor::run() }\n',
    'server.rs': '\nuse portal_doctor::run;\n',
  });
  const rule = { dependency: 'portal_doctor', folders: ['command'] };
  assert.deepEqual(checkOnlyIn(modules, root, rule).map(short), ['server.rs:2 only command may import portal_doctor']);
});

test('dependencies of crates are held against the table', () => {
  const rules = { crates: { core: ['api'], api: [], test: [] }, testCrates: { core: ['test'] }, forbiddenDependencies: { core: ['tokio'] } };
  const packages = [
    { name: 'api', manifest_path: 'api/Cargo.toml', dependencies: [{ name: 'core', kind: 'dev' }, { name: 'serde' }] },
    { name: 'core', manifest_path: 'core/Cargo.toml', dependencies: [{ name: 'api' }, { name: 'test', kind: 'dev' }, { name: 'tokio' }] },
    { name: 'test', manifest_path: 'test/Cargo.toml', dependencies: [] },
    { name: 'new', manifest_path: 'new/Cargo.toml', dependencies: [] },
  ];
  assert.deepEqual(checkCrates(packages, rules, () => 7), [
    'api/Cargo.toml:7 api must not depend on core',
    'core/Cargo.toml:7 core must not depend on tokio: it is used without browser and network',
    'new/Cargo.toml:1 crate new has no line in tools/imports/rules.mjs',
  ]);
});
