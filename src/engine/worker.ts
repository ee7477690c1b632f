import { expose, transfer } from 'comlink';
import { analyses } from '../analyses';
import { done, failed, InputProblem, type Outcome } from '../values/problem';
import { transferables, type Table } from '../values/table';
import { AnalysisCache } from './analysis-cache';
import { analysisSql, dropForgotten, runAnalysis } from './analysis-run';
import { publishedName } from './analysis-input';
import type { AnalysisRequest, EngineApi, EngineAssets } from './api';
import { columnDetail } from './column-detail';
import { runChart } from './chart-run';
import { adoptTable, compareSources } from './compare-sources';
import { createCompute, type Compute } from './computer';
import { startDuck, type BrowserDatabase } from './duck';
import { engineProblem } from './errors';
import { exportTable } from './export-table';
import { sqlFunctions } from './functions';
import { importSource } from './import/import-source';
import { previewImport } from './import/preview-import';
import { joinCandidates } from './joins/join-candidates';
import { forwardProgress } from './forward-progress';
import { Pages } from './page';
import { levelsOf, profileColumns } from './profile';
import { describeRelation } from './relations';
import { Run, Runs } from './run';
import { runSqlCell, setVariable } from './sql-cell';
import { ident } from '../sql/quote';
import { Turns } from './turns';
import { warmUp } from './warm-up';
import { Idle } from './idle';
import { unpackedWasm } from './unpacked-wasm';

/** What is there once DuckDB is up. */
interface Engine {
  database: BrowserDatabase;
  pages: Pages;
  compute: Compute;
  cache: AnalysisCache;
}

/** The engine worker: owns DuckDB and the compute worker, and answers the page. Errors become problems here. */
let engine: Engine | null = null;
const runs = new Runs();
/** Runs that write or take long, one after another; looking at tables goes on meanwhile. */
const turns = new Turns();
/** Warms the engine up before the first file is dropped, and only while nobody waits for anything. */
const idle = new Idle(500, async (run) => {
  if (engine) await warmUp(engine.database, engine.database.spare, run);
});

const api: EngineApi = {
  boot: (assets) => answer(() => boot(assets)),
  importSource: (id, request, onProgress) =>
    inTurn(id, ({ database, cache }, run) => {
      const { tell, percentage } = forwardProgress(onProgress);
      database.onPercentage(percentage);
      cache.relationsChanged([request.relation]);
      return importSource(database, request, run, tell).finally(() => database.onPercentage(() => undefined));
    }),
  previewImport: (id, request) => look(({ database }, run) => previewImport(database, request, run), id),
  compareSources: (id, before, now) =>
    look(({ database }, run) => compareSources(database.look, before, now, run), id),
  adopt: (from, to) =>
    inTurn(null, async ({ database, cache }) => {
      await adoptTable(database.work, from, to);
      cache.relationsChanged([from, to]);
      return null;
    }),
  joinCandidates: (id, relations) =>
    look(({ database }, run) => joinCandidates(database.look, relations, run), id),
  drop: (relations) =>
    inTurn(null, async ({ database, cache }) => {
      for (const relation of relations) await database.work.query(`DROP TABLE IF EXISTS ${ident(relation)}`);
      cache.relationsChanged(relations);
      cache.cellsDropped(relations);
      await dropForgotten(database, cache);
      return null;
    }),
  setVariable: (name, value) =>
    inTurn(null, async ({ database }) => {
      await setVariable(database.work, name, value);
      return null;
    }),
  runSql: (id, request) =>
    inTurn(id, ({ database, cache }, run) => {
      cache.relationsChanged([request.name]);
      return runSqlCell(database, request, run);
    }),
  runAnalysis: (id, request, onProgress) =>
    inTurn(id, async (engine, run) => {
      engine.cache.relationsChanged(published(request));
      await dropForgotten(engine.database, engine.cache);
      return runAnalysis(engine, request, run, onProgress);
    }),
  analysisSql: (request) => inTurn(null, ({ database }, run) => analysisSql(database, request, run)),
  runChart: (id, spec) => inTurn(id, ({ database }, run) => runChart(database, spec, run)),
  page: async (request) => moved(await look(({ pages }) => pages.page(request))),
  countRows: (id, relation, filter) => look(({ pages }, run) => pages.count(relation, filter, run), id),
  columnDetail: (id, relation, column, filter) =>
    look(({ database }, run) => columnDetail(database.look, relation, column, filter, run), id),
  describe: (relation) => look(({ database }) => describeRelation(database.look, relation)),
  profile: (id, relation, columns) =>
    look(({ database }, run) => profileColumns(database.look, relation, columns, run), id),
  levels: (relation, column, limit) =>
    look(({ database }) => levelsOf(database.look, relation, column, limit)),
  exportTable: (id, relation, as, onProgress) =>
    look(({ database }, run) => exportTable(database, relation, as, run, onProgress), id),
  functions: () => look(({ database }) => sqlFunctions(database.look)),
  cancel: (id) => {
    runs.stop(id);
    return Promise.resolve();
  },
};
expose(api);

async function boot(assets: EngineAssets): Promise<{ version: string; wasm: Blob }> {
  const wasm = await unpackedWasm(assets.wasm);
  const database = await startDuck(assets.duckdbWorker, wasm);
  engine = {
    database,
    pages: new Pages(database.look),
    compute: createCompute(assets.compute),
    cache: new AnalysisCache(),
  };
  return { version: database.version, wasm };
}

/** The relations that a run of an analysis may make anew. */
const published = ({ id, name }: AnalysisRequest): string[] => [
  name,
  ...(analyses.get(id)?.tableSuffixes ?? []).map((suffix) => publishedName(name, suffix)),
];

async function answer<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return done(await idle.during(work));
  } catch (error) {
    return failed(engineProblem(error));
  }
}

function running(): Engine {
  if (engine) return engine;
  throw new InputProblem('The engine is not running.', { reason: 'engine' });
}

/** Work that waits for its turn; with an id it can be stopped, also while it waits. */
const inTurn = <T>(id: string | null, work: (engine: Engine, run: Run) => Promise<T>): Promise<Outcome<T>> =>
  look((engine, run) => turns.take(run, () => work(engine, run)), id);

const look = <T>(
  work: (engine: Engine, run: Run) => Promise<T>,
  id: string | null = null,
): Promise<Outcome<T>> =>
  answer(() => (id === null ? work(running(), new Run()) : runs.begin(id, (run) => work(running(), run))));

/** An answer whose numbers are moved to the page instead of copied; Comlink looks at the outermost object only. */
const moved = (outcome: Outcome<Table>): Outcome<Table> =>
  outcome.ok ? transfer(outcome, transferables(outcome.value)) : outcome;
