// Checks what documents say of the repository. Each function takes a document of ./markdown.mjs and a repository
// `{ files, read }`: the paths of its files, and a function that reads one. It returns problems, one a line.
import { posix } from 'node:path';
import { anchors, codeSpans, links, readDocument } from './markdown.mjs';

/** Folders that builds and tests make: they are in no checkout. */
const GENERATED = ['dist', 'target', 'site', 'test-results'];

/** Files of these kinds are found by the end of their path, or by their name. */
const SOURCE = /\.(rs|mjs|ts)$/;

const problem = ({ file }, line, text) => `${file}:${line}: ${text}`;

/** Relative links lead to a file and to a heading in it. */
export function checkLinks(document, { files, read }) {
  return links(document).flatMap(({ target, line }) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path, anchor] = target.split('#');
    const file = path === '' ? document.file : posix.join(posix.dirname(document.file), path);
    const exists = path === '' || files.includes(file) || isFolder(file, files);
    if (!exists) return [problem(document, line, `the link ${target} leads to no file`)];
    if (anchor === undefined || !file.endsWith('.md')) return [];
    const other = path === '' ? document : readDocument(file, read(file));
    return anchors(other).includes(anchor) ? [] : [problem(document, line, `${file} has no heading #${anchor}`)];
  });
}

/** Files and folders in code spans exist. */
export function checkPaths(document, { files }) {
  return codeSpans(document).flatMap(({ code, line }) => (pathExists(code, document.file, files) ? [] : [problem(document, line, `there is no ${code}`)]));
}

function pathExists(code, from, files) {
  const isPath = /^[\w.-][\w./-]*$/.test(code) && !code.startsWith('-') && (code.includes('/') || SOURCE.test(code));
  if (!isPath) return true;
  const inFolder = posix.join(posix.dirname(from), code);
  const [top] = posix.normalize(code).split('/');
  const places = [posix.normalize(code), inFolder];
  if (places.some((path) => files.includes(path) || isFolder(path, files))) return true;
  if (places.some((path) => GENERATED.includes(path.split('/')[0]))) return true;
  // What starts with a folder of the repository, or is a folder or a source file, is no media type or route.
  if (code.startsWith('..') || isFolder(top, files)) return false;
  if (code.endsWith('/')) return files.some((file) => `/${file}`.includes(`/${code}`));
  return !SOURCE.test(code) || files.some((file) => `/${file}`.endsWith(`/${code}`));
}

function isFolder(path, files) {
  const start = path.endsWith('/') ? path : `${path}/`;
  return path === '.' || path === './' || files.some((file) => file.startsWith(start));
}

/** Targets and variables of `make …` are in the Makefile. */
export function checkMakeTargets(document, { read }) {
  const makefile = read('Makefile');
  const targets = new Set([...makefile.matchAll(/^([a-z][a-z -]*):/gm)].flatMap((match) => match[1].split(' ')));
  const variables = new Set([...makefile.matchAll(/\b([A-Z][A-Z_]*)\b/g)].map((match) => match[1]));
  const inFences = document.fences.flatMap(({ code, line }) => code.split('\n').map((text, index) => ({ code: text, line: line + index })));
  return [...codeSpans(document), ...inFences].flatMap(({ code, line }) => {
    const command = /^(?:[A-Z_]+=\S+ +)*make(?: ([^#]*)|$)/.exec(code)?.[1] ?? '';
    return command.split(' ').flatMap((word) => {
      const variable = /^([A-Z_]+)=/.exec(word)?.[1];
      if (variable !== undefined) return variables.has(variable) ? [] : [problem(document, line, `the Makefile does not know ${variable}`)];
      return !/^[a-z][a-z-]*$/.test(word) || targets.has(word) ? [] : [problem(document, line, `the Makefile has no target ${word}`)];
    });
  });
}

/** Names of types, functions and crates in code spans occur somewhere in the code. `words`: those of the code. */
export function checkNames(document, words) {
  return codeSpans(document).flatMap(({ code, line }) => {
    const isName = /^\w+(::\w+)+!?$|^[A-Z]\w+$|^[a-z]+(_[a-z]+)+!?$/.test(code);
    const unknown = isName ? code.split(/\W+/).filter((word) => word !== '' && !words.has(word)) : [];
    return unknown.map((word) => problem(document, line, `nothing in the code is called ${word}`));
  });
}

/** The document shows the files of `examples/` as they are, and no other JavaScript. */
export function checkExamples(document, { files, read }) {
  const examples = files.filter((file) => file.startsWith('examples/'));
  const isShown = (file) => document.fences.some(({ code }) => code === read(file));
  const isExample = ({ code }) => examples.some((file) => code === read(file));
  return [
    ...examples.filter((file) => !isShown(file)).map((file) => problem(document, 1, `does not show ${file} as it is`)),
    ...document.fences
      .filter((fence) => /^(js|mjs)$/.test(fence.language) && !isExample(fence))
      .map(({ line }) => problem(document, line, 'no file in examples/ has this text')),
  ];
}

/** The words of all code: what isn't a document. Not of these checks, whose tests have names that don't exist. */
export function wordsOf({ files, read }) {
  const code = files.filter((file) => /\.(rs|mjs|js|ts|css|html|toml|json)$|^Makefile$|^Cargo\.lock$|^tools\//.test(file) && !/^tools\/docs\/|package-lock\.json$/.test(file));
  return new Set(code.flatMap((file) => read(file).match(/\w+/g) ?? []));
}
