import { formatNumber } from '../../../values/format';
import { cellAt, columnNamed, type Table } from '../../../values/table';
import { extremes, valueWords } from '../../words';
import type { CellChart } from '../../spec';

/** "Box plot of spend by plan. Median highest: 210 at gold; lowest: 40 at basic." */
export function describeBoxes(spec: CellChart, rows: Table): string {
  const start = `Box plot of ${spec.labels?.y ?? spec.y}${spec.x ? ` by ${spec.labels?.x ?? spec.x}` : ''}.`;
  const middle = columnNamed(rows.columns, 'middle');
  const found = middle && extremes(middle, rows.rowCount);
  if (!middle || !found) return start;
  const x = columnNamed(rows.columns, 'x');
  const at = (row: number): string => {
    const value = cellAt(middle, row);
    const where = spec.x && x ? ` at ${valueWords(cellAt(x, row), x)}` : '';
    return `${formatNumber(typeof value === 'number' ? value : null)}${where}`;
  };
  if (found.least === found.greatest) return `${start} Median: ${at(found.greatest)}.`;
  return `${start} Median highest: ${at(found.greatest)}; lowest: ${at(found.least)}.`;
}
