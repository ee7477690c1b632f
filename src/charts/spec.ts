import type { Table } from '../values/table';

/**
 * Charts as data. A chart cell's form writes a `ChartSpec` of the first six marks; analyses may use all of them.
 * Each mark is one file in `kinds/`: what it asks of DuckDB, and how it draws the rows with Observable Plot.
 */
export type ChartSpec = CellChart | IntervalsChart | QuadrantsChart;

export type CellMark = 'line' | 'bar' | 'dot' | 'histogram' | 'box' | 'heatmap';
export type Aggregate = 'none' | 'count' | 'sum' | 'mean' | 'median' | 'min' | 'max' | 'distinct';

/** What a chart cell can say (notebook-format.md): columns of `from`, by name. */
export interface CellChart {
  mark: CellMark;
  /** The relation; empty where the rows are given by an analysis. */
  from: string;
  x?: string;
  y?: string;
  color?: string;
  facet?: string;
  aggregate?: Aggregate;
  /** Number of bins of a histogram or of a numeric axis of a heat map; 20 when absent. */
  bins?: number;
  title?: string;
  labels?: AxisLabels;
}

/** Horizontal bars with intervals, one per label, in the order of the rows: importances, shares, profiles. */
export interface IntervalsChart {
  mark: 'intervals';
  /** Columns of the rows: the label, the value, and the ends of the interval (both or neither). */
  label: string;
  value: string;
  low?: string;
  high?: string;
  /** A boolean column: true draws the bar in the colour that asks for attention. */
  attention?: string;
  title?: string;
  labels?: AxisLabels;
}

/** Points in four quadrants with intervals both ways and labels that do not collide: the importance-performance map. */
export interface QuadrantsChart {
  mark: 'quadrants';
  label: string;
  x: string;
  y: string;
  xLow?: string;
  xHigh?: string;
  yLow?: string;
  yHigh?: string;
  /** Where the dividing lines stand, in the axes' units. */
  xLine: number;
  yLine: number;
  /** A boolean column: true draws the point in the colour that asks for attention. */
  attention?: string;
  /** The name of the upper left quadrant: "Fix first". */
  attentionLabel?: string;
  title?: string;
  labels?: AxisLabels;
}

/** What stands on the axes where the column's name will not do, and how its numbers are written. */
export interface AxisLabels {
  x?: string;
  y?: string;
  color?: string;
  xFormat?: 'number' | 'percent' | 'date';
  yFormat?: 'number' | 'percent' | 'date';
  /** How a heat map's values are written: in its cells, its key and its words. */
  colorFormat?: 'number' | 'percent';
}

/** A chart ready to draw: the spec, its rows (at most 5,000 marks), and what to say beside it. */
export interface ChartData {
  spec: ChartSpec;
  rows: Table;
  /** A sentence for those who cannot see the chart; every chart has one. */
  description: string;
  /** Something the reader must know: "a sample of 5,000 of 48,210 rows". */
  note?: string;
}
