import { cellAt, type Cell, type Table } from '../values/table';
import type { CellChart } from './spec';
import { channelColumn } from './words';

/** Whether a level gathers what is not shown by name: "other (30 more)". */
export const isOther = (level: unknown): boolean =>
  typeof level === 'string' && /^other \(\d+ more\)$/.test(level);

/** So many times the largest named bar, and the named ones cannot be read any more beside "other". */
const MOST_TIMES = 3;

/**
 * The bar of "other" where it would dwarf the named ones: its level, and how many times the largest it is. Such a bar
 * is not drawn, only said.
 */
export function dwarfing(spec: CellChart, rows: Table): { level: string; times: number } | undefined {
  const x = channelColumn(spec, rows, 'x');
  const y = channelColumn(spec, rows, 'y');
  if (spec.mark !== 'bar' || x?.kind !== 'text' || !y) return undefined;
  const heights = new Map<Cell, number>();
  for (let row = 0; row < rows.rowCount; row++) {
    const name = cellAt(x, row);
    const height = cellAt(y, row);
    heights.set(name, (heights.get(name) ?? 0) + (typeof height === 'number' ? height : 0));
  }
  const level = [...heights.keys()].find(isOther);
  if (typeof level !== 'string') return undefined;
  const other = Math.abs(heights.get(level) ?? 0);
  heights.delete(level);
  const largest = Math.max(0, ...[...heights.values()].map(Math.abs));
  return largest > 0 && other > MOST_TIMES * largest ? { level, times: other / largest } : undefined;
}
