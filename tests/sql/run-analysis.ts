import type {
  AnyAnalysis,
  Input,
  Options,
  OptionValue,
  PublishedTable,
  Queries,
  Report,
  Roles,
  Shape,
} from '../../src/analyses/analysis';
import { ident } from '../../src/sql/quote';
import { ownValue } from '../../src/values/own-value';
import { columnNamed, type Table } from '../../src/values/table';
import type { TestDatabase } from './duckdb';

export interface TestRun {
  /** The cell's name; 'result' when absent. */
  name?: string;
  from: string;
  roles: Record<string, string | string[] | null>;
  /** What is not given takes the option's default. */
  options?: Record<string, OptionValue>;
  labels?: Record<string, string>;
  notebookAsOf?: string | null;
}
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shapes are the analysis' own
type Fetched = Record<string, any>;

export interface TestRunResult {
  /** As published, by suffix; '' is the main table. */
  tables: Record<string, Table>;
  report: Report;
  /** The rows of every chart by its id, those given as SQL too. */
  charts: Record<string, Table>;
  /** What compute gave. */
  result: unknown;
  /** Every statement that ran, in order. */
  statements: string[];
}

/**
 * The whole contract of an analysis on a real DuckDB: prepare, queries (kept ones with row numbers), compute, tables,
 * after, report, charts. What crosses threads in the app is structured-cloned here, so that a function in it fails.
 */
export function runAnalysis(database: TestDatabase, analysis: AnyAnalysis, run: TestRun): TestRunResult {
  const input = inputOf(database, analysis, run);
  const statements: string[] = [];
  const fetch = (queries: Queries): Fetched =>
    Object.fromEntries(
      Object.entries(queries).map(([key, query]) => {
        statements.push(query.sql);
        if (!query.keep) return [key, shaped(database.table(query.sql), query.shape, key)];
        database.run(
          `CREATE OR REPLACE TABLE ${input.kept(key)} AS SELECT *, row_number() OVER () - 1 AS row_number FROM (${query.sql})`,
        );
        return [key, shaped(database.table(`FROM ${input.kept(key)}`), query.shape, key)];
      }),
    );

  const asking = withoutLiveOptions(analysis, input);
  const prepared = fetch(analysis.prepare?.(asking) ?? {});
  const rows = fetch(analysis.queries(asking, prepared));
  const computed: unknown = analysis.compute(
    structuredClone(rows),
    input,
    structuredClone(prepared),
    () => undefined,
  );
  const result: unknown = structuredClone(computed);
  const published: Record<string, PublishedTable> = analysis.tables(result, input);
  const tables: Record<string, Table> = {};
  for (const [suffix, table] of Object.entries(published))
    tables[suffix] = publish(database, input, suffix, table, statements);
  const after = fetch(analysis.after?.(input, result) ?? {});
  const report = analysis.report(result, after, input);
  const charts = Object.fromEntries(
    report.charts.map((chart) => [chart.id, 'rows' in chart ? chart.rows : database.table(chart.sql)]),
  );
  return { tables, report, charts, result, statements };
}

/** The engine skips the queries when only live options change, so a query that reads one would give stale rows. */
function withoutLiveOptions(analysis: AnyAnalysis, input: Input): Input {
  const options = new Proxy(input.options, {
    get(values, key, receiver) {
      const option = typeof key === 'string' ? (analysis.options as Options)[key] : undefined;
      // A query may ask whether it is a column, which the engine fetches, but not which number.
      const value = Reflect.get(values, key, receiver) as unknown;
      if (option?.live && option.kind === 'numberOrColumn') return typeof value === 'number' ? NaN : value;
      if (option?.live)
        throw new Error(`test: ${analysis.id} reads the live option ${String(key)} before compute`);
      return value;
    },
  });
  return { ...input, options };
}

function publish(
  database: TestDatabase,
  input: Input,
  suffix: string,
  table: PublishedTable,
  statements: string[],
): Table {
  const name = input.published(suffix);
  if ('columns' in table) database.addColumns(name, table.columns);
  else {
    if (table.result) database.addColumns(input.resultTable, table.result, true);
    statements.push(table.sql);
    database.run(`CREATE OR REPLACE TABLE ${name} AS FROM (${table.sql})`);
  }
  return database.table(`FROM ${name}`);
}

/** Defaults filled in, column names as the relation has them: what the cell kind and the engine do in the app. */
export function inputOf(database: Pick<TestDatabase, 'columns'>, analysis: AnyAnalysis, run: TestRun): Input {
  const columns = database.columns(run.from);
  const found = (name: string): string => {
    const column = columnNamed(columns, name);
    if (!column) throw new Error(`test: ${run.from} has no column ${name}`);
    return column.name;
  };
  const name = run.name ?? 'result';
  const labels = run.labels ?? {};
  const roles = Object.entries(analysis.roles as Roles).map(([key, role]) => {
    const given = run.roles[key] ?? null;
    if (given === null) return [key, role.many ? [] : null];
    return [key, Array.isArray(given) ? given.map(found) : found(given)];
  });
  const options = Object.entries(analysis.options as Options).map(([key, option]) => [
    key,
    run.options?.[key] ?? option.default,
  ]);
  return {
    name,
    from: run.from,
    columns,
    roles: Object.fromEntries(roles) as Input['roles'],
    options: Object.fromEntries(options) as Input['options'],
    labels,
    notebookAsOf: run.notebookAsOf ?? null,
    relation: ident(run.from),
    label: (column) => ownValue(labels, column) ?? column,
    kept: (query) => `_soundings.${ident(`${name}_kept_${query}`)}`,
    resultTable: `_soundings.${ident(`${name}_result`)}`,
    published: (suffix) => ident(suffix ? `${name}_${suffix}` : name),
  };
}

function shaped(table: Table, shape: Shape, query: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(shape)) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (!column) throw new Error(`query ${query} gives no column ${name}`);
    if (column.kind !== kind)
      throw new Error(`query ${query} gives ${name} as ${column.type}, but its shape says ${kind}`);
    values[name] = column.values;
  }
  return values;
}
