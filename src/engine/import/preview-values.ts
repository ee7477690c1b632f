import { ident, literal } from '../../sql/quote';
import { cellAt } from '../../values/table';
import type { Database } from '../database';
import { decodeTable } from '../decode';
import type { Run } from '../run';
import { rawName, valueAt } from './row-sql';
import type { TablePlan } from './table-plan';

/** Planning a query takes DuckDB the square of its columns: a thousand columns in tens take a tenth of the time. */
const COLUMNS_AT_ONCE = 50;

/** The values of some records as they would stand in the table, as text: a list a record, in the order of `kept`. */
export async function previewValues(
  look: Database['look'],
  plan: TablePlan,
  kept: readonly number[],
  records: readonly (readonly string[])[],
  salt: string,
  run: Run,
): Promise<(string | null)[][]> {
  const read: (string | null)[][] = records.map(() => []);
  if (records.length === 0) return read;
  const mark = separatorFor(records);
  for (let at = 0; at < kept.length; at += COLUMNS_AT_ONCE) {
    const group = kept.slice(at, at + COLUMNS_AT_ONCE);
    const values = group.map(
      (position, i) => `CAST(${valueAt(plan, position, new Set(), salt)} AS VARCHAR) AS v${i}`,
    );
    const texts = group.map((position) => columnSql(position, records, mark));
    const sql = `SELECT ${values.join(', ')} FROM (SELECT ${texts.join(', ')})`;
    const { columns } = decodeTable(await look.query(sql, run));
    for (const [row, cells] of read.entries())
      for (const column of columns) {
        const value = cellAt(column, row);
        cells.push(value === null ? null : String(value));
      }
  }
  return read;
}

/** One literal a column: a literal a cell takes DuckDB longer than reading the values. An empty value is missing. */
function columnSql(position: number, records: readonly (readonly string[])[], mark: string): string {
  const texts = records.map((record) => record[position] ?? '').join(mark);
  const list = `string_split(${literal(texts.replaceAll('\0', ''))}, ${literal(mark)})`;
  return `nullif(unnest(${list}), '') AS ${ident(rawName(position))}`;
}

/** A sign that stands in none of the values: of those that programs may use for themselves, there are enough. */
function separatorFor(records: readonly (readonly string[])[]): string {
  const text = records.map((record) => record.join('')).join('');
  for (let code = 0xe000; ; code++) {
    const sign = String.fromCharCode(code);
    if (!text.includes(sign)) return sign;
  }
}
