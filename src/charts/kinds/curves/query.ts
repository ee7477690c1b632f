import { formatList } from '../../../values/format';
import { cellAt, columnNamed, type Column, type Table } from '../../../values/table';
import type { ChartQuestion } from '../../chart-kind';
import type { CurvesChart } from '../../spec';
import { valueWords } from '../../words';

/** The rows are given by an analysis; only the words are made here. */
export const curvesQuestion: ChartQuestion<CurvesChart> = {
  mark: 'curves',
  label: 'Curves with bands',
  describe(spec, rows) {
    const x = columnNamed(rows.columns, spec.x);
    const y = columnNamed(rows.columns, spec.y);
    const start = `Curves of ${spec.labels?.y ?? spec.y} along ${spec.labels?.x ?? spec.x}`;
    if (!x || !y) return `${start}.`;
    const ends = [...lastRows(spec, rows, y)].map(([level, row]) => {
      const value = valueWords(cellAt(y, row), y, spec.labels?.yFormat);
      const where = valueWords(cellAt(x, row), x, spec.labels?.xFormat);
      return `${level === '' ? '' : `${level} `}${value} at ${where}`;
    });
    return `${start}${spec.low ? ' with bands' : ''}. At the end: ${formatList(ends)}.`;
  },
};

/** By panel and series, the last row that has a value. */
function lastRows(spec: CurvesChart, rows: Table, y: Column): Map<string, number> {
  const names = [spec.panel, spec.series].flatMap((name) =>
    name === undefined ? [] : [columnNamed(rows.columns, name)],
  );
  const last = new Map<string, number>();
  for (let row = 0; row < rows.rowCount; row += 1) {
    const level = names.map((column) => (column ? String(cellAt(column, row)) : '')).join(', ');
    if (cellAt(y, row) !== null) last.set(level, row);
  }
  return last;
}
