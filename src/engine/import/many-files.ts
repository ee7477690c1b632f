import { formatList, formatPlural } from '../../values/format';
import type { Note } from '../../formats/note';
import type { ReadingReport } from '../../formats/structure/reading-report';
import type { Run } from '../run';
import type { FoundTable, RecordStream } from './found-table';

/** Places, in each file, of the columns that the first one has; null where a file has other columns. */
export function placesIn(first: FoundTable, other: FoundTable): number[] | null {
  const plain = (name: string): string => name.trim().toLowerCase();
  if (first.width !== other.width) return null;
  if (first.names.length === 0 && other.names.length === 0)
    return Array.from({ length: first.width }, (_, i) => i);
  const left = other.names.map(plain);
  const places = first.names.map((name) => {
    const at = left.indexOf(plain(name));
    if (at >= 0) left[at] = '\0';
    return at;
  });
  return places.includes(-1) || first.names.length !== other.names.length ? null : places;
}

/** Several files with the same columns as one table, whose first column says the file. */
export function asOneTable(tables: readonly FoundTable[]): FoundTable {
  const [first] = tables;
  if (!first) throw new Error('no file');
  const places = tables.map((table) => placesIn(first, table) ?? []);
  const withFile = (records: readonly (readonly string[])[], at: number): string[][] =>
    records.map((record) => [
      tables[at]?.fileName ?? '',
      ...(places[at] ?? []).map((place) => record[place] ?? ''),
    ]);
  const share = Math.max(20, Math.floor(5000 / tables.length));
  const sample = tables.flatMap((table, at) => withFile(table.sample.slice(0, share), at));
  return {
    ...first,
    choices: tables.every((table) => sameChoices(table, first)) ? first.choices : {},
    confidence: Math.min(...tables.map(({ confidence }) => confidence)),
    doubtful: tables.some(({ doubtful }) => doubtful),
    second: null,
    notes: [
      {
        tone: 'plain',
        text: `${formatPlural(tables.length, 'file')} with the same columns ${tables.length === 1 ? 'is' : 'are'} one table; the column \`file\` says which row came from where.`,
      },
      ...tables.flatMap(({ notes, fileName }, at) =>
        notes
          .filter(({ tone }) => at === 0 || tone === 'caution')
          .map((note) => ({ ...note, text: `\`${fileName}\`: ${note.text}` })),
      ),
    ],
    earlierTables: tables.flatMap(({ earlierTables }) => earlierTables),
    preamble: tables.flatMap(({ preamble }) => preamble),
    names: ['file', ...(first.names.length > 0 ? first.names : Array<string>(first.width).fill(''))],
    width: first.width + 1,
    types: [null, ...first.types],
    top: first.top.map((row, i) => [i === 0 && first.names.length > 0 ? 'file' : first.fileName, ...row]),
    sample,
    tails: tables.flatMap(({ tails }, at) => tails.map((tail) => withFile(tail, at))),
    added: 1,
    headRows: Math.min(share, first.headRows),
    estimatedRows: tables.reduce((sum, { estimatedRows }) => sum + estimatedRows, 0),
    text: null,
    plain: null,
    records: (run, onFraction) => oneAfterTheOther(tables, withFile, run, onFraction),
    withHeader: async (rows) => asOneTable(await Promise.all(tables.map((table) => table.withHeader(rows)))),
  };
}

const sameChoices = (one: FoundTable, other: FoundTable): boolean =>
  JSON.stringify(one.choices) === JSON.stringify(other.choices);

function oneAfterTheOther(
  tables: readonly FoundTable[],
  withFile: (records: readonly (readonly string[])[], at: number) => string[][],
  run: Run,
  onFraction: (fraction: number) => void,
): RecordStream {
  const streams: RecordStream[] = [];
  async function* pieces(): AsyncGenerator<string[][]> {
    for (const [at, table] of tables.entries()) {
      const stream = table.records(run, (fraction) => onFraction((at + fraction) / tables.length));
      streams.push(stream);
      for await (const piece of stream.pieces) yield withFile(piece, at);
    }
  }
  return { pieces: pieces(), reading: () => together(tables, streams) };
}

/** The readings of all files; a line's text says the file it stands in. */
function together(tables: readonly FoundTable[], streams: readonly RecordStream[]): ReadingReport | null {
  const readings = streams.flatMap((stream, at) => {
    const reading = stream.reading();
    return reading ? [named(reading, tables[at]?.fileName ?? '')] : [];
  });
  if (readings.length === 0) return null;
  return readings.reduce((all, one) => ({
    lines: all.lines + one.lines,
    records: all.records + one.records,
    blankLines: all.blankLines + one.blankLines,
    commentLines: all.commentLines + one.commentLines,
    repairedCount: all.repairedCount + one.repairedCount,
    repaired: [...all.repaired, ...one.repaired].slice(0, 1000),
    rejectedCount: all.rejectedCount + one.rejectedCount,
    rejected: [...all.rejected, ...one.rejected].slice(0, 1000),
    footer: [...all.footer, ...one.footer],
    repeatedHeaders: [...all.repeatedHeaders, ...one.repeatedHeaders],
    otherTables: [...all.otherTables, ...one.otherTables],
  }));
}

function named(reading: ReadingReport, fileName: string): ReadingReport {
  const say = <L extends { reason: string }>(line: L): L => ({
    ...line,
    reason: `${fileName}: ${line.reason}`,
  });
  return {
    ...reading,
    repaired: reading.repaired.map(say),
    rejected: reading.rejected.map(say),
    footer: reading.footer.map(say),
  };
}

/** What to say of files of an archive beside those with the same columns. */
export const leftAside = (others: readonly string[]): Note => ({
  tone: 'caution',
  text: `${formatPlural(others.length, 'file')} with other columns ${others.length === 1 ? 'was' : 'were'} not read: ${formatList(others.slice(0, 5).map((name) => `\`${name}\``))}${others.length > 5 ? ' and others' : ''}.`,
});

/** What to say where the files of an archive have other columns. */
export const otherColumns = (read: string, others: readonly string[]): string =>
  `Only \`${read}\` was read: ${formatList(others.slice(0, 5).map((name) => `\`${name}\``))}${others.length > 5 ? ` and ${others.length - 5} more` : ''} ${others.length === 1 ? 'has' : 'have'} other columns.`;
