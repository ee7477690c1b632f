import type { Note } from '../../formats/note';
import { formatList, formatPlural } from '../../values/format';

/** Names as in the file, but never empty and never twice (DuckDB ignores case); what was changed is noted. */
export function columnNames(header: readonly string[], count: number): { names: string[]; notes: Note[] } {
  const taken = new Set<string>();
  const repeated: string[] = [];
  let empty = 0;
  const names = Array.from({ length: count }, (_, index) => {
    const given = (header[index] ?? '').replaceAll('\0', '');
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
