import type { ChartData, ChartSpec } from '../charts/spec';
import type { Finding, OptionValue, Report, ReportFilter, ReportText } from '../analyses/analysis';
import type { RowFilter, RowTest } from '../sql/row-filter';
import type { Outcome } from '../values/problem';
import type { OnProgress } from '../values/progress';
import type { Column, ColumnInfo, Table } from '../values/table';
import type { WorkerSource } from './start-worker';
import type {
  ImportPreview,
  ImportReport,
  ImportRequest,
  JoinCandidate,
  SourceComparison,
} from './import-api';

/**
 * What the page can ask of the engine worker. Every method returns an Outcome; only bugs throw. Long ones take a
 * run id, by which `cancel` stops them: a cancelled run returns a Problem whose reason is `stopped`.
 */
export interface EngineApi {
  /** Starts DuckDB and locks it. Everything it needs is handed over, so that a restart works offline. */
  /** `wasm` is unpacked: the next engine need not do it again. */
  boot(assets: EngineAssets): Promise<Outcome<{ version: string; wasm: Blob }>>;
  /** Reads a file into the table `relation`, replacing it. */
  importSource(run: string, request: ImportRequest, onProgress: OnProgress): Promise<Outcome<ImportReport>>;
  /** Reads the first megabyte of a file as `importSource` would, keeping nothing; works beside a run. */
  previewImport(run: string, request: ImportRequest): Promise<Outcome<ImportPreview>>;
  /** What the relation `now` differs in from `before`. */
  compareSources(run: string, before: string, now: string): Promise<Outcome<SourceComparison>>;
  /** The table `from` takes the name and place of `to`, at once. */
  adopt(from: string, to: string): Promise<Outcome<null>>;
  /** Columns of these relations whose values match, the best first. */
  joinCandidates(run: string, relations: string[]): Promise<Outcome<JoinCandidate[]>>;
  /** Drops tables, with what an analysis kept for them. Unknown names are no error. */
  drop(relations: string[]): Promise<Outcome<null>>;
  /** Sets what `$name` in SQL reads. */
  setVariable(name: string, value: VariableValue): Promise<Outcome<null>>;
  /** Runs one SELECT-like statement as the table `name`; the old table stays when it fails or is stopped. */
  runSql(run: string, request: SqlRequest): Promise<Outcome<SqlResult>>;
  runAnalysis(
    run: string,
    request: AnalysisRequest,
    onProgress: OnProgress<AnalysisPreview>,
  ): Promise<Outcome<AnalysisResult>>;
  /** The SQL an analysis would run, for reading; needs its relation to exist. */
  analysisSql(request: AnalysisRequest): Promise<Outcome<string>>;
  runChart(run: string, spec: ChartSpec): Promise<Outcome<ChartData>>;
  /** Rows `offset` to `offset + limit` of a relation, sorted or in stored order. */
  page(request: PageRequest): Promise<Outcome<Table>>;
  /** How many rows of a relation pass a filter. */
  countRows(run: string, relation: string, filter: RowFilter): Promise<Outcome<number>>;
  /** One column in depth, of the rows that pass a filter. */
  columnDetail(
    run: string,
    relation: string,
    column: string,
    filter: RowFilter,
  ): Promise<Outcome<ColumnDetail>>;
  /** The columns and row count of a relation. */
  describe(relation: string): Promise<Outcome<RelationInfo>>;
  /** Distinct, missing, range, top values and a small histogram of some columns. */
  profile(run: string, relation: string, columns: string[]): Promise<Outcome<ColumnProfile[]>>;
  /** The distinct values of a column as text, most frequent first, at most `limit`; for choice inputs. */
  levels(relation: string, column: string, limit: number): Promise<Outcome<string[]>>;
  /** A relation as a file. */
  exportTable(run: string, relation: string, as: ExportAs, onProgress: OnProgress): Promise<Outcome<Blob>>;
  /** Names of SQL functions with their parameters, for completion. */
  functions(): Promise<Outcome<{ name: string; parameters: string; description: string }[]>>;
  /** Stops a run: cancels its query and ends its mathematics. Returns at once; the run itself then reports. */
  cancel(run: string): Promise<void>;
}

export interface EngineAssets {
  /** The wasm, gzipped or not. */
  wasm: Blob;
  /** The workers that the engine starts itself, from blobs, so that the page's policy holds in them. */
  duckdbWorker: Blob;
  compute: WorkerSource;
}

export type VariableValue =
  | { type: 'number'; value: number | null }
  | { type: 'text' | 'choice'; value: string | null }
  | { type: 'date'; value: string | null };

/**
 * `csv`: UTF-8, comma, LF, ISO dates, full precision, for programs. `excel-csv`: the same with a byte order mark and
 * CRLF, and an apostrophe before text that Excel would run as a formula. `xlsx`: a workbook. `parquet`: for programs, with
 * every type as it is.
 */
export type ExportAs = 'csv' | 'excel-csv' | 'xlsx' | 'parquet';

export interface SqlRequest {
  name: string;
  /** The user's text, unchanged; the engine wraps it and maps positions back. */
  sql: string;
  /** Names of `$name` inputs that exist. */
  variables: string[];
}
export interface RelationInfo {
  relation: string;
  columns: ColumnInfo[];
  rowCount: number;
}
export interface SqlResult extends RelationInfo {
  /** The first rows, to show at once. */
  firstRows: Table;
  elapsed: number;
}

export interface AnalysisRequest {
  id: string;
  name: string;
  from: string;
  /** Already shaped by the cell kind: a name, a list of names, or null for every role. */
  roles: Record<string, string | string[] | null>;
  options: Record<string, OptionValue>;
  labels: Record<string, string>;
  notebookAsOf: string | null;
}
/** What an analysis can show of its result before it is done. */
export interface AnalysisPreview {
  findings: Finding[];
  charts: ({ id: string; tab?: string } & ChartData)[];
}
export interface AnalysisResult extends AnalysisPreview {
  /** Main table first. */
  tables: SqlResult[];
  rows?: { used: number; dropped: number };
  /** What the live filters offer, by column. */
  filters?: ReportFilter[];
  /** Text to copy out, by tab. */
  texts?: ReportText[];
  /** What a reader can name. */
  named?: Report['named'];
  /** Only live options had changed: no query fetched rows. `sql` is what fetched them before. */
  fromCache?: true;
  /** All SQL that ran, as it ran, with a comment line before each statement. */
  sql: string;
  elapsed: number;
}

export interface PageRequest {
  relation: string;
  offset: number;
  limit: number;
  /** By the first, ties by the next; equal rows in stored order. */
  sort?: readonly RowSort[];
  /** The rows that pass; offset and limit count those. */
  filter?: RowFilter;
}
export interface RowSort {
  column: string;
  descending: boolean;
}

/** What a table's heading tells of its column: the profile, and what takes longer to find. */
export interface ColumnDetail extends Omit<ColumnProfile, 'bars'> {
  /** Rows that passed the filter. */
  rows: number;
  median?: number;
  quartiles?: [number, number];
  deviation?: number;
  /** The distribution: bins with round ends, single scores, spans of the calendar; none where values are names. */
  bars: DetailBar[];
  /** The most frequent values, at most ten. */
  top: DetailBar[];
}
export interface DetailBar {
  label: string;
  count: number;
  /** What keeps just these rows. */
  keeps: RowTest;
}

export interface ColumnProfile extends ColumnInfo {
  missing: number;
  distinct: number;
  min?: string | number;
  max?: string | number;
  mean?: number;
  /** Equal-width bins of a number or date column, or the top values of the others. */
  bars: { label: string; from?: number; to?: number; count: number }[];
}
export type { Column };
export type { RowFilter, RowTest };
export type { ImportChoices } from '../formats/choices';
export type {
  ImportedColumn,
  ImportPreview,
  ImportReport,
  ImportRequest,
  JoinCandidate,
  SourceComparison,
} from './import-api';
