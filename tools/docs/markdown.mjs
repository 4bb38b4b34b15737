// What the checks read of a Markdown document. Fenced code is kept apart from the text.

/** A document: `file` is its path in the repository, `/` between folders. */
export function readDocument(file, markdown) {
  const fences = [];
  // Blanked, so that what is left keeps its line numbers.
  const text = markdown.replace(/^([ \t]*)(```+)([^\n]*)\n([\s\S]*?)^[ \t]*\2[ \t]*$/gm, (block, indent, marks, language, code, at) => {
    fences.push({ language: language.trim(), code, line: lineAt(markdown, at) + 1 });
    return block.replace(/[^\n]/g, ' ');
  });
  return { file, text, fences };
}

export function lineAt(text, index) {
  return text.slice(0, index).split('\n').length;
}

/** The code spans: `{ code, line }`. */
export function codeSpans({ text }) {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => ({ code: match[1].replace(/\s+/g, ' ').trim(), line: lineAt(text, match.index) }));
}

/** The targets of links and pictures: `{ target, line }`. */
export function links({ text }) {
  const outsideCode = text.replace(/`[^`]+`/g, (span) => span.replace(/[^\n]/g, ' '));
  // The square brackets may hold code, which is blank by now.
  const found = [...outsideCode.matchAll(/\]\(([^()\s]+)\)/g), ...outsideCode.matchAll(/\b(?:href|src|srcset)="([^"\s]+)"/g)];
  return found.map((match) => ({ target: match[1], line: lineAt(text, match.index) }));
}

/** The rows of all tables between the heading `heading` and the next one of its level: `{ cells, line }`. */
export function tableRows({ text }, heading) {
  const start = text.indexOf(`\n${heading}\n`);
  if (start === -1) return [];
  const level = heading.split(' ')[0];
  const end = text.indexOf(`\n${level} `, start + heading.length);
  const first = lineAt(text, start) + 1;
  return text
    .slice(start + 1, end === -1 ? undefined : end)
    .split('\n')
    .map((row, index) => ({ cells: cellsOf(row), line: first + index }))
    .filter(({ cells }) => cells.length > 0 && !/^-+:?$|^:?-+$/.test(cells[0]));
}

/** The cells of a table's row; none for another line. */
export function cellsOf(row) {
  const match = /^\|(.*)\|\s*$/.exec(row);
  return match === null ? [] : match[1].split(/(?<!\\)\|/).map((cell) => cell.trim());
}

/** The anchors of the headings, as GitHub makes them. */
export function anchors({ text }) {
  const seen = new Map();
  return [...text.matchAll(/^#{1,6} +(.*?) *#*$/gm)].map(([, title]) => {
    const plain = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replace(/\s/g, '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}
