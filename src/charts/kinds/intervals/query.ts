import { formatList } from '../../../values/format';
import { cellAt, columnNamed } from '../../../values/table';
import type { ChartQuestion } from '../../chart-kind';
import type { IntervalsChart } from '../../spec';
import { valueWords } from '../../words';

/** The rows are given by an analysis; only the words are made here. */
export const intervalsQuestion: ChartQuestion<IntervalsChart> = {
  mark: 'intervals',
  label: 'Bars with intervals',
  describe(spec, rows) {
    const label = columnNamed(rows.columns, spec.label);
    const value = columnNamed(rows.columns, spec.value);
    const panel = spec.panel === undefined ? undefined : columnNamed(rows.columns, spec.panel);
    if (!label || !value) return `Bars of ${spec.labels?.x ?? spec.value}.`;
    const shown = Array.from({ length: Math.min(rows.rowCount, 5) }, (_, row) => {
      const part = panel ? `${valueWords(cellAt(panel, row), panel)}: ` : '';
      const name = `${part}${valueWords(cellAt(label, row), label)}`;
      return `${name} ${valueWords(cellAt(value, row), value, spec.labels?.xFormat)}`;
    });
    const rest = rows.rowCount - shown.length;
    const all = rest > 0 ? [...shown, `${rest} more`] : shown;
    return `Bars of ${spec.labels?.x ?? spec.value}${spec.low ? ' with intervals' : ''}: ${formatList(all)}.`;
  },
};
