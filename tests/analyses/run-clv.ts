import clv from '../../src/analyses/clv';
import type { OptionValue } from '../../src/analyses/analysis';
import { columnNamed, type Cell, type Table } from '../../src/values/table';
import { rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRunResult } from '../sql/run-analysis';

export const SUMMARY = { customer: 'ID', frequency: 'x', recency: 't_x', age: 'T', spend: 'zbar' };
export const ORDERS = { customer: 'customer', date: 'date', amount: 'amount' };

export type RunClv = (
  from: string,
  roles: Record<string, string>,
  options?: Record<string, OptionValue>,
) => TestRunResult;
/** Runs the analysis on a database; few draws unless said, since most tests do not look at intervals. */
export const clvOn =
  (database: TestDatabase): RunClv =>
  (from, roles, options = {}) =>
    runAnalysis(database, clv, { from, roles, options: { draws: 100, ...options } });

export function numbers(table: Table | undefined, column: string): Float64Array {
  const found = table && columnNamed(table.columns, column);
  if (found?.kind !== 'number') throw new Error(`no number column ${column}`);
  return found.values;
}
export const records = (table: Table | undefined): Record<string, Cell>[] => (table ? rowsOf(table) : []);
export const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** A number of the totals table. */
export function total(
  { tables }: TestRunResult,
  statistic: string,
): Record<'value' | 'low' | 'high', number> {
  const row = records(tables['totals']).find((one) => one['statistic'] === statistic);
  if (!row) throw new Error(`no total ${statistic}`);
  const of = (name: string): number => Number(row[name] ?? NaN);
  return { value: of('value'), low: of('low'), high: of('high') };
}
export const textsOf = ({ report }: TestRunResult, tone?: string): string =>
  report.findings
    .filter((finding) => !tone || finding.tone === tone)
    .map((finding) => finding.text)
    .join('\n');
