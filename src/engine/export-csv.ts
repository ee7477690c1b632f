import type { OnProgress } from '../values/progress';
import { cellAt, type Column, type Table } from '../values/table';
import type { Database } from './database';
import { piecesOf, toTheDigit } from './export-pieces';
import { describeRelation } from './relations';
import type { Run } from './run';

/** For programs: null as an empty field, an empty text as `""`. For Excel: see `forExcel`. */
export type CsvReader = 'programs' | 'excel';

/**
 * A relation as CSV: UTF-8, comma, ISO dates to the microsecond, numbers as JavaScript writes them (the shortest text
 * that reads back the same), decimals of more than 15 digits with all of them. For programs lines end with LF; for
 * Excel with CRLF after a byte order mark, without which it takes the text for the machine's own encoding.
 */
export async function exportCsv(
  { look }: Database,
  relation: string,
  run: Run,
  onProgress: OnProgress,
  reader: CsvReader = 'programs',
): Promise<Blob> {
  const info = await describeRelation(look, relation);
  const header = info.columns.map(({ name }) => quoted(reader === 'excel' ? guarded(name) : name)).join(',');
  const parts = [reader === 'excel' ? `\uFEFF${header}\r\n` : `${header}\n`];
  for await (const piece of piecesOf(look, info, toTheDigit(info), run, onProgress))
    parts.push(csvText(piece, reader));
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

/** A table's rows as CSV, without a header. */
export function csvText(table: Table, reader: CsvReader = 'programs'): string {
  const end = reader === 'excel' ? '\r\n' : '\n';
  const writers = table.columns.map((column) =>
    reader === 'excel' ? forExcel(column) : forPrograms(column),
  );
  const lines: string[] = [];
  for (let row = 0; row < table.rowCount; row++) lines.push(writers.map((write) => write(row)).join(','));
  return lines.length === 0 ? '' : `${lines.join(end)}${end}`;
}

type FieldWriter = (row: number) => string;

function forPrograms(column: Column): FieldWriter {
  if (column.kind === 'date') return dateWriter(column);
  return (row) => {
    const value = cellAt(column, row);
    if (typeof value === 'string') return value === '' ? '""' : quoted(value);
    return value === null ? '' : String(value);
  };
}

/** Text that Excel would run as a formula gets an apostrophe in front; numbers, also those too long for a double, never. */
function forExcel(column: Column): FieldWriter {
  if (column.kind === 'date') return dateWriter(column);
  const digits = /INT$|^DECIMAL/i.test(column.type);
  return (row) => {
    const value = cellAt(column, row);
    if (typeof value === 'string') return digits ? value : quoted(guarded(value));
    return value === null ? '' : typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
  };
}

/** Formulas begin so, also in full width; a tab or a line end before one is skipped by some programs. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

function dateWriter(column: Column): FieldWriter {
  const day = column.type.toUpperCase() === 'DATE';
  return (row) => {
    const value = cellAt(column, row);
    if (value === null) return '';
    const text = new Date(Number(value)).toISOString();
    return day ? text.slice(0, text.indexOf('T')) : text.replace('T', ' ').replace(/(\.000)?Z$/, '');
  };
}

const quoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
