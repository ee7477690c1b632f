import { ident } from '../sql/quote';
import { filterSql, type RowFilter } from '../sql/row-filter';
import { formatDate, formatNumber, formatTimestamp } from '../values/format';
import { InputProblem } from '../values/problem';
import { cellAt, columnNamed, type ColumnInfo, type Table } from '../values/table';
import type { ColumnDetail, DetailBar } from './api';
import { decodeTable } from './decode';
import { dateBins, numberBins, type Bins } from './detail-bins';
import type { Connection } from './queries';
import { columnsOfRelation } from './relations';
import type { Run } from './run';

const TOP = 10;

/** One column in depth, of the rows that pass the filter: a few scans, stopped with the run. */
export async function columnDetail(
  connection: Connection,
  relation: string,
  name: string,
  filter: RowFilter,
  run: Run,
): Promise<ColumnDetail> {
  const infos = await columnsOfRelation(connection, relation);
  const info = columnNamed(infos, name);
  if (!info) throw new InputProblem(`There is no column \`${name}\` in \`${relation}\`.`);
  const where = filterSql(filter, infos);
  const from = `FROM (SELECT ${valueOf(info)} AS v FROM ${ident(relation)}${where && ` WHERE ${where}`})`;
  const summed = `SELECT ${summaries(info)} ${from}`;
  const sums = firstRow(
    decodeTable(
      await connection.query(
        scaled(info)
          ? `SELECT * EXCLUDE (quarters), quarters[1] AS q1, quarters[2] AS middle, quarters[3] AS q3 FROM (${summed})`
          : summed,
        run,
      ),
    ),
  );
  const base = {
    ...{ name: info.name, type: info.type, kind: info.kind },
    ...{
      rows: sums['n'] ?? 0,
      missing: (sums['n'] ?? 0) - (sums['known'] ?? 0),
      distinct: sums['distinct'] ?? 0,
    },
    top: topOf(info, decodeTable(await connection.query(topSql(info, from), run))),
  };
  const { low, high } = sums;
  if (low === undefined || high === undefined) return { ...base, bars: [] };
  const bins =
    info.kind === 'date'
      ? dateBins(info.name, low, high)
      : numberBins(info.name, low, high, sums['whole'] === 1);
  const counts = await countsOf(bins, (sql) =>
    connection.query(`${sql} ${from} WHERE v IS NOT NULL GROUP BY ALL`, run),
  );
  const bars = bins.bars.map((bar, index): DetailBar => ({ ...bar, count: counts.get(index) ?? 0 }));
  return { ...base, bars, ...described(info, sums) };
}

/** Numbers and dates (as milliseconds) as finite doubles, the rest as text. */
function valueOf({ name, kind }: ColumnInfo): string {
  const column = ident(name);
  if (kind === 'date')
    return `CASE WHEN isfinite(${column}) THEN CAST(epoch_ms(CAST(${column} AS TIMESTAMP)) AS DOUBLE) END`;
  if (kind === 'number')
    return `CASE WHEN isfinite(CAST(${column} AS DOUBLE)) THEN CAST(${column} AS DOUBLE) END`;
  return `CAST(${column} AS VARCHAR)`;
}

const scaled = ({ kind }: ColumnInfo): boolean => kind === 'number' || kind === 'date';

const summaries = (info: ColumnInfo): string =>
  'count(*)::DOUBLE AS n, count(v)::DOUBLE AS known, count(DISTINCT v)::DOUBLE AS "distinct"' +
  (scaled(info)
    ? ', min(v) AS low, max(v) AS high, avg(v) AS mean, stddev_samp(v) AS deviation, bool_and(v = floor(v))::INTEGER AS whole, ' +
      // All three of one sort.
      'quantile_cont(v, [0.25, 0.5, 0.75]) AS quarters'
    : '');

/** The numbers of a table's first row by name; nulls are absent. */
function firstRow(table: Table): Record<string, number | undefined> {
  const found = table.columns.map((column) => [column.name, cellAt(column, 0)] as const);
  return Object.fromEntries(
    found.flatMap(([name, value]) => (value === null ? [] : [[name, Number(value)]])),
  );
}

function described(
  { kind, type }: ColumnInfo,
  sums: Record<string, number | undefined>,
): Partial<ColumnDetail> {
  const { low, high, mean, deviation, q1, middle, q3 } = sums;
  if (low === undefined || high === undefined) return {};
  const day = (at: number): string => (type.toUpperCase() === 'DATE' ? formatDate(at) : formatTimestamp(at));
  if (kind === 'date') return { min: day(low), max: day(high) };
  return {
    min: low,
    max: high,
    ...(mean === undefined ? {} : { mean }),
    ...(middle === undefined ? {} : { median: middle }),
    ...(q1 === undefined || q3 === undefined ? {} : { quartiles: [q1, q3] as [number, number] }),
    ...(deviation === undefined ? {} : { deviation }),
  };
}

const topSql = (info: ColumnInfo, from: string): string =>
  `SELECT ${info.kind === 'date' ? 'CAST(make_timestamp((v * 1000)::BIGINT) AS VARCHAR)' : 'CAST(v AS VARCHAR)'} AS label, count(*)::DOUBLE AS n ` +
  `${from} WHERE v IS NOT NULL GROUP BY v ORDER BY n DESC, v LIMIT ${TOP}`;

function topOf(info: ColumnInfo, table: Table): DetailBar[] {
  return Array.from({ length: table.rowCount }, (_, row) => {
    const [text, count] = table.columns.map((column) => cellAt(column, row));
    const value = plainValue(info, String(text));
    const label = info.kind === 'number' ? formatNumber(Number(value), 6) : value;
    return { label, count: Number(count), keeps: { test: 'among', column: info.name, values: [value] } };
  });
}

/** A value as a person would type it: 7 rather than 7.0, a day without its midnight. */
function plainValue({ kind }: ColumnInfo, text: string): string {
  if (kind === 'number') return text.replace(/\.0$/, '');
  return kind === 'date' ? text.replace(/ 00:00:00$/, '') : text;
}

async function countsOf(
  bins: Bins,
  ask: (sql: string) => ReturnType<Connection['query']>,
): Promise<Map<number, number>> {
  const table = decodeTable(await ask(`SELECT ${bins.sql} AS bin, count(*)::DOUBLE AS n`));
  const counts = new Map<number, number>();
  for (let row = 0; row < table.rowCount; row++) {
    const [bin, count] = table.columns.map((column) => cellAt(column, row));
    counts.set(Number(bin), Number(count));
  }
  return counts;
}
