import type { ChartSpec } from './spec';
import type { ColumnInfo, Table } from '../values/table';

/** Marks a chart draws at most; above that it aggregates or samples, and says so. */
export const MOST_MARKS = 5000;

/**
 * One kind of chart, one file in `kinds/`: the SQL that gives at most `MOST_MARKS` rows, and the picture of those rows.
 */
export interface ChartKind<S extends ChartSpec = ChartSpec> {
  mark: S['mark'];
  label: string;
  /** SQL over `spec.from`; throws an InputProblem that names a missing or unfit column. Absent where rows are always given. */
  query?(spec: S, columns: readonly ColumnInfo[], rowCount: number): ChartQuery;
  /** The picture. Colours come from the frame, so that print, dark and light can redraw it. */
  draw(spec: S, rows: Table, frame: Frame): Element;
  /** One sentence for those who cannot see it. */
  describe(spec: S, rows: Table): string;
}
export interface ChartQuery {
  sql: string;
  /** What the reader must know: "a sample of 5,000 of 48,210 rows". */
  note?: string;
}
/** What surrounds a picture: its width in CSS pixels and the design's tokens as plain colours. */
export interface Frame {
  width: number;
  colors: {
    ink: string;
    mute: string;
    line: string;
    paper: string;
    accent: string;
    warn: string;
    /** Distinguishable by colour-blind readers on `paper`. */
    series: readonly string[];
  };
  font: string;
  reducedMotion: boolean;
}
