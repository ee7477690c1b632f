import { formatCount } from '../values/format';
import { cellAt, type Column, type Table } from '../values/table';
import { MOST_MARKS } from './chart-kind';
import type { ChartData } from './spec';

/** Marks that stand in an order of importance, so that the first of them are the ones to keep. */
const firstCome = new Set<string>(['bar', 'intervals', 'quadrants', 'tornado', 'flow']);

/**
 * A chart of given rows with at most `MOST_MARKS` of them: every n-th row, or the first where rows come in the order
 * of importance. The note says so. A chart within the limit is returned as it is.
 */
export function withinLimit<D extends ChartData>(data: D): D {
  const { rowCount } = data.rows;
  if (rowCount <= MOST_MARKS) return data;
  const first = firstCome.has(data.spec.mark);
  const kept = Array.from({ length: MOST_MARKS }, (_, mark) =>
    // From the first row to the last, evenly.
    first ? mark : Math.round((mark * (rowCount - 1)) / (MOST_MARKS - 1)),
  );
  const count = formatCount(MOST_MARKS);
  const said = `${first ? `The first ${count}` : count} of ${formatCount(rowCount)} rows are drawn.`;
  return { ...data, rows: rowsOf(data.rows, kept), note: [data.note, said].filter(Boolean).join(' ') };
}

/** The rows at those places, in that order. */
export function rowsOf(table: Table, places: readonly number[]): Table {
  return { columns: table.columns.map((column) => picked(column, places)), rowCount: places.length };
}

function picked(column: Column, places: readonly number[]): Column {
  const values = places.map((row) => cellAt(column, row));
  if (column.kind === 'number' || column.kind === 'date')
    return {
      ...column,
      values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN)),
    };
  if (column.kind === 'boolean')
    return { ...column, values: values.map((value) => (typeof value === 'boolean' ? value : null)) };
  return { ...column, values: values.map((value) => (typeof value === 'string' ? value : null)) };
}
