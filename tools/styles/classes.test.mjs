// The comparison of classes finds what it should.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareClasses, givenClasses, namedClasses, styledClasses } from './classes.mjs';

const NONE = new Set();
const compare = (sets) => compareClasses({ portal: NONE, parts: NONE, first: NONE, later: NONE, values: NONE, given: NONE, ...sets });

test('the classes of a stylesheet are those of its selectors, in at-rules, too', () => {
  const css = '/* .no { */ .a > .b-c:hover, p { content: ".no"; margin: .5rem; }\n@media (width < 1.5em) { .d:is(.e) { color: red; } }';
  assert.deepEqual([...styledClasses(css)], ['a', 'b-c', 'd', 'e']);
});

test('a source names the words of its lists of classes, not those of sentences, comments and tests', () => {
  const source = `/// "no"\nclass="a b-c" class:d=x class=["e-", f].concat() "No, sir."\n#[cfg(test)]\nmod tests {\n"no"\n}`;
  assert.deepEqual([...namedClasses(source)], ['a', 'b-c', 'e-', 'd']);
});

test('a class that no source names is reported', () => {
  const sets = { portal: new Set(['a', 'gone']), parts: new Set(['b', 'gone']), first: new Set(['a']), later: new Set(['b']) };
  assert.deepEqual(compare(sets), ['.gone: no source names this class']);
});

test('a class that is put together counts as named', () => {
  assert.deepEqual(compare({ portal: new Set(['column-used']), first: new Set(['column-']), values: new Set(['used']) }), []);
  assert.equal(compare({ portal: new Set(['column-used']), first: new Set(['column-']) }).length, 1);
});

test('a class of the first page that only the later stylesheet has is reported', () => {
  const names = new Set(['late']);
  assert.match(compare({ parts: names, first: names })[0], /^\.late: the first page/);
  assert.deepEqual(compare({ parts: names, portal: names, first: names }), []);
  assert.deepEqual(compare({ parts: names, later: names }), []);
});

test('a class of an element that no stylesheet has is reported', () => {
  assert.deepEqual([...givenClasses('class="a b-c" class:d=x id="no"')], ['a', 'b-c', 'd']);
  const sets = { portal: new Set(['a']), first: new Set(['a']), given: new Set(['a', 'gone']) };
  assert.deepEqual(compare(sets), ['.gone: no stylesheet has this class']);
});
