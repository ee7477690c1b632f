import { planColumns, misfitSql, valueSql } from '../../../src/formats/types';
import type { ColumnPlan } from '../../../src/formats/types/column-plan';
import type { ToldTypes } from '../../../src/formats/types/sketch';
import { ident, literal } from '../../../src/sql/quote';
import type { TestDatabase } from '../../sql/duckdb';

/** One column alone, planned from its values. */
export function planOne(values: readonly string[], name = 'x', told: ToldTypes = {}): ColumnPlan {
  const [plan] = planColumns([name], [values], told);
  if (!plan) throw new Error('no plan');
  return plan;
}

/** A value as DuckDB reads it: its text (ISO for dates and times) or null, and whether it does not fit. */
export interface ReadBack {
  read: string | null;
  misfit: boolean;
}

/** What plans make of values in the database that ships; through tables, so that nothing is worked out while planning. */
export function readAll(
  db: TestDatabase,
  columns: readonly { plan: ColumnPlan; values: readonly string[] }[],
): ReadBack[][] {
  const rows = columns.flatMap(({ values }, column) =>
    values.map((value, place) => `(${column}, ${place}, ${literal(value)})`),
  );
  const found: ReadBack[][] = columns.map(() => []);
  if (rows.length === 0) return found;
  db.run(`CREATE OR REPLACE TABLE given AS FROM (VALUES ${rows.join(', ')}) AS given(col, place, text)`);
  db.run('CREATE OR REPLACE TABLE taken (col INTEGER, place INTEGER, read VARCHAR, misfit BOOLEAN)');
  const text = ident('text');
  columns.forEach(({ plan }, column) => {
    db.run(`INSERT INTO taken SELECT col, place, ${valueSql(plan, text)}, ${misfitSql(plan, text)}
      FROM given WHERE col = ${column}`);
  });
  for (const { col, place, read, misfit } of db.query('FROM taken')) {
    const at = found[Number(col)];
    if (at)
      at[Number(place)] = {
        read: read === null || read === undefined ? null : String(read),
        misfit: misfit === true,
      };
  }
  return found;
}
