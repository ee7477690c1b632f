import drivers from '../../src/analyses/drivers';
import type { DriversResult } from '../../src/analyses/drivers/result';
import type { Cell } from '../../src/values/table';
import { rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRun } from '../sql/run-analysis';

type Row = Record<string, Cell>;
export interface DriversRun extends Partial<TestRun> {
  outcome: string;
  drivers: string[];
}

/** The drivers analysis on a relation ('made' where none is said), with its tables as rows. */
export function runDrivers(database: TestDatabase, given: DriversRun) {
  const { outcome, drivers: list, roles, ...rest } = given;
  const done = runAnalysis(database, drivers, {
    from: 'made',
    ...rest,
    roles: { outcome, drivers: list, ...roles },
  });
  const table = (suffix: string): Row[] => (done.tables[suffix] ? rowsOf(done.tables[suffix]) : []);
  const rows = table('');
  const byDriver = (of: Row[]): Record<string, Row> =>
    Object.fromEntries(of.map((row) => [row['driver'] as string, row]));
  return {
    ...done,
    rows,
    byDriver: byDriver(rows),
    /** The rows of one level of `by`. */
    level: (level: string): Record<string, Row> => byDriver(rows.filter((row) => row['level'] === level)),
    table,
    model: Object.fromEntries(table('model').map((row) => [row['statistic'] as string, row])),
    result: done.result as DriversResult,
    findings: done.report.findings.map(({ text }) => text),
    cautions: done.report.findings.filter(({ tone }) => tone === 'caution').map(({ text }) => text),
  };
}

/** A driver's number in a column of a table. */
export const numberAt = (rows: Record<string, Row>, driver: string, column: string): number =>
  rows[driver]?.[column] as number;

/** What an InputProblem says; fails where none is thrown. */
export function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if ((error as Error).name === 'InputProblem') return (error as Error).message;
    throw error;
  }
  throw new Error('no problem was reported');
}
