import { ident } from '../sql/quote';
import { formatDate, formatNumber } from '../values/format';
import { InputProblem } from '../values/problem';
import { cellAt, columnNamed, type Cell, type ColumnInfo, type Table } from '../values/table';
import type { ColumnProfile } from './api';
import { decodeTable } from './decode';
import type { Connection } from './queries';
import { columnsOf, readable } from './relations';
import type { Run } from './run';

const BINS = 20;
const TOP = 10;

/** What the columns panel shows, one column after another so that a stop is quick. Counts are exact. */
export async function profileColumns(
  connection: Connection,
  relation: string,
  names: readonly string[],
  run: Run,
): Promise<ColumnProfile[]> {
  const infos = await columnsOf(connection, ident(relation)).catch(() => null);
  if (!infos) throw new InputProblem(`There is no table \`${relation}\`.`);
  const profiles: ColumnProfile[] = [];
  for (const name of names) {
    const info = columnNamed(infos, name);
    if (!info) throw new InputProblem(`There is no column \`${name}\` in \`${relation}\`.`);
    profiles.push(await profileColumn(connection, relation, info, run));
  }
  return profiles;
}

async function profileColumn(
  connection: Connection,
  relation: string,
  info: ColumnInfo,
  run: Run,
): Promise<ColumnProfile> {
  const ask = async (sql: string): Promise<Table> => decodeTable(await connection.query(sql, run));
  const scaled = info.kind === 'number' || info.kind === 'date';
  // Not `readable` as it stands: an alias of the column's own name would hide the column.
  const value = scaled ? numeric(info) : asText(info);
  const from = `FROM (SELECT ${value} AS v FROM ${ident(relation)})`;
  const counts = await ask(
    `SELECT count(*) - count(v) AS missing, count(DISTINCT v) AS n${scaled ? ', min(v) AS low, max(v) AS high, avg(v) AS mean' : ''} ${from}`,
  );
  const one = (name: string): Cell => {
    const column = columnNamed(counts.columns, name);
    return column ? cellAt(column, 0) : null;
  };
  const base = { ...info, missing: Number(one('missing')), distinct: Number(one('n')) };
  if (!scaled) return { ...base, bars: topBars(await ask(topQuery(from))) };
  const [low, high, mean] = [one('low'), one('high'), one('mean')].map((cell) =>
    cell === null ? null : Number(cell),
  );
  if (low === null || low === undefined || high === null || high === undefined) return { ...base, bars: [] };
  const bars = binBars(await ask(binQuery(from, low, high)), low, high, info);
  const shown = info.kind === 'date' ? { min: isoText(low), max: isoText(high) } : { min: low, max: high };
  return {
    ...base,
    ...shown,
    ...(info.kind === 'number' && mean !== null && mean !== undefined ? { mean } : {}),
    bars,
  };
}

/** A number, or a date's milliseconds; null where it is not finite. */
const numeric = ({ name, kind }: ColumnInfo): string => {
  const column = ident(name);
  if (kind === 'date')
    return `CASE WHEN isfinite(${column}) THEN CAST(epoch_ms(CAST(${column} AS TIMESTAMP)) AS DOUBLE) END`;
  return `CASE WHEN isfinite(CAST(${column} AS DOUBLE)) THEN CAST(${column} AS DOUBLE) END`;
};

const asText = (info: ColumnInfo): string =>
  readable(info) === ident(info.name) && info.type === 'VARCHAR'
    ? ident(info.name)
    : `CAST(${ident(info.name)} AS VARCHAR)`;

const topQuery = (from: string): string =>
  `SELECT v, count(*) AS n ${from} WHERE v IS NOT NULL GROUP BY v ORDER BY n DESC, v LIMIT ${TOP}`;

const topBars = (table: Table): ColumnProfile['bars'] =>
  Array.from({ length: table.rowCount }, (_, row) => {
    const [value, count] = table.columns.map((column) => cellAt(column, row));
    return { label: String(value), count: Number(count) };
  });

const binQuery = (from: string, low: number, high: number): string => {
  const bin = low === high ? '0' : `least(floor((v - ${low}) / ${(high - low) / BINS}), ${BINS - 1})`;
  return `SELECT ${bin} AS bin, count(*) AS n ${from} WHERE v IS NOT NULL GROUP BY bin`;
};

function binBars(table: Table, low: number, high: number, { kind }: ColumnInfo): ColumnProfile['bars'] {
  const counts = new Map<number, number>();
  for (let row = 0; row < table.rowCount; row++) {
    const [bin, count] = table.columns.map((column) => cellAt(column, row));
    counts.set(Number(bin), Number(count));
  }
  const bins = low === high ? 1 : BINS;
  const edge = (index: number): number => (index === bins ? high : low + ((high - low) * index) / bins);
  const text = (value: number): string => (kind === 'date' ? formatDate(value) : formatNumber(value));
  return Array.from({ length: bins }, (_, index) => {
    const [from, to] = [edge(index), edge(index + 1)];
    return { label: `${text(from)} to ${text(to)}`, from, to, count: counts.get(index) ?? 0 };
  });
}

const isoText = (milliseconds: number): string => {
  const text = new Date(milliseconds).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
};

/** The distinct values of a column as text, most frequent first, ties in their order. */
export async function levelsOf(
  connection: Connection,
  relation: string,
  name: string,
  limit: number,
): Promise<string[]> {
  const infos = await columnsOf(connection, ident(relation)).catch(() => null);
  const info = infos && columnNamed(infos, name);
  if (!info) throw new InputProblem(`There is no column \`${name}\` in \`${relation}\`.`);
  const column = ident(info.name);
  const table = decodeTable(
    await connection.query(
      `SELECT CAST(${column} AS VARCHAR) AS v FROM ${ident(relation)} WHERE ${column} IS NOT NULL
       GROUP BY ${column} ORDER BY count(*) DESC, ${column} LIMIT ${Math.floor(limit)}`,
    ),
  );
  return Array.from({ length: table.rowCount }, (_, row) =>
    String((table.columns[0] && cellAt(table.columns[0], row)) ?? ''),
  );
}
