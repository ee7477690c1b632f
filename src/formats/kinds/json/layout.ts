import { InputProblem } from '../../../values/problem';
import { linesOf, textOf } from './json-file';
import { parseValue } from './record';
import { BrokenJson, ValueScanner } from './value-scanner';

/** How the records of a JSON file stand in it. */
export interface Layout {
  /** A record a line; values one after another; or the values of a list. */
  kind: 'lines' | 'values' | 'list';
  /** Path of the list, keys joined by dots; '' for a list that is the whole file. */
  path: string;
  /** Lists of objects to choose from, by path. */
  lists: { path: string; length: number }[];
}

/** No key is named so: nothing is kept while the lists are looked for. */
const NO_LIST = '\0';

/** Finds where the records are. Throws an InputProblem where the file is no JSON, or a list that was asked for is not there. */
export async function findLayout(file: Blob, fileName: string, asked: string | undefined): Promise<Layout> {
  if (await hasRecordLines(file)) return { kind: 'lines', path: '', lists: [] };
  const scanner = new ValueScanner(NO_LIST, () => undefined);
  let first = '';
  try {
    for await (const piece of textOf(file)) {
      first ||= piece
        .replace(/^\uFEFF/, '')
        .trimStart()
        .slice(0, 1);
      if (first === '[') return { kind: 'list', path: '', lists: [] };
      scanner.write(piece);
      if (scanner.roots > 1) return { kind: 'values', path: '', lists: [] };
    }
  } catch (error) {
    if (error instanceof BrokenJson) throw noJson(fileName);
    throw error;
  }
  const lists = [...scanner.lists]
    .map(([path, length]) => ({ path, length }))
    .filter(({ path }) => path !== '');
  if (asked !== undefined && !lists.some(({ path }) => path === asked))
    throw new InputProblem(`\`${fileName}\` has no list "${asked}".`, {
      hint: `It has ${lists.map(({ path }) => `"${path}"`).join(', ') || 'none'}.`,
    });
  const longest = lists.reduce((best, list) => (list.length > best.length ? list : best), {
    path: '',
    length: 0,
  });
  if (longest.length === 0) return { kind: 'values', path: '', lists: [] };
  return { kind: 'list', path: asked ?? longest.path, lists };
}

/** Whether the first two lines are whole values, or the first one is all there is. */
async function hasRecordLines(file: Blob): Promise<boolean> {
  const start = file.slice(0, 2 ** 20);
  const lines: string[] = [];
  for await (const found of linesOf(start))
    lines.push(...found.slice(0, 2).map(({ text }) => text.replace(/^\uFEFF/, '')));
  const [first = '', second] = lines;
  if (second === undefined) return false;
  const isRecord = (text: string): boolean => /^\s*[{[]/.test(text) && typeof parseValue(text) === 'object';
  return (
    isRecord(first) && (isRecord(second) || /^\s*[{[]\s*("|$)/.test(second)) && !/^\s*\[\s*$/.test(first)
  );
}

export const noJson = (fileName: string): InputProblem =>
  new InputProblem(`\`${fileName}\` is no valid JSON.`, {
    hint: 'Check that it is whole, or ask for it as CSV or JSON lines.',
  });
