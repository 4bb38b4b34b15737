// Checks the tables that say the same as the code: tests that the threat model names, import rules, settings and flags.
import { cellsOf, lineAt, tableRows } from './markdown.mjs';

const problem = ({ file }, line, text) => `${file}:${line}: ${text}`;

/** A link to a file with tests, a name of a test in code, or the title of one in quotes. */
const CITATION = /\]\(([^)\s]+\.(?:rs|ts|mjs))\)|`([^`]+)`|"([^"]+)"/g;

/** The name of a test in Rust: three words or more. */
const RUST_TEST = /^[a-z0-9]+(?:_[a-z0-9]+){2,}$/;

/**
 * Every test that is named after the link to a file, in the same cell of a table or the same paragraph, is in that file. A Rust
 * test is named as its function, a browser test by a part of its title; `name…` stands for all that begin so.
 */
export function checkCitedTests(document, { files, read }) {
  return passages(document).flatMap(({ text, line }) => {
    const problems = [];
    let cited;
    for (const [, link, code, title] of text.matchAll(CITATION)) {
      if (link !== undefined) {
        cited = files.includes(link) ? { file: link, source: read(link) } : undefined;
        continue;
      }
      const name = title ?? code;
      const isTest = title !== undefined || RUST_TEST.test(code.replace(/_?…$/, '')) || /^WSTG-/.test(code);
      if (cited === undefined) {
        if (code !== undefined && RUST_TEST.test(code)) problems.push(problem(document, line, `${code} is named without a link to its file`));
      } else if (isTest && !hasTest(cited, name)) {
        problems.push(problem(document, line, `${cited.file} has no test ${name}`));
      }
    }
    return problems;
  });
}

/** Cells of tables and paragraphs, each with its line. */
function passages({ text }) {
  const rows = text.split('\n').flatMap((row, index) => cellsOf(row).map((cell) => ({ text: cell, line: index + 1 })));
  const paragraphs = [...text.matchAll(/(?:^(?!\|).+\n?)+/gm)].map((match) => ({ text: match[0], line: lineAt(text, match.index) }));
  return [...rows, ...paragraphs];
}

function hasTest({ file, source }, name) {
  if (file.endsWith('.rs')) {
    const start = name.replace(/…$/, '');
    return new RegExp(`\\bfn ${start}${name.endsWith('…') ? '\\w*' : ''}\\s*[(<]`).test(source);
  }
  const titles = [...source.matchAll(/\btest(?:\.\w+)*\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g)].map((match) => match[2].replace(/\\(.)/g, '$1'));
  return titles.some((title) => title.includes(name));
}

/** The two tables of import rules say what `rules` (tools/imports/rules.mjs) says. */
export function checkImportTables(document, rules) {
  const crates = rulesOf(tableRows(document, '## Crates'), (cell) => /`([\w-]+)`/.exec(cell)?.[1], (cell) => cell.match(/portal-\w+/g) ?? []);
  const folders = rulesOf(
    tableRows(document, '## Folders of the portal'),
    (cell) => /`src\/([^`]+?)\/?`/.exec(cell)?.[1],
    (cell) => cell.replace(/`/g, '').split(/,\s*/).filter((name) => name !== ''),
  );
  return [...compare(document, crates, rules.crates), ...compare(document, folders, rules.folders.portal)];
}

function rulesOf(rows, keyOf, valuesOf) {
  return rows
    .map(({ cells, line }) => ({ key: keyOf(cells[0]), values: valuesOf(cells[2] ?? ''), line }))
    .filter(({ key }) => key !== undefined);
}

function compare(document, rows, rules) {
  const wrong = rows.flatMap(({ key, values, line }) => {
    // What imports nothing needs no rule.
    const [said, allowed] = [values, rules[key] ?? []].map((names) => names.toSorted().join(', '));
    return said === allowed ? [] : [problem(document, line, `${key} may import ${allowed || 'nothing'}, says tools/imports/rules.mjs`)];
  });
  const named = rows.map(({ key }) => key);
  const missing = Object.keys(rules).filter((key) => !named.includes(key));
  return [...wrong, ...missing.map((key) => problem(document, 1, `the tables of import rules lack ${key}`))];
}

/** The README's table of settings has those of the schema, each once, `show.credits` for a nested one. */
export function checkSettings(document, schema) {
  const settings = Object.entries(schema.properties).flatMap(([name, { properties }]) =>
    properties === undefined ? [name] : Object.keys(properties).map((inner) => `${name}.${inner}`),
  );
  const rows = tableRows(document, '## Configuration').map(({ cells, line }) => ({ key: /^`([\w.]+)`$/.exec(cells[0])?.[1], line }));
  return compareNames(document, rows, settings.filter((name) => name !== '$schema'), 'setting');
}

/** The README's table of the flags of `serve` has the variables that `source` (the code of the flags) names, but for OUT: `export`'s. */
export function checkVariables(document, source) {
  const variables = [...source.matchAll(/\benv = "(\w+)"/g)].map((match) => match[1]).filter((name) => !name.endsWith('_OUT'));
  const rows = tableRows(document, '### The gateway').map(({ cells, line }) => ({ key: /^`(\w+)`$/.exec(cells[1] ?? '')?.[1], line }));
  return compareNames(document, rows, [...new Set(variables)], 'variable');
}

function compareNames(document, rows, names, kind) {
  const found = rows.filter(({ key }) => key !== undefined);
  const unknown = found.filter(({ key }) => !names.includes(key)).map(({ key, line }) => problem(document, line, `there is no ${kind} ${key}`));
  const missing = names.filter((name) => !found.some(({ key }) => key === name));
  return [...unknown, ...missing.map((name) => problem(document, 1, `the table lacks the ${kind} ${name}`))];
}
