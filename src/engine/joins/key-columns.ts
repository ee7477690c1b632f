import { ident } from '../../sql/quote';
import { cellAt, type ColumnInfo } from '../../values/table';
import { decodeTable } from '../decode';
import type { Connection } from '../queries';
import { columnsOf, numberOf, rowOf } from '../relations';
import type { Run } from '../run';

/** A column that may name customers, orders or tickets, with some of its values. */
export interface KeyColumn {
  relation: string;
  name: string;
  rows: number;
  kind: 'text' | 'number';
  /** Values of the sample as text, all different, chosen by their hash: the same ones in whatever order rows stand. */
  values: string[];
  /** Whether the values lie far apart, so that two columns hardly share them by chance. */
  sparse: boolean;
}

const SAMPLE = 10_000;
const VALUES = 40;
/** Ratings, stages and channels have fewer values, each of them often. */
const FEW = 20;
/** No key is longer; above it a column is prose. */
const LONGEST = 80;

/** The columns of a relation that may be keys: no dates, decimals, prose or columns of few values. */
export async function keyColumns(connection: Connection, relation: string, run: Run): Promise<KeyColumn[]> {
  const infos = (await columnsOf(connection, ident(relation))).filter(mayBeKey);
  if (infos.length === 0) return [];
  const rows = await numberOf(connection, `SELECT count(*) FROM ${ident(relation)}`, run);
  await takeSample(connection, relation, infos, rows, run);
  const facts = await rowOf(connection, `SELECT ${infos.map(factsOf).join(', ')} FROM join_sample`, run);
  const found: KeyColumn[] = [];
  for (const [i, info] of infos.entries()) {
    const fact = (key: string): number => Number(facts.get(`${key}${i}`) ?? 0);
    const [given, distinct] = [fact('given'), fact('distinct')];
    if (given === 0 || fact('longest') > LONGEST || (distinct < FEW && given > 2 * distinct)) continue;
    const kind = info.kind === 'number' ? ('number' as const) : ('text' as const);
    // Running numbers reach about as far as there are rows.
    const sparse = kind === 'text' || fact('high') > 20 * rows;
    found.push({
      relation,
      name: info.name,
      rows,
      kind,
      values: await valuesOf(connection, info, run),
      sparse,
    });
  }
  await connection.query('DROP TABLE join_sample');
  return found;
}

/** Whole blocks of rows from all over the table, the same ones each time; all rows of a small table. */
async function takeSample(
  connection: Connection,
  relation: string,
  infos: readonly ColumnInfo[],
  rows: number,
  run: Run,
): Promise<void> {
  const part = rows > 4 * SAMPLE ? `TABLESAMPLE system(${(100 * SAMPLE) / rows}%) REPEATABLE (7)` : '';
  const names = infos.map(({ name }) => ident(name)).join(', ');
  await connection.query(
    `CREATE OR REPLACE TEMP TABLE join_sample AS SELECT ${names} FROM ${ident(relation)} ${part}`,
    run,
  );
}

const mayBeKey = ({ kind, type }: ColumnInfo): boolean =>
  type === 'VARCHAR' || (kind === 'number' && /INT/.test(type.toUpperCase()));

function factsOf({ name, kind }: ColumnInfo, i: number): string {
  const column = ident(name);
  const high = kind === 'number' ? `max(abs(${column}))::DOUBLE` : '0';
  return `count(${column}) AS given${i}, approx_count_distinct(${column}) AS distinct${i},
    max(length(${column}::VARCHAR)) AS longest${i}, ${high} AS high${i}`;
}

async function valuesOf(connection: Connection, { name }: ColumnInfo, run: Run): Promise<string[]> {
  const table = decodeTable(
    await connection.query(
      `SELECT DISTINCT ${ident(name)}::VARCHAR AS v FROM join_sample WHERE trim(v) <> '' ORDER BY hash(v) LIMIT ${VALUES}`,
      run,
    ),
  );
  return Array.from({ length: table.rowCount }, (_, row) =>
    String((table.columns[0] && cellAt(table.columns[0], row)) ?? ''),
  );
}
