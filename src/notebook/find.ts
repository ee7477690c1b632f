import type { Cell, NotebookDocument } from './document';
import { setBody } from './edit';
import { cellsOf } from './parse';

/** What is sought in the bodies of all cells. */
export interface FindQuery {
  text: string;
  matchCase: boolean;
  wholeWord: boolean;
  regex: boolean;
  /** `code`: SQL and settings; `prose`: text cells. */
  where: 'all' | 'code' | 'prose';
}
/** One place, as UTF-16 offsets in the cell's body. */
export interface FoundPlace {
  cellId: string;
  from: number;
  to: number;
}

/** More are not listed: nobody reads them, and a search for `e` in a large notebook stays quick. */
export const MOST_FOUND = 2000;

/**
 * The pattern of a query, or why it is none (a broken regular expression), as a sentence; null for an empty query.
 * `^` and `$` are the ends of lines.
 */
export function patternOf(query: FindQuery): RegExp | { mistake: string } | null {
  if (query.text === '') return null;
  const source = query.regex ? query.text : query.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // Not \b: `$min` begins with no word character, and é is one.
  const bounded = query.wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  try {
    return new RegExp(bounded, `gmu${query.matchCase ? '' : 'i'}`);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /, '') : '';
    return { mistake: `This is no regular expression${why ? `: ${why.toLowerCase()}` : ''}.` };
  }
}

const isSought = (cell: Cell, where: FindQuery['where']): boolean =>
  where === 'all' || (cell.kind === 'text') === (where === 'prose');

/** The places where a pattern is found, in the order of the page; empty ones are left out. */
export function findInNotebook(
  cells: readonly Cell[],
  pattern: RegExp,
  where: FindQuery['where'],
): FoundPlace[] {
  const places: FoundPlace[] = [];
  for (const cell of cells) {
    if (!isSought(cell, where)) continue;
    for (const match of cell.body.matchAll(pattern)) {
      if (match[0] === '') continue;
      places.push({ cellId: cell.id, from: match.index, to: match.index + match[0].length });
      if (places.length >= MOST_FOUND) return places;
    }
  }
  return places;
}

/**
 * Puts a text in place of found places: of one, or of all that the query finds. With a regular expression `$1` and
 * `$<name>` are what its groups found. The same document where nothing changes.
 */
export function replaceFound(
  document: NotebookDocument,
  query: FindQuery,
  replacement: string,
  only: FoundPlace | null = null,
): NotebookDocument {
  const pattern = patternOf(query);
  if (!(pattern instanceof RegExp)) return document;
  return cellsOf(document).reduce((changed, cell) => {
    if (!isSought(cell, query.where) || (only && only.cellId !== cell.id)) return changed;
    const body = replaceIn(cell.body, pattern, query.regex ? replacement : null, replacement, only);
    return body === cell.body ? changed : setBody(changed, cell.id, body);
  }, document);
}

function replaceIn(
  body: string,
  pattern: RegExp,
  template: string | null,
  plain: string,
  only: FoundPlace | null,
): string {
  let text = '';
  let done = 0;
  for (const match of body.matchAll(pattern)) {
    if (match[0] === '' || (only && match.index !== only.from)) continue;
    text += body.slice(done, match.index) + (template === null ? plain : filled(template, match));
    done = match.index + match[0].length;
  }
  return text + body.slice(done);
}

/** `$&`, `$1`, `$<name>` and `$$` as in String.replace; a group that found nothing is empty, one that is none stays. */
const filled = (template: string, match: RegExpMatchArray): string =>
  template.replace(/\$(?:\$|&|(\d{1,2})|<([^>]*)>)/g, (whole, number?: string, name?: string) => {
    if (whole === '$$') return '$';
    if (whole === '$&') return match[0];
    if (name !== undefined) return match.groups ? (match.groups[name] ?? '') : whole;
    const group = Number(number);
    return group > 0 && group < match.length ? (match[group] ?? '') : whole;
  });
