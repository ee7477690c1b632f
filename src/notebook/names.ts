import { isReservedWord } from '../sql/keywords';
import { kindOf } from '../cells/kinds';
import type { Cell, FrontMatter } from './document';
import { openingFence, closesFence } from './fence';

/** Every name that stands for something, lower case, and what it is: "cell `v`", "source `survey`". */
export interface Owner {
  name: string;
  what: string;
  cellId?: string;
}

/** Names taken by sources, by cells, and by the tables that cells publish. */
export function ownersOf(frontMatter: FrontMatter, cells: readonly Cell[]): Owner[] {
  const sources = frontMatter.sources.map((source) => ({
    name: source.name.toLowerCase(),
    what: `source \`${source.name}\``,
  }));
  return [...sources, ...cells.filter((cell) => cell.name !== '').flatMap(ownedBy)];
}

function ownedBy(cell: Cell): Owner[] {
  const own = cell.name.toLowerCase();
  const published = (kindOf(cell.kind)?.publishes(cell.name, cell.kind) ?? []).map((name) =>
    name.toLowerCase(),
  );
  return [...new Set([own, ...published])].map((name) => ({
    name,
    what: name === own ? `cell \`${cell.name}\`` : `table \`${name}\` of cell \`${cell.name}\``,
    cellId: cell.id,
  }));
}

/** Why a text cannot be a name of a source or cell, as a sentence; null where it can. */
export function nameMistake(name: string): string | null {
  if (name === '') return 'A name is missing.';
  if (!/^[a-z_][a-z0-9_]*$/.test(name))
    return `\`${name}\` cannot be a name: names are lower-case letters, digits and _, and start with a letter or _.`;
  return null;
}

/** A text as a name: lower case, other characters `_`, a `_` before a digit; `cell` where nothing is left. */
export function nameFrom(text: string, otherwise = 'cell'): string {
  const name = text.toLowerCase().replace(/[^a-z0-9_]/gu, '_');
  if (!/[a-z0-9]/.test(name)) return otherwise;
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** The name, or the name with the first of `_2`, `_3`, … for which `isFree` holds. */
export function firstFree(name: string, isFree: (name: string) => boolean): string {
  if (isFree(name)) return name;
  let count = 2;
  while (!isFree(`${name}_${count}`)) count += 1;
  return `${name}_${count}`;
}

/**
 * The relation's name for a dropped file: its name without folder and extension, lowered, other characters `_`.
 * Reserved words and names in `taken` (lower case) get a suffix.
 */
export function relationNameOfFile(fileName: string, taken: ReadonlySet<string>): string {
  const file = fileName.replace(/^.*[/\\]/s, '').replace(/\.(gz|zip|zst)$/i, '');
  const base = nameFrom(file.replace(/(?<=.)\.[^.]*$/s, ''), 'data');
  return firstFree(base, (name) => !taken.has(name) && !isReservedWord(name));
}

/** What people call a cell: its title or name; a text cell's first heading, else "Text 2" (the second text cell). */
export function cellLabel(cell: Cell, cells: readonly Cell[]): string {
  if (cell.kind !== 'text') return cell.title ?? cell.name;
  const heading = firstHeading(cell.body);
  if (heading !== null) return heading;
  const texts = cells.filter((candidate) => candidate.kind === 'text');
  return `Text ${texts.findIndex((candidate) => candidate.id === cell.id) + 1}`;
}

/** The first heading outside fences, without its Markdown. */
function firstHeading(body: string): string | null {
  let marks: string | null = null;
  for (const line of body.split('\n')) {
    if (marks !== null) {
      if (closesFence(line, marks)) marks = null;
      continue;
    }
    marks = openingFence(line)?.marks ?? null;
    const heading = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(line)?.[1];
    const plain = heading
      ?.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[*`]|\\(?=[^\w\s])/g, '')
      .trim();
    if (plain) return plain;
  }
  return null;
}
