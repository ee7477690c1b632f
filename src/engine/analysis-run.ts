import type { AnyAnalysis, Input, Queries, Report, ReportChart } from '../analyses/analysis';
import { analyses } from '../analyses';
import { withinLimit } from '../charts/limit';
import { InputProblem } from '../values/problem';
import type { OnProgress, Progress } from '../values/progress';
import { hasLiveOption, type AnalysisCache, type KeptRun } from './analysis-cache';
import { inputData, inputOf, publishedName, type AnyInputData } from './analysis-input';
import { fetchQueries, keepStatement, type Fetched } from './analysis-queries';
import { AnalysisTables, Batch } from './analysis-tables';
import type { AnalysisPreview, AnalysisRequest, AnalysisResult } from './api';
import type { Compute } from './computer';
import type { Database } from './database';
import { columnsOfRelation } from './relations';
import type { Run } from './run';

/** What a run needs beside its request. */
export interface AnalysisMeans {
  database: Database;
  compute: Compute;
  /** Rows of earlier runs; absent, every run fetches its own. */
  cache?: AnalysisCache;
  /** The analyses there are; absent: all of this version. */
  known?: ReadonlyMap<string, AnyAnalysis>;
}

/**
 * One run of an analysis from its request to its report. All its tables appear at once, or none does. Where only live
 * options changed since the cell's last run, its rows are taken from the cache and no query fetches them.
 */
export async function runAnalysis(
  means: AnalysisMeans,
  request: AnalysisRequest,
  run: Run,
  onProgress: OnProgress<AnalysisPreview>,
): Promise<AnalysisResult> {
  const started = performance.now();
  const { database, cache } = means;
  const analysis = analysisOf(request, means.known);
  const kept = cache?.get(analysis, request);
  const columns = kept?.columns ?? (await columnsOfRelation(database.work, request.from));
  const running = new AnalysisRun(database, analysis, inputData(analysis, request, columns), run);
  const mayKeep = cache !== undefined && hasLiveOption(analysis);
  const { result, fetched } = await running.all(means.compute, { kept, mayKeep, started, onProgress });
  if (mayKeep && !kept) cache.put(analysis, request, { ...fetched, columns });
  return result;
}

/** Drops the internal tables of rows that are no longer kept. */
export async function dropForgotten({ work }: Database, cache: AnalysisCache): Promise<void> {
  const tables = cache.takeDropped();
  if (tables.length > 0)
    await work
      .query(tables.map((table) => `DROP TABLE IF EXISTS ${table}`).join('; '))
      .catch(() => undefined);
}

/** The SQL that an analysis asks before its mathematics, for reading. `prepare` is run, since the rest may need it. */
export async function analysisSql(database: Database, request: AnalysisRequest, run: Run): Promise<string> {
  const analysis = analysisOf(request, analyses);
  const columns = await columnsOfRelation(database.work, request.from);
  // A name of its own: the kept rows of the cell itself stay as they are.
  const data = { ...inputData(analysis, request, columns), name: `${request.name}:(plan)` };
  const running = new AnalysisRun(database, analysis, data, run);
  try {
    await running.ask();
    return running.sql.replaceAll(`${request.name}:(plan)`, request.name);
  } finally {
    await running.dropInternals();
  }
}

function analysisOf(
  request: AnalysisRequest,
  known: ReadonlyMap<string, AnyAnalysis> = analyses,
): AnyAnalysis {
  const analysis = known.get(request.id);
  if (!analysis) throw new InputProblem(`This version of Soundings has no analysis "${request.id}".`);
  return analysis;
}

/** The rows a run works on, and the SQL that fetched them. */
type FetchedRun = Omit<KeptRun, 'key' | 'from' | 'columns'>;
interface RunOf {
  kept: KeptRun | undefined;
  /** Whether the rows are wanted again. */
  mayKeep: boolean;
  started: number;
  onProgress: OnProgress<AnalysisPreview>;
}

class AnalysisRun {
  readonly #database: Database;
  readonly #analysis: AnyAnalysis;
  readonly #data: AnyInputData;
  readonly #input: Input;
  readonly #run: Run;
  readonly #batch: Batch;
  readonly #statements: string[] = [];
  /** Tables of `keep` queries made by this run, quoted. */
  readonly #kept = new Set<string>();

  constructor(database: Database, analysis: AnyAnalysis, data: AnyInputData, run: Run) {
    this.#database = database;
    this.#analysis = analysis;
    this.#data = data;
    this.#input = inputOf(data);
    this.#run = run;
    this.#batch = new Batch(database.work, run);
  }

  get sql(): string {
    return this.#statements.join('\n\n');
  }

  /** Everything, in one transaction: readers see the old tables until it has ended well. */
  async all(compute: Compute, how: RunOf): Promise<{ result: AnalysisResult; fetched: FetchedRun }> {
    this.#batch.add('BEGIN TRANSACTION');
    try {
      const fetched = how.kept ?? (await this.#fetch(how.onProgress));
      if (how.kept) this.#statements.push(...how.kept.statements);
      const result = await this.#conclude(compute, fetched, how);
      this.#batch.add(...this.#internals(how.mayKeep ? fetched.tables : []));
      this.#run.check();
      this.#batch.add('COMMIT');
      await this.#batch.flush();
      return { result, fetched };
    } catch (error) {
      await this.#database.work.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async #fetch(onProgress: OnProgress<AnalysisPreview>): Promise<FetchedRun> {
    onProgress({ stage: `Reading ${this.#data.from}` });
    await this.#batch.flush();
    const { prepared, queries } = await this.ask();
    const rows = await fetchQueries(this.#database.work, queries, this.#keep, this.#run);
    return { prepared, rows, statements: [...this.#statements], tables: [...this.#kept] };
  }

  async #conclude(compute: Compute, fetched: FetchedRun, how: RunOf): Promise<AnalysisResult> {
    const { started, onProgress } = how;
    onProgress({ stage: 'Computing' });
    const task = {
      analysis: this.#analysis.id,
      ...{ rows: fetched.rows, prepared: fetched.prepared },
      input: this.#data,
      keepsRows: how.mayKeep,
    };
    const result = await compute(task, this.#run, (progress) => this.#forward(progress, onProgress));
    if (how.kept === undefined) onProgress({ stage: 'Making tables' });
    const tables = new AnalysisTables(this.#database.work, this.#batch, this.#input);
    const published = this.#analysis.tables(result, this.#input);
    const made = await tables.make(this.#analysis, published);
    for (const [suffix, table] of Object.entries(published))
      if ('sql' in table)
        this.#statements.push(`-- table: ${publishedName(this.#data.name, suffix)}\n${table.sql.trim()};`);
    const report = await this.#report(result);
    const charts = [];
    for (const chart of report.charts) charts.push(await this.#chart(chart));
    const { rows, filters, texts, named, findings } = report;
    return {
      ...{ findings, charts },
      tables: await tables.results(made, started),
      ...(rows ? { rows } : {}),
      ...(filters ? { filters } : {}),
      ...(texts ? { texts } : {}),
      ...(named ? { named } : {}),
      ...(how.kept ? { fromCache: true } : {}),
      sql: this.sql,
      elapsed: performance.now() - started,
    };
  }

  async #report(result: unknown): Promise<Report> {
    const after: Queries = this.#analysis.after?.(this.#input, result) ?? {};
    this.#note('after', after);
    if (Object.keys(after).length > 0) await this.#batch.flush();
    const fetched = await fetchQueries(this.#database.work, after, this.#keep, this.#run);
    return this.#analysis.report(result, fetched, this.#input);
  }

  /** Progress on its way to the page; what compute can show already becomes findings and charts. */
  #forward({ preview, ...progress }: Progress<unknown>, onProgress: OnProgress<AnalysisPreview>): void {
    if (preview === undefined || this.#analysis.after) return onProgress(progress);
    const { findings, charts } = this.#analysis.report(preview, {}, this.#input);
    onProgress({ ...progress, preview: { findings, charts: charts.flatMap(givenChart) } });
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
    await this.#database.work.query(this.#internals().join('; ')).catch(() => undefined);
  }

  #internals(staying: readonly string[] = []): string[] {
    return [...this.#kept, this.#input.resultTable]
      .filter((table) => !staying.includes(table))
      .map((table) => `DROP TABLE IF EXISTS ${table}`);
  }

  readonly #keep = (key: string): string => {
    const table = this.#input.kept(key);
    this.#kept.add(table);
    return table;
  };

  #note(what: string, queries: Queries): void {
    for (const [key, query] of Object.entries(queries)) {
      const sql = query.keep ? keepStatement(this.#input.kept(key), query) : query.sql;
      this.#statements.push(`-- ${what}: ${key}\n${sql.trim()};`);
    }
  }

  async #chart(chart: ReportChart): Promise<AnalysisPreview['charts'][number]> {
    const rows = 'rows' in chart ? chart.rows : await this.#batch.rows(chart.sql);
    return withinLimit({ ...factsOf(chart), rows });
  }
}

const factsOf = ({ id, spec, description, note, tab }: ReportChart) => ({
  ...{ id, spec, description },
  ...(note === undefined ? {} : { note }),
  ...(tab === undefined ? {} : { tab }),
});

/** Charts whose rows came with the report; those that ask DuckDB wait for the tables. */
const givenChart = (chart: ReportChart): AnalysisPreview['charts'] =>
  'rows' in chart ? [withinLimit({ ...factsOf(chart), rows: chart.rows })] : [];
