// Reads a Rust file far enough to know its modules, its `use` declarations, the paths in its code, and the names it defines.
// No full parser: comments and literals are blanked out, and what is left is read token by token.

const TOKEN = /[A-Za-z_][A-Za-z0-9_]*|::|[^\s]/g;
const DEFINES = new Set(['fn', 'struct', 'enum', 'union', 'trait', 'type', 'const', 'static']);
// `#[path = "…"] mod name;`
const PATH_ATTRIBUTE = /#\[path\s*=\s*"([^"]+)"\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;/g;
const isName = (token) => token !== undefined && /^[A-Za-z_]/.test(token);

/** The text with comments, strings and character literals replaced by spaces. Line breaks stay, and so do line numbers. */
export function blankLiterals(text) {
  const literal =
    /\/\/[^\n]*|\/\*|\b[bc]?r(#*)"[\s\S]*?"\1|"(?:\\[\s\S]|[^"\\])*"|'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\\n])'/gu;
  let result = '';
  let at = 0;
  for (let match; (match = literal.exec(text)) !== null; ) {
    const end = match[0] === '/*' ? endOfBlockComment(text, match.index) : match.index + match[0].length;
    result += text.slice(at, match.index) + text.slice(match.index, end).replace(/[^\n]/g, ' ');
    literal.lastIndex = at = end;
  }
  return result + text.slice(at);
}

/** Block comments nest in Rust. */
function endOfBlockComment(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const two = text.slice(at, at + 2);
    if (two === '/*') {
      depth += 1;
      at += 1;
    } else if (two === '*/') {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function tokensOf(text) {
  const tokens = [];
  let line = 1;
  let at = 0;
  for (const match of blankLiterals(text).matchAll(TOKEN)) {
    for (; at < match.index; at += 1) if (text[at] === '\n') line += 1;
    tokens.push({ text: match[0], line });
  }
  return tokens;
}

/**
 * The module that a file is, with the modules written inside it:
 * - `files`: names of child modules in files of their own, `located` the paths of those with a `path` attribute;
 * - `inline`: child modules in this file, by name;
 * - `uses`: `{ path, name, glob, exported, line }`, `name` being what the path is called here;
 * - `paths`: `{ path, line }` for each path in code, a use declaration's not among them;
 * - `defined`: names of items; `names`: how often each name stands in code, use declarations left out.
 * Code under `#[cfg(test)]` is left out unless `testsToo`.
 */
export function readModule(text, { testsToo = false } = {}) {
  const { module } = readItems(tokensOf(text), 0, testsToo);
  for (const [, path, name] of text.matchAll(PATH_ATTRIBUTE)) module.located.set(name, path);
  return module;
}

function readItems(tokens, start, testsToo) {
  const module = { files: new Set(), located: new Map(), inline: new Map(), uses: [], paths: [], defined: new Set(), names: new Map() };
  const text = (at) => tokens[at]?.text;
  let depth = 0;
  let at = start;
  while (at < tokens.length) {
    const token = text(at);
    if (token === '#' && !testsToo && isTestOnly(tokens, at)) {
      at = endOfItem(tokens, at);
    } else if (token === 'mod' && isName(text(at + 1)) && text(at + 2) === ';') {
      module.files.add(text(at + 1));
      at += 3;
    } else if (token === 'mod' && isName(text(at + 1)) && text(at + 2) === '{') {
      const inner = readItems(tokens, at + 3, testsToo);
      module.inline.set(text(at + 1), inner.module);
      at = inner.end;
    } else if (token === 'use' && text(at + 1) !== '<') {
      const exported = text(at - 1) === 'pub' || (text(at - 1) === ')' && tokens.slice(Math.max(0, at - 6), at).some(({ text }) => text === 'pub'));
      at = readUse(tokens, at + 1, [], exported, module.uses) + 1;
    } else if (token === '{') {
      depth += 1;
      at += 1;
    } else if (token === '}') {
      if (depth === 0) return { module, end: at + 1 };
      depth -= 1;
      at += 1;
    } else if (isName(token)) {
      if (DEFINES.has(token) && depth === 0 && isName(text(at + 1))) module.defined.add(text(at + 1));
      if (token === 'macro_rules' && isName(text(at + 2))) module.defined.add(text(at + 2));
      const path = [token];
      const { line } = tokens[at];
      while (text(at + 1) === '::' && isName(text(at + 2))) {
        path.push(text(at + 2));
        at += 2;
      }
      for (const name of path) module.names.set(name, (module.names.get(name) ?? 0) + 1);
      if (path.length > 1) module.paths.push({ path, line });
      at += 1;
    } else {
      at += 1;
    }
  }
  return { module, end: at };
}

/** Reads a use tree; gives the index of the token behind it. */
function readUse(tokens, start, prefix, exported, uses) {
  const text = (at) => tokens[at]?.text;
  const { line } = tokens[start] ?? { line: 0 };
  const path = [...prefix];
  let at = start;
  if (text(at) === '::') at += 1;
  for (;;) {
    if (text(at) === '{') {
      at += 1;
      while (at < tokens.length && text(at) !== '}') at = text(at) === ',' ? at + 1 : readUse(tokens, at, path, exported, uses);
      return at + 1;
    }
    if (text(at) === '*') {
      uses.push({ path, name: undefined, glob: true, exported, line });
      return at + 1;
    }
    if (!isName(text(at))) throw new Error(`line ${line}: a use declaration that can't be read, at ${text(at)}`);
    if (text(at) !== 'self' || path.length === 0) path.push(text(at));
    at += 1;
    if (text(at) !== '::') break;
    at += 1;
  }
  let name = path.at(-1);
  if (text(at) === 'as') {
    name = text(at + 1);
    at += 2;
  }
  uses.push({ path, name, glob: false, exported, line });
  return at;
}

function isTestOnly(tokens, at) {
  const words = tokens.slice(at, at + 12).map(({ text }) => text);
  if (words[1] !== '[' || words[2] !== 'cfg' || words[3] !== '(') return false;
  return words.slice(4, words.indexOf(']')).includes('test') && !words.includes('not');
}

/** The index behind the item that starts here, attributes included. */
function endOfItem(tokens, start) {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    const { text } = tokens[at];
    if ('([{'.includes(text)) depth += 1;
    if (')]}'.includes(text)) depth -= 1;
    if (depth === 0 && (text === ';' || text === '}')) return at + 1;
    // The end of the enclosing block: nothing to skip.
    if (depth < 0) return at;
  }
  return tokens.length;
}
