import type { Note } from './plan';
import { formatList, formatPlural } from '../../values/format';
import { guessType } from './guess-type';

/**
 * Whether the first record names the columns. It does, unless a column of numbers or dates has one there too; years
 * in a row (2019, 2020, 2021) are names.
 */
export function detectHeader(records: readonly (readonly string[])[]): number {
  const [first = [], ...rest] = records;
  if (rest.length === 0)
    return first.some((value) => guessType([value], '.', undefined).type !== 'VARCHAR') ? 0 : 1;
  let against = 0;
  let inFavour = 0;
  first.forEach((name, index) => {
    const values = rest.slice(0, 200).map((record) => record[index] ?? '');
    const { type } = guessType(values, '.', undefined);
    if (type === 'VARCHAR' || name.trim() === '') return;
    const fits = guessType([name], '.', undefined).type !== 'VARCHAR';
    if (fits && !/^(19|20)\d\d$/.test(name.trim())) against += 1;
    else inFavour += 1;
  });
  return against > inFavour ? 0 : 1;
}

/** Names as in the file, but never empty and never twice (DuckDB ignores case); what was changed is noted. */
export function columnNames(header: readonly string[], count: number): { names: string[]; notes: Note[] } {
  const taken = new Set<string>();
  const repeated: string[] = [];
  let empty = 0;
  const names = Array.from({ length: count }, (_, index) => {
    const given = header[index] ?? '';
    if (given.trim() === '') empty += 1;
    const wanted = given.trim() === '' ? `column_${index + 1}` : given;
    let name = wanted;
    for (let suffix = 2; taken.has(name.toLowerCase()); suffix++) name = `${wanted}_${suffix}`;
    if (name !== wanted) repeated.push(name);
    taken.add(name.toLowerCase());
    return name;
  });
  const notes: Note[] = [];
  if (header.length > 0 && empty > 0)
    notes.push({
      tone: 'plain',
      text: `${formatPlural(empty, 'column')} without a name ${empty === 1 ? 'is' : 'are'} called by position, such as \`${names.find((name) => name.startsWith('column_')) ?? ''}\`.`,
    });
  if (repeated.length > 0)
    notes.push({
      tone: 'caution',
      text: `Names that occur twice got a suffix: ${formatList(repeated.slice(0, 5).map((name) => `\`${name}\``))}.`,
    });
  return { names, notes };
}
