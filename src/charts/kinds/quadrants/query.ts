import { formatList } from '../../../values/format';
import { cellAt, columnNamed } from '../../../values/table';
import type { ChartQuestion } from '../../chart-kind';
import type { QuadrantsChart } from '../../spec';

/** The rows are given by an analysis; only the words are made here. */
export const quadrantsQuestion: ChartQuestion<QuadrantsChart> = {
  mark: 'quadrants',
  label: 'Quadrants',
  describe(spec, rows) {
    const x = columnNamed(rows.columns, spec.x);
    const y = columnNamed(rows.columns, spec.y);
    const label = columnNamed(rows.columns, spec.label);
    const start = `Points of ${spec.labels?.y ?? spec.y} against ${spec.labels?.x ?? spec.x} in four quadrants`;
    if (!x || !y || !label) return `${start}.`;
    const upperLeft: string[] = [];
    for (let row = 0; row < rows.rowCount; row++) {
      const across = cellAt(x, row);
      const up = cellAt(y, row);
      if (typeof across === 'number' && typeof up === 'number' && across < spec.xLine && up > spec.yLine)
        upperLeft.push(String(cellAt(label, row)));
    }
    const name = spec.attentionLabel ?? 'Upper left';
    return `${start}. ${name}: ${upperLeft.length > 0 ? formatList(upperLeft) : 'none'}.`;
  },
};
