import type { AnyAnalysis, Input, PublishedTable, Queries, Report, ReportChart } from '../analyses/analysis';
import { analyses } from '../analyses';
import { withinLimit } from '../charts/limit';
import type { ChartData } from '../charts/spec';
import { ident } from '../sql/quote';
import { InputProblem } from '../values/problem';
import type { OnProgress } from '../values/progress';
import type { Column } from '../values/table';
import type { AnalysisRequest, AnalysisResult, RelationInfo } from './api';
import { inputData, inputOf, publishedName, type AnyInputData } from './analysis-input';
import { fetchQueries, keepStatement, type Fetched } from './analysis-queries';
import type { Compute } from './computer';
import type { Database } from './database';
import { decodeTable } from './decode';
import { encodeColumns } from './encode';
import { INTERNAL_SCHEMA } from './lock';
import { describeRelation, numberOf } from './relations';
import { resultOf } from './sql-cell';
import type { Run } from './run';
import { atomically } from './transaction';

/** One run of an analysis from its request to its report. All its tables appear at once, or none does. */
export async function runAnalysis(
  database: Database,
  request: AnalysisRequest,
  compute: Compute,
  run: Run,
  onProgress: OnProgress,
  known = analyses,
): Promise<AnalysisResult> {
  const started = performance.now();
  const { analysis, data } = await prepareInput(database, request, known);
  const running = new AnalysisRun(database, analysis, data, run);
  return atomically(database.work, async () => {
    try {
      return await running.all(compute, started, onProgress);
    } finally {
      await running.dropInternals();
    }
  });
}

/** The SQL that an analysis asks before its mathematics, for reading. `prepare` is run, since the rest may need it. */
export async function analysisSql(database: Database, request: AnalysisRequest, run: Run): Promise<string> {
  const { analysis, data } = await prepareInput(database, request, analyses);
  const running = new AnalysisRun(database, analysis, data, run);
  try {
    await running.ask();
    return running.sql;
  } finally {
    await running.dropInternals();
  }
}

async function prepareInput(
  { work }: Database,
  request: AnalysisRequest,
  known: ReadonlyMap<string, AnyAnalysis>,
): Promise<{ analysis: AnyAnalysis; data: AnyInputData }> {
  const analysis = known.get(request.id);
  if (!analysis) throw new InputProblem(`This version of Soundings has no analysis "${request.id}".`);
  const { columns } = await describeRelation(work, request.from);
  return { analysis, data: inputData(analysis, request, columns) };
}

type MadeTable = Pick<RelationInfo, 'relation' | 'rowCount'>;

class AnalysisRun {
  readonly #database: Database;
  readonly #analysis: AnyAnalysis;
  readonly #data: AnyInputData;
  readonly #input: Input;
  readonly #run: Run;
  readonly #statements: string[] = [];
  readonly #internals: string[] = [];

  constructor(database: Database, analysis: AnyAnalysis, data: AnyInputData, run: Run) {
    this.#database = database;
    this.#analysis = analysis;
    this.#data = data;
    this.#input = inputOf(data);
    this.#run = run;
  }

  get sql(): string {
    return this.#statements.join('\n\n');
  }

  async all(compute: Compute, started: number, onProgress: OnProgress): Promise<AnalysisResult> {
    onProgress({ stage: `Reading ${this.#data.from}` });
    const { prepared, queries } = await this.ask();
    const rows = await fetchQueries(this.#database.work, queries, this.#keep, this.#run);
    onProgress({ stage: 'Computing' });
    const task = { analysis: this.#analysis.id, rows, input: this.#data, prepared };
    const result = await compute(task, this.#run, onProgress);
    onProgress({ stage: 'Making tables' });
    const made = await this.#publishAll(result);
    const after = this.#analysis.after?.(this.#input, result) ?? {};
    this.#note('after', after);
    const report = this.#analysis.report(
      result,
      await fetchQueries(this.#database.work, after, this.#keep, this.#run),
      this.#input,
    );
    return this.#resultOf(report, made, started);
  }

  /** The first pass, and the main queries, noted for reading. */
  async ask(): Promise<{ prepared: Fetched; queries: Queries }> {
    const first = this.#analysis.prepare?.(this.#input) ?? {};
    this.#note('first pass', first);
    const prepared = await fetchQueries(this.#database.work, first, this.#keep, this.#run);
    const queries = this.#analysis.queries(this.#input, prepared) as Queries;
    this.#note('query', queries);
    return { prepared, queries };
  }

  async dropInternals(): Promise<void> {
    for (const table of this.#internals.splice(0))
      await this.#database.work.query(`DROP TABLE IF EXISTS ${table}`).catch(() => undefined);
  }

  readonly #keep = (key: string): string => {
    const table = this.#input.kept(key);
    if (!this.#internals.includes(table)) this.#internals.push(table);
    return table;
  };

  #note(what: string, queries: Queries): void {
    for (const [key, query] of Object.entries(queries)) {
      const sql = query.keep ? keepStatement(this.#input.kept(key), query) : query.sql;
      this.#statements.push(`-- ${what}: ${key}\n${sql.trim()};`);
    }
  }

  /** Makes every table of the result and drops those that an earlier run had and this one leaves out. */
  async #publishAll(result: unknown): Promise<MadeTable[]> {
    const tables = this.#analysis.tables(result, this.#input);
    const made: MadeTable[] = [];
    for (const [suffix, table] of Object.entries(tables)) {
      const rowCount = await this.#publish(suffix, table);
      made.push({ relation: publishedName(this.#data.name, suffix), rowCount });
    }
    for (const suffix of this.#analysis.tableSuffixes)
      if (!(suffix in tables))
        await this.#database.work.query(`DROP TABLE IF EXISTS ${this.#input.published(suffix)}`);
    return made;
  }

  /** Gives the number of rows of the table it makes. */
  async #publish(suffix: string, table: PublishedTable): Promise<number> {
    const name = this.#input.published(suffix);
    const columns = 'columns' in table ? table.columns : table.result;
    if (columns) await this.#insertResult(columns);
    const select = 'columns' in table ? this.#selectResult(table.columns) : table.sql;
    const sql = `CREATE OR REPLACE TABLE ${name} AS FROM (\n${select}\n)`;
    const rowCount = await numberOf(this.#database.work, sql, this.#run);
    if ('sql' in table)
      this.#statements.push(`-- table: ${publishedName(this.#data.name, suffix)}\n${select.trim()};`);
    return rowCount;
  }

  async #insertResult(columns: readonly Column[]): Promise<void> {
    const { work } = this.#database;
    const table = this.#input.resultTable;
    await work.query(`DROP TABLE IF EXISTS ${table}`);
    this.#internals.push(table);
    await work.insert(encodeColumns(columns, true), INTERNAL_SCHEMA, `${this.#data.name}:(result)`);
  }

  /** Small tables with the types their columns say: counts are BIGINT where compute has doubles. */
  #selectResult(columns: readonly Column[]): string {
    const casts = columns.map(({ name, type }) => `CAST(${ident(name)} AS ${type}) AS ${ident(name)}`);
    return `SELECT ${casts.join(', ')} FROM ${this.#input.resultTable} ORDER BY row_number`;
  }

  async #resultOf(report: Report, made: MadeTable[], started: number): Promise<AnalysisResult> {
    const charts = [];
    for (const chart of report.charts) charts.push(await this.#chart(chart));
    const tables = [];
    for (const { relation, rowCount } of made)
      tables.push(await resultOf(this.#database.work, relation, rowCount, started));
    return {
      findings: report.findings,
      charts,
      tables,
      ...(report.rows ? { rows: report.rows } : {}),
      sql: this.sql,
      elapsed: performance.now() - started,
    };
  }

  async #chart(chart: ReportChart): Promise<{ id: string } & ChartData> {
    const { id, spec, description, note } = chart;
    const rows =
      'rows' in chart ? chart.rows : decodeTable(await this.#database.work.query(chart.sql, this.#run));
    return withinLimit({ id, spec, rows, description, ...(note === undefined ? {} : { note }) });
  }
}
