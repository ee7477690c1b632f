import { columnNamed, type Table } from '../../../values/table';
import { drawnValue } from '../../marks';
import type { QuadrantsChart } from '../../spec';

/** A point with both intervals, in the axes' units. */
export interface Point {
  label: string;
  x: number;
  y: number;
  xLow: number | null;
  xHigh: number | null;
  yLow: number | null;
  yHigh: number | null;
  attention: boolean;
}

/** The points of the rows; those without a place are left out. */
export function pointsOf(spec: QuadrantsChart, rows: Table): Point[] {
  const read = (name: string | undefined, row: number) => {
    const column = name === undefined ? undefined : columnNamed(rows.columns, name);
    return column ? drawnValue(column, row) : null;
  };
  const number = (name: string | undefined, row: number): number | null => {
    const value = read(name, row);
    return typeof value === 'number' ? value : null;
  };
  return Array.from({ length: rows.rowCount }, (_, row) => ({
    label: String(read(spec.label, row) ?? '–'),
    x: number(spec.x, row) ?? NaN,
    y: number(spec.y, row) ?? NaN,
    xLow: number(spec.xLow, row),
    xHigh: number(spec.xHigh, row),
    yLow: number(spec.yLow, row),
    yHigh: number(spec.yHigh, row),
    attention: read(spec.attention, row) === true,
  })).filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
}
