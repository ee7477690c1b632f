import type { Table } from '../values/table';

/**
 * Charts as data. A chart cell's form writes a `ChartSpec` of the first six marks; analyses may use all of them.
 * Each mark is one file in `kinds/`: what it asks of DuckDB, and how it draws the rows with Observable Plot.
 */
export type ChartSpec = CellChart | IntervalsChart | QuadrantsChart | CurvesChart | TornadoChart | FlowChart;

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
  /** A column: small multiples side by side, one for each of its levels, all on one scale. */
  panel?: string;
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

/** Curves with bands, and points with intervals beside them: forecasts, survival, value over the horizon. */
export interface CurvesChart {
  mark: 'curves';
  /** Columns of the rows; x is a number or a date. A row whose y is null breaks its curve. */
  x: string;
  y: string;
  /** The ends of the band around a curve, or of the interval of a point; rows may lack them. */
  low?: string;
  high?: string;
  /** A column: one curve for each level. */
  series?: string;
  /** Levels of `series` that are drawn as points, not as a curve: what was observed. */
  points?: readonly string[];
  /** A column: one panel for each level. */
  panel?: string;
  /** Where a vertical line stands, in the x axis' units (a date in milliseconds): where the forecast begins. */
  xLine?: number;
  /** Whether the y axis begins at 0. */
  fromZero?: boolean;
  title?: string;
  labels?: AxisLabels;
}

/** How far a value swings when each of several assumptions is lower or higher: the widest first. */
export interface TornadoChart {
  mark: 'tornado';
  /** Columns of the rows: the assumption, and the value with the assumption lowered and raised. */
  label: string;
  low: string;
  high: string;
  /** The value as it stands. */
  base: number;
  /** What was done to the assumption: "1 % lower", "1 % higher". */
  lowLabel: string;
  highLabel: string;
  title?: string;
  labels?: AxisLabels;
}

/** Who went where between two days: bands from the levels on the left to those on the right, as wide as their values. */
export interface FlowChart {
  mark: 'flow';
  /** Columns of the rows. */
  left: string;
  right: string;
  value: string;
  /** The levels of both sides, from the top; others follow in the order of the rows. */
  order?: readonly string[];
  /** What stands over the two sides: "31 Mar 2026", "30 Jun 2026". */
  leftLabel: string;
  rightLabel: string;
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
