import type { ColumnInfo, Table } from '../values/table';
import type { ChartSpec } from './spec';

/** Marks a chart draws at most; above that it aggregates or samples, and says so. */
export const MOST_MARKS = 5000;

/**
 * One kind of chart is one folder in `kinds/`, in two files so that the engine's worker never loads Observable Plot:
 * `query.ts` asks DuckDB for at most `MOST_MARKS` rows and puts the picture into words, `draw.ts` draws those rows.
 */
export interface ChartQuestion<S extends ChartSpec = ChartSpec> {
  mark: S['mark'];
  label: string;
  /**
   * SQL over `spec.from` that gives the channels as columns `x`, `y`, `color`, `facet` and what the mark adds; throws
   * an InputProblem that names a missing or unfit column. Absent where the rows are always given.
   */
  query?(spec: S, columns: readonly ColumnInfo[], rowCount: number): ChartQuery;
  /** One sentence for those who cannot see it. */
  describe(spec: S, rows: Table): string;
}

export interface ChartDrawing<S extends ChartSpec = ChartSpec> {
  mark: S['mark'];
  /** The picture. Colours come from the frame, so that print, dark and light can redraw it. */
  draw(spec: S, rows: Table, frame: Frame): Element;
}

export interface ChartQuery {
  sql: string;
  /** What the reader must know and is known before the query runs: "a sample of 5,000 of 48,210 rows". */
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
  /** Whether filled series are told apart by texture as well: on paper, and where a reader asks for contrast. */
  textures: boolean;
  reducedMotion: boolean;
}
