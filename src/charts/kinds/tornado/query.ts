import { formatList } from '../../../values/format';
import { cellAt, columnNamed } from '../../../values/table';
import type { ChartQuestion } from '../../chart-kind';
import type { TornadoChart } from '../../spec';
import { valueWords } from '../../words';

/** The rows are given by an analysis; only the words are made here. */
export const tornadoQuestion: ChartQuestion<TornadoChart> = {
  mark: 'tornado',
  label: 'Tornado',
  describe(spec, rows) {
    const [label, low, high] = [spec.label, spec.low, spec.high].map((name) =>
      columnNamed(rows.columns, name),
    );
    const start = `Swing of ${spec.labels?.x ?? 'the value'} with each assumption`;
    if (!label || !low || !high) return `${start}.`;
    const shown = Array.from({ length: Math.min(rows.rowCount, 5) }, (_, row) => {
      const ends = [low, high].map((column) => valueWords(cellAt(column, row), column, spec.labels?.xFormat));
      return `${String(cellAt(label, row))} from ${ends.join(' to ')}`;
    });
    return `${start}: ${formatList(shown)}.`;
  },
};
