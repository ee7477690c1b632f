import { chartData, chartQuery } from '../charts/chart-query';
import type { ChartData, ChartSpec } from '../charts/spec';
import { InputProblem } from '../values/problem';
import type { Database } from './database';
import { decodeTable } from './decode';
import { describeRelation } from './relations';
import type { Run } from './run';

/** The rows of a chart cell: its mark's SQL over its relation. */
export async function runChart({ work }: Database, spec: ChartSpec, run: Run): Promise<ChartData> {
  if (!('from' in spec)) throw new InputProblem('This chart names no table to draw.');
  if (spec.from === '') throw new InputProblem('Choose the table that the chart draws.');
  const { columns, rowCount } = await describeRelation(work, spec.from);
  const query = chartQuery(spec, columns, rowCount);
  return chartData(spec, query, decodeTable(await work.query(query.sql, run)));
}
