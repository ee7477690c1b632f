import type { ChartData } from '../charts/spec';
import type { AnalysisPreview, AnalysisResult, RelationInfo, SqlResult } from '../engine/api';
import type { Problem } from '../values/problem';
import type { Progress } from '../values/progress';

export type CellStatus = 'idle' | 'running' | 'done' | 'failed' | 'stale' | 'stopped';
export type CellResult =
  | { type: 'sql'; value: SqlResult }
  | { type: 'chart'; value: ChartData }
  | { type: 'analysis'; value: AnalysisResult };

/** How a cell stands. Replaced, never mutated. */
export interface CellRun {
  status: CellStatus;
  result: CellResult | null;
  problem: Problem | null;
  /** What it waits for: a source or a cell that is missing or failed. */
  waitsFor: string | null;
  elapsed: number | null;
  startedAt: number | null;
  progress: Progress | null;
  /** What the run under way can show already. */
  preview: AnalysisPreview | null;
  /** Of the result shown. */
  fingerprint: string | null;
  /** Of the last attempt, so that a failure is not repeated until something changes. */
  attempted: string | null;
}

export const untouched: CellRun = {
  status: 'idle',
  result: null,
  problem: null,
  waitsFor: null,
  elapsed: null,
  startedAt: null,
  progress: null,
  preview: null,
  fingerprint: null,
  attempted: null,
};

/** The rows of a result: of its table, or of the data that an analysis used; null where it has none. */
export function rowsOfResult(result: CellResult | null): number | null {
  if (result?.type === 'sql') return result.value.rowCount;
  if (result?.type === 'analysis') return result.value.rows?.used ?? result.value.tables[0]?.rowCount ?? null;
  return null;
}

/** The tables that a cell's result left in the engine, by name. */
export function tablesOfResult(cell: string, result: CellResult | null): [relation: string, RelationInfo][] {
  if (result?.type === 'sql') return [[cell, result.value]];
  if (result?.type === 'analysis') return result.value.tables.map((table) => [table.relation, table]);
  return [];
}
