import { ident } from '../sql/quote';
import type { OnProgress } from '../values/progress';
import { cellAt, type Column, type Table } from '../values/table';
import type { Database } from './database';
import { decodeTable } from './decode';
import { describeRelation, readable } from './relations';
import type { Run } from './run';

const PIECE = 50_000;

/**
 * A relation as CSV: UTF-8, comma, LF, ISO dates, numbers as JavaScript writes them (the shortest text that reads back
 * the same), null as an empty field and an empty text as `""`. Built in pieces here, because DuckDB's own COPY takes
 * several seconds for a million rows and cannot be stopped.
 */
export async function exportCsv(
  { look }: Database,
  relation: string,
  run: Run,
  onProgress: OnProgress,
): Promise<Blob> {
  const { columns, rowCount } = await describeRelation(look, relation);
  const parts: string[] = [`${columns.map(({ name }) => quoted(name)).join(',')}\n`];
  const numbered = columns.every(({ name }) => name.toLowerCase() !== 'rowid');
  for (let from = 0; from < rowCount; from += PIECE) {
    run.check();
    onProgress({ stage: `Writing ${relation}`, fraction: from / rowCount });
    const where = numbered
      ? `WHERE rowid >= ${from} AND rowid < ${from + PIECE} ORDER BY rowid`
      : `LIMIT ${PIECE} OFFSET ${from}`;
    const rows = await look.query(
      `SELECT ${columns.map(readable).join(', ')} FROM ${ident(relation)} ${where}`,
      run,
    );
    parts.push(csvText(decodeTable(rows, columns)));
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

/** A table's rows as CSV, without a header. */
export function csvText(table: Table): string {
  const writers = table.columns.map(fieldWriter);
  const lines: string[] = [];
  for (let row = 0; row < table.rowCount; row++) lines.push(writers.map((write) => write(row)).join(','));
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function fieldWriter(column: Column): (row: number) => string {
  if (column.kind !== 'date')
    return (row) => {
      const value = cellAt(column, row);
      if (typeof value === 'string') return value === '' ? '""' : quoted(value);
      return value === null ? '' : String(value);
    };
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
