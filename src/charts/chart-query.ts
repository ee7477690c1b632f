import type { ColumnInfo, Table } from '../values/table';
import { InputProblem } from '../values/problem';
import type { ChartQuery, ChartQuestion } from './chart-kind';
import type { ChartData, ChartSpec } from './spec';

/** Everything the engine needs of a chart, without Observable Plot. */
const questions: Partial<{ [M in ChartSpec['mark']]: ChartQuestion<Extract<ChartSpec, { mark: M }>> }> = {};

/**
 * The SQL whose rows draw the chart: one statement over `spec.from`, at most `MOST_MARKS` rows, every column a DOUBLE,
 * TIMESTAMP, VARCHAR or BOOLEAN. Throws an InputProblem that names the missing or unfit column.
 *
 * @param columns the columns of `spec.from`
 * @param rowCount its number of rows
 */
export function chartQuery(spec: ChartSpec, columns: readonly ColumnInfo[], rowCount: number): ChartQuery {
  const question = questions[spec.mark] as ChartQuestion | undefined;
  if (!question?.query) throw new InputProblem(`A chart cell cannot draw the mark "${spec.mark}".`);
  return question.query(spec, columns, rowCount);
}

/**
 * The chart ready to draw from the rows its query gave: takes the columns that only inform (rows left out, rows in
 * all) out of the rows and says them in the note, and adds the sentence for those who cannot see it.
 */
export function chartData(spec: ChartSpec, query: ChartQuery, rows: Table): ChartData {
  return { spec, rows, description: describeChart(spec, rows), ...(query.note ? { note: query.note } : {}) };
}

/** One sentence that says what the chart shows, for those who cannot see it. */
export function describeChart(spec: ChartSpec, rows: Table): string {
  const question = questions[spec.mark] as ChartQuestion | undefined;
  return question?.describe(spec, rows) ?? spec.title ?? 'A chart.';
}
