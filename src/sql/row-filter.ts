import { columnNamed, type ColumnInfo } from '../values/table';
import { InputProblem } from '../values/problem';
import { ident, literal } from './quote';

/** Which rows of a table are looked at: those that pass every test. Plain data, so that it can cross to the worker. */
export type RowFilter = readonly RowTest[];

/** One test of a row. Values stand as text, as a person types them; dates as ISO (2026, 2026-06 and 2026-06-30 too). */
export type RowTest = { not?: true } & (
  | { test: 'contains'; /** Any column where absent. */ column?: string; text: string }
  | { test: 'among'; column: string; values: readonly string[] }
  | { test: 'compare'; column: string; operator: Comparison; value: string }
  /** From `from` to `to`; with `below`, `to` itself is not in. */
  | { test: 'range'; column: string; from: string; to: string; below?: true }
  | { test: 'empty'; column: string }
);
export type Comparison = '<' | '<=' | '>' | '>=';

/**
 * A filter as the condition of a WHERE, '' for no filter. Values are literals, columns identifiers, whatever they hold.
 * A row without a value passes `empty`, and `not` of any other test. Throws an InputProblem that names a missing
 * column or a value that is no number or no date.
 *
 * @param columns the columns of the table
 */
export function filterSql(filter: RowFilter, columns: readonly ColumnInfo[]): string {
  return filter.map((test) => `(${testSql(test, columns)})`).join(' AND ');
}

/** What is neither true nor false passes no test, and so the opposite of each. */
const testSql = (test: RowTest, columns: readonly ColumnInfo[]): string =>
  test.not ? `NOT coalesce(${passSql(test, columns)}, FALSE)` : passSql(test, columns);

function passSql(test: RowTest, columns: readonly ColumnInfo[]): string {
  if (test.test === 'contains' && test.column === undefined) {
    const found = columns.flatMap((column) =>
      couldHold(column, test.text) ? [holds(column, test.text)] : [],
    );
    return found.length === 0 ? 'FALSE' : `(${found.join(' OR ')})`;
  }
  const column = test.column === undefined ? undefined : columnNamed(columns, test.column);
  if (!column) throw new InputProblem(`There is no column "${test.column}" to filter by.`);
  switch (test.test) {
    case 'contains':
      return holds(column, test.text);
    case 'empty':
      return `NOT coalesce(${present(column)}, FALSE)`;
    case 'among':
      return among(column, test.values);
    case 'compare':
      return compared(column, test.operator, test.value);
    case 'range':
      return `(${compared(column, '>=', test.from)} AND ${compared(column, test.below ? '<' : '<=', test.to)})`;
  }
}

const isFloat = ({ type }: ColumnInfo): boolean => /^(FLOAT|DOUBLE)$/i.test(type);

/** Whether the column has a value that tables show: NaN and infinities are none. */
const present = (column: ColumnInfo): string =>
  isFloat(column) || column.kind === 'date'
    ? `isfinite(${ident(column.name)})`
    : `${ident(column.name)} IS NOT NULL`;

/** Whether a column of this kind can show that text at all: no number holds "north". Saves reading it. */
function couldHold({ kind }: ColumnInfo, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (kind === 'number') return /^[-+.,\d\s]*(e[-+]?\d*)?$/.test(wanted);
  if (kind === 'date') return /^[-:.\d\s]*$/.test(wanted);
  if (kind === 'boolean') return 'true'.includes(wanted) || 'false'.includes(wanted);
  return true;
}

/** The value's text holds the text, whatever the case. A number may be typed with its thousands grouped. */
function holds(column: ColumnInfo, text: string): string {
  const grouped = column.kind === 'number' && /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text.trim());
  const wanted = literal((grouped ? text.trim().replaceAll(',', '') : text).toLowerCase());
  const value =
    column.type.toUpperCase() === 'VARCHAR' ? ident(column.name) : `CAST(${ident(column.name)} AS VARCHAR)`;
  const found = `contains(lower(${value}), ${wanted})`;
  return column.kind === 'number' && isFloat(column) ? `(${present(column)} AND ${found})` : found;
}

function among(column: ColumnInfo, values: readonly string[]): string {
  if (column.kind === 'date') return `(${values.map((value) => on(column, value)).join(' OR ') || 'FALSE'})`;
  if (values.length === 0) return 'FALSE';
  const written = values.map((value) => valueSql(column, value)).join(', ');
  return `${comparable(column)} IN (${written})`;
}

/** A date equals what it lies in: 2026-06 is every moment of June. */
function on(column: ColumnInfo, text: string): string {
  const { from, until } = dateSpan(column, text);
  const name = comparable(column);
  return `(${name} >= ${stamp(from)} AND ${name} < ${stamp(until)})`;
}

function compared(column: ColumnInfo, operator: Comparison, text: string): string {
  const name = comparable(column);
  if (column.kind === 'date') {
    const { from, until } = dateSpan(column, text);
    // Up to June is up to its end, after June is from its end on.
    const whole = operator === '<=' || operator === '>';
    const bound = whole ? (operator === '<=' ? '<' : '>=') : operator;
    return `(isfinite(${ident(column.name)}) AND ${name} ${bound} ${stamp(whole ? until : from)})`;
  }
  const wanted = valueSql(column, text);
  return isFloat(column)
    ? `(${present(column)} AND ${name} ${operator} ${wanted})`
    : `${name} ${operator} ${wanted}`;
}

/** The column as what its values are compared with: moments in UTC, lists and enums as text, the rest as they are. */
function comparable({ name, type, kind }: ColumnInfo): string {
  if (kind === 'date' && !/^(DATE|TIMESTAMP)$/i.test(type)) return `CAST(${ident(name)} AS TIMESTAMP)`;
  return kind === 'text' && type.toUpperCase() !== 'VARCHAR'
    ? `CAST(${ident(name)} AS VARCHAR)`
    : ident(name);
}

function valueSql(column: ColumnInfo, text: string): string {
  if (column.kind === 'text') return literal(text);
  const wanted = text.trim();
  if (column.kind === 'boolean') {
    if (/^(true|yes|1)$/i.test(wanted)) return 'TRUE';
    if (/^(false|no|0)$/i.test(wanted)) return 'FALSE';
    throw new InputProblem(`"${column.name}" is true or false, not "${text}".`);
  }
  return numberSql(column, wanted);
}

/** Digits go into the SQL as they are typed, so that integers beyond 2^53 stay exact. */
function numberSql({ name }: ColumnInfo, text: string): string {
  const plain = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
  const share = /^([-+]?(?:\d+\.?\d*|\.\d+))\s*%$/.exec(plain)?.[1];
  if (share !== undefined) return `${Number(share) / 100}`;
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i.test(plain)) return plain.replace(/^\+/, '');
  throw new InputProblem(`"${name}" holds numbers, and "${text}" is none.`, { hint: 'Write it as 1250.5.' });
}

const stamp = (milliseconds: number): string =>
  `${literal(new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', ''))}::TIMESTAMP`;

const datePattern =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?Z?)?)?)?$/;

/** The moments a typed date covers, from its first to before `until`: a year, a month, a day, a minute, a second. */
function dateSpan({ name }: ColumnInfo, text: string): { from: number; until: number } {
  const match = datePattern.exec(text.trim());
  const [year = NaN, month, day, hour, minute, second, fraction] = (match ?? [])
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const from = Date.UTC(year, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0);
  const exists =
    match &&
    (day === undefined || new Date(from).getUTCDate() === day) &&
    (month ?? 1) <= 12 &&
    (month ?? 1) >= 1;
  if (!exists || Number.isNaN(from))
    throw new InputProblem(`"${name}" holds dates, and "${text}" is none.`, {
      hint: 'Write it as 2026-06-30, 2026-06 or 2026.',
    });
  if (month === undefined) return { from, until: Date.UTC(year + 1, 0, 1) };
  if (day === undefined) return { from, until: Date.UTC(year, month, 1) };
  if (hour === undefined) return { from, until: from + 86_400_000 };
  if (second === undefined) return { from, until: from + 60_000 };
  if (fraction === undefined) return { from, until: from + 1000 };
  const exact = from + Math.floor(Number(`0.${match?.[7] ?? 0}`) * 1000);
  return { from: exact, until: exact + 1 };
}
