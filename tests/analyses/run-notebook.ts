import { analyses } from '../../src/analyses';
import type { CellRequest, KindContext } from '../../src/cells/kind';
import { kindOf } from '../../src/cells/kinds';
import { chartQuery } from '../../src/charts/chart-query';
import type { CellChart } from '../../src/charts/spec';
import type { Cell } from '../../src/notebook/document';
import { graphOf, namesOf } from '../../src/notebook/order';
import { cellsOf, parseNotebook } from '../../src/notebook/parse';
import { ident, literal } from '../../src/sql/quote';
import { wrapStatement } from '../../src/sql/wrap';
import type { Table } from '../../src/values/table';
import type { TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRunResult } from '../sql/run-analysis';

export interface NotebookRun {
  problems: string[];
  /** By the cell's name. */
  analyses: Map<string, TestRunResult>;
  charts: Map<string, Table>;
}

/** Runs every cell of a notebook in the order of its references, on sources that are already tables. Throws at the first that fails. */
export function runNotebook(database: TestDatabase, text: string): NotebookRun {
  const document = parseNotebook(text);
  const { frontMatter } = document;
  const cells = new Map(cellsOf(document).map((cell) => [cell.id, cell]));
  const context: KindContext = {
    ...namesOf(document),
    columns: (relation) => database.columns(relation),
    labels: (relation) => {
      const columns = frontMatter.sources.find(({ name }) => name === relation)?.columns ?? {};
      return Object.fromEntries(Object.entries(columns).map(([name, { label }]) => [name, label ?? name]));
    },
    notebookAsOf: frontMatter.asOf,
  };
  const run: NotebookRun = {
    problems: document.problems.map(({ message }) => message),
    analyses: new Map(),
    charts: new Map(),
  };
  for (const id of graphOf(document).order) {
    const cell = cells.get(id);
    if (cell) runRequest(database, cell, requestOf(cell, context), context, run);
  }
  return run;
}

function requestOf(cell: Cell, context: KindContext): CellRequest {
  const request = kindOf(cell.kind)?.request(cell, context);
  if (!request) throw new Error(`${cell.name}: no kind ${cell.kind}`);
  if ('problem' in request) throw new Error(`${cell.name}: ${request.problem.message}`);
  return request;
}

function runRequest(
  database: TestDatabase,
  cell: Cell,
  request: CellRequest,
  context: KindContext,
  run: NotebookRun,
): void {
  if (request.type === 'variable')
    database.run(`SET VARIABLE ${ident(cell.name)} = ${literal(request.value.value)}`);
  if (request.type === 'sql') database.run(wrapStatement(cell.name, cell.body, context.variables).sql);
  if (request.type === 'chart') {
    const spec = request.spec as CellChart;
    const rows = Number(database.query(`SELECT count(*) AS n FROM ${ident(spec.from)}`)[0]?.['n']);
    run.charts.set(cell.name, database.table(chartQuery(spec, database.columns(spec.from), rows).sql));
  }
  if (request.type === 'analysis') {
    const analysis = analyses.get(request.request.id);
    if (analysis) run.analyses.set(cell.name, runAnalysis(database, analysis, request.request));
  }
}
