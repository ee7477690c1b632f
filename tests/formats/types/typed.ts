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

/** What a plan makes of values in the database that ships. Numbers are written so that they read back the same. */
export function readBack(db: TestDatabase, plan: ColumnPlan, values: readonly string[]): ReadBack[] {
  if (values.length === 0) return [];
  const rows = values.map((value, i) => `(${i}, ${literal(value)})`).join(', ');
  const text = ident('text');
  const found = db.query(
    `SELECT CAST(${valueSql(plan, text)} AS VARCHAR) AS read, ${misfitSql(plan, text)} AS misfit
     FROM (VALUES ${rows}) AS given(place, text) ORDER BY place`,
  );
  return found.map(({ read, misfit }) => ({
    read: read === null || read === undefined ? null : String(read),
    misfit: misfit === true,
  }));
}
