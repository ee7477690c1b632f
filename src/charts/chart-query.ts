import { formatCount, formatNumber, formatPlural } from '../values/format';
import { InputProblem } from '../values/problem';
import { cellAt, columnNamed, type Column, type ColumnInfo, type Table } from '../values/table';
import { MOST_MARKS, type ChartQuery, type ChartQuestion } from './chart-kind';
import { barQuestion } from './kinds/bar/query';
import { boxQuestion } from './kinds/box/query';
import { curvesQuestion } from './kinds/curves/query';
import { dotQuestion } from './kinds/dot/query';
import { flowQuestion } from './kinds/flow/query';
import { heatmapQuestion } from './kinds/heatmap/query';
import { histogramQuestion } from './kinds/histogram/query';
import { intervalsQuestion } from './kinds/intervals/query';
import { lineQuestion } from './kinds/line/query';
import { quadrantsQuestion } from './kinds/quadrants/query';
import { tornadoQuestion } from './kinds/tornado/query';
import { dwarfing, isOther } from './other';
import type { CellChart, CellMark, ChartData, ChartSpec } from './spec';

/** Everything the engine needs of a chart, without Observable Plot. */
type SpecOf<M extends ChartSpec['mark']> = M extends CellMark ? CellChart : Extract<ChartSpec, { mark: M }>;
const questions: { [M in ChartSpec['mark']]: ChartQuestion<SpecOf<M>> } = {
  line: lineQuestion,
  bar: barQuestion,
  dot: dotQuestion,
  histogram: histogramQuestion,
  box: boxQuestion,
  heatmap: heatmapQuestion,
  intervals: intervalsQuestion,
  quadrants: quadrantsQuestion,
  curves: curvesQuestion,
  tornado: tornadoQuestion,
  flow: flowQuestion,
};

/** The marks a chart cell can say, with their names in its form. */
export const cellMarks: readonly { mark: CellChart['mark']; label: string }[] = [
  lineQuestion,
  barQuestion,
  dotQuestion,
  histogramQuestion,
  boxQuestion,
  heatmapQuestion,
].map(({ mark, label }) => ({ mark, label }));

/**
 * The SQL whose rows draw the chart: one statement over `spec.from`, at most `MOST_MARKS` rows, every column a DOUBLE,
 * TIMESTAMP, VARCHAR or BOOLEAN. Columns that begin with `_` only inform: give the rows to `chartData`.
 * Throws an InputProblem that names the missing or unfit column.
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
  const drawn: Table = {
    columns: rows.columns.filter((column) => !column.name.startsWith('_')),
    rowCount: rows.rowCount,
  };
  const note = [query.note, ...thinned(spec, rows), ...informed(spec, rows)].filter(Boolean).join(' ');
  return { spec, rows: drawn, description: describeChart(spec, drawn), ...(note ? { note } : {}) };
}

/** One sentence that says what the chart shows, for those who cannot see it. */
function describeChart(spec: ChartSpec, rows: Table): string {
  const question = questions[spec.mark] as ChartQuestion | undefined;
  return question?.describe(spec, rows) ?? spec.title ?? 'A chart.';
}

/** A number that the query tells beside every row; 0 where it does not. */
function informing(rows: Table, name: string): number {
  const column = columnNamed(rows.columns, name);
  const value = column ? cellAt(column, 0) : null;
  return typeof value === 'number' ? value : 0;
}

/** What single rows stand for where there are too many to draw, counting only those that could be drawn. */
function thinned(spec: ChartSpec, rows: Table): string[] {
  const drawable = informing(rows, '_rows') - informing(rows, '_left_out');
  const single = 'from' in spec && spec.y && (spec.aggregate ?? 'none') === 'none';
  if (!single || drawable <= MOST_MARKS) return [];
  const all = formatCount(drawable);
  if (spec.mark === 'dot') return [`A sample of ${formatCount(MOST_MARKS)} of ${all} rows.`];
  if (spec.mark !== 'line') return [];
  const every = Math.ceil(drawable / MOST_MARKS);
  return [`One row in ${every} of ${all}, in the order of ${spec.x}; choose an aggregate to use them all.`];
}

/** Sentences made from the columns that only inform. */
function informed(spec: ChartSpec, rows: Table): string[] {
  const sentences: string[] = [];
  const read = (name: string): number => informing(rows, name);
  const leftOut = read('_left_out');
  if (leftOut > 0 && 'from' in spec) {
    const needed = [spec.x, spec.mark === 'histogram' ? undefined : spec.y].filter(Boolean).join(' or ');
    const verb = leftOut === 1 ? 'is' : 'are';
    sentences.push(`${formatPlural(leftOut, 'row')} without ${needed || 'a value'} ${verb} left out.`);
  }
  const dwarf = 'from' in spec ? dwarfing(spec, rows) : undefined;
  for (const column of rows.columns) sentences.push(...gathered(column, dwarf));
  const outliers = read('_outliers');
  const shown = countOf(rows, 'outlier');
  if (outliers > shown)
    sentences.push(`${formatCount(shown)} of ${formatCount(outliers)} outliers are drawn.`);
  const once = read('_n');
  if (once > 0 && spec.mark === 'bar' && spec.y && (spec.aggregate ?? 'none') === 'none' && addsUp(rows))
    sentences.push(`Rows of the same ${spec.x} add up; choose an aggregate for a mean or a count.`);
  return sentences;
}

function countOf(rows: Table, name: string): number {
  const column = columnNamed(rows.columns, name);
  if (!column) return 0;
  let count = 0;
  for (let row = 0; row < rows.rowCount; row++) if (cellAt(column, row) !== null) count += 1;
  return count;
}

const addsUp = (rows: Table): boolean => {
  const counts = columnNamed(rows.columns, '_n');
  return counts?.kind === 'number' && counts.values.some((count) => count > 1);
};

/** "12 more values of region are gathered as other", where a channel gathers, and the step of a date axis. */
function gathered(column: Column, dwarf: ReturnType<typeof dwarfing>): string[] {
  if (column.name === 'x_unit' || column.name === 'y_unit') {
    const unit = cellAt(column, 0);
    return typeof unit === 'string' ? [`Dates are grouped by ${unit}.`] : [];
  }
  if (column.kind !== 'text') return [];
  const other = column.values.find(isOther);
  if (!other) return [];
  const levels = new Set(column.values).size - 1;
  const kind =
    { x: 'categories', y: 'categories', color: 'colours', facet: 'panels' }[column.name] ?? 'levels';
  if (column.name === 'x' && other === dwarf?.level)
    return [
      `The ${levels} largest ${kind} are shown; "${other}" is ${formatNumber(dwarf.times, 2)} times the largest and not drawn.`,
    ];
  return [`The ${levels} largest ${kind} are shown by name, the rest as "${other}".`];
}
