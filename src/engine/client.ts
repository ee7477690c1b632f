import { proxy } from 'comlink';
import type { ChartData, ChartSpec } from '../charts/spec';
import type { RowFilter } from '../sql/row-filter';
import { failed, type Outcome, type Problem } from '../values/problem';
import type { OnProgress } from '../values/progress';
import type { Table } from '../values/table';
import type {
  AnalysisPreview,
  AnalysisRequest,
  AnalysisResult,
  ColumnDetail,
  ColumnProfile,
  ExportAs,
  ImportPreview,
  ImportReport,
  ImportRequest,
  JoinCandidate,
  PageRequest,
  RelationInfo,
  SourceComparison,
  SqlRequest,
  SqlResult,
  VariableValue,
} from './api';
import { startLink, type Link } from './link';

/** What a long call may be given: a signal that stops it, and who wants to hear how far it has come. */
export interface During<Preview = never> {
  signal?: AbortSignal | undefined;
  onProgress?: OnProgress<Preview> | undefined;
}

/**
 * The engine as the page sees it. Nothing here throws but bugs: every answer is an Outcome. A call made before the
 * engine is up waits for it. An aborted call answers with reason `stopped`; where the engine had to be restarted for
 * that, the sentence says so, every other call under way answers with reason `engine`, and `onRestart` is called once
 * the new engine is up and empty: sources and cells are then to be built again (variables are set again here).
 */
export interface Engine {
  boot(): Promise<Outcome<{ version: string }>>;
  importSource(request: ImportRequest, during?: During): Promise<Outcome<ImportReport>>;
  previewImport(request: ImportRequest, during?: During): Promise<Outcome<ImportPreview>>;
  compareSources(before: string, now: string, during?: During): Promise<Outcome<SourceComparison>>;
  adopt(from: string, to: string): Promise<Outcome<null>>;
  joinCandidates(relations: string[], during?: During): Promise<Outcome<JoinCandidate[]>>;
  runSql(request: SqlRequest, during?: During): Promise<Outcome<SqlResult>>;
  runAnalysis(request: AnalysisRequest, during?: During<AnalysisPreview>): Promise<Outcome<AnalysisResult>>;
  runChart(spec: ChartSpec, during?: During): Promise<Outcome<ChartData>>;
  analysisSql(request: AnalysisRequest): Promise<Outcome<string>>;
  page(request: PageRequest): Promise<Outcome<Table>>;
  countRows(relation: string, filter: RowFilter, during?: During): Promise<Outcome<number>>;
  columnDetail(
    relation: string,
    column: string,
    filter: RowFilter,
    during?: During,
  ): Promise<Outcome<ColumnDetail>>;
  describe(relation: string): Promise<Outcome<RelationInfo>>;
  profile(relation: string, columns: string[], during?: During): Promise<Outcome<ColumnProfile[]>>;
  levels(relation: string, column: string, limit: number): Promise<Outcome<string[]>>;
  exportTable(relation: string, as: ExportAs, during?: During): Promise<Outcome<Blob>>;
  functions(): Promise<Outcome<{ name: string; parameters: string; description: string }[]>>;
  drop(relations: string[]): Promise<Outcome<null>>;
  setVariable(name: string, value: VariableValue): Promise<Outcome<null>>;
  /** Ends the engine for good. */
  dispose(): void;
}

export interface EngineEvents {
  /** An engine is up: the first, one after a boot that failed, or one that took a lost one's place. */
  onUp?(version: string): void;
  /** The engine was lost and is up again, empty; the problem says why. Also called, with the boot's problem, when it cannot start again. */
  onRestart(reason: Problem): void;
}

/** How long a stop may take before the engine is ended, in milliseconds; with the restart noticed it stays under 2 s. */
const STOP_PATIENCE = 1700;

export function createEngine(events: EngineEvents): Engine {
  const variables = new Map<string, VariableValue>();
  let link: Link | null = null;
  let disposed = false;
  let nextRun = 1;

  /** The engine at work, started where there is none. */
  function current(): Link {
    if (link) return link;
    const started = startLink(variables, (reason) => void restart(started, reason));
    link = started;
    void started.booted.then((booted) => booted.ok && events.onUp?.(booted.value.version));
    return started;
  }

  /** Waits until an engine is up; one that does not come up is forgotten, so that the next call tries again. */
  async function bootedBy(used: Link): Promise<Outcome<{ version: string }>> {
    const booted = await used.booted;
    if (!booted.ok && link === used) link = null;
    return booted;
  }

  /** Ends an engine, unless another has taken its place already, and starts the next. */
  async function restart(old: Link | null, reason: Problem): Promise<void> {
    if (!old || link !== old) return;
    old.end(reason);
    link = null;
    if (disposed) return;
    const booted = await bootedBy(current());
    events.onRestart(booted.ok ? reason : booted.problem);
  }

  async function call<T>(ask: (link: Link) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const used = current();
    const booted = await bootedBy(used);
    if (!booted.ok) return booted;
    const outcome = await Promise.race([ask(used), used.ended]);
    if (outcome.ok) return outcome;
    if (outcome.problem.reason === 'engine') void restart(used, outcome.problem);
    return failed(forBystander(outcome.problem));
  }

  /** A call that a signal can stop: politely first, then by ending the engine. */
  async function run<T>(
    during: Pick<During, 'signal'> | undefined,
    ask: (link: Link, run: string) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const signal = during?.signal;
    if (signal?.aborted) return failed(stoppedProblem);
    const id = `run-${nextRun++}`;
    let patience: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => {
      const used = link;
      if (!used?.api) return; // it still boots, and the call will not be made
      void used.api.cancel(id);
      patience = setTimeout(() => void restart(used, stoppedHardProblem), STOP_PATIENCE);
    };
    signal?.addEventListener('abort', stop, { once: true });
    const outcome = await call((used) =>
      signal?.aborted ? Promise.resolve(failed(stoppedProblem)) : ask(used, id),
    );
    clearTimeout(patience);
    signal?.removeEventListener('abort', stop);
    const stoppedHard = !outcome.ok && outcome.problem.reason === 'engine' && signal?.aborted;
    return stoppedHard ? failed(stoppedHardProblem) : outcome;
  }

  const progress = <P>(during: During<P> | undefined): OnProgress<P> =>
    proxy(during?.onProgress ?? (() => undefined));

  return {
    boot: () => bootedBy(current()),
    importSource: (request, during) =>
      run(during, (used, id) => used.api.importSource(id, request, progress(during))),
    previewImport: (request, during) => run(during, (used, id) => used.api.previewImport(id, request)),
    compareSources: (before, now, during) =>
      run(during, (used, id) => used.api.compareSources(id, before, now)),
    adopt: (from, to) => call((used) => used.api.adopt(from, to)),
    joinCandidates: (relations, during) => run(during, (used, id) => used.api.joinCandidates(id, relations)),
    runSql: (request, during) => run(during, (used, id) => used.api.runSql(id, request)),
    runAnalysis: (request, during) =>
      run(during, (used, id) => used.api.runAnalysis(id, request, progress(during))),
    runChart: (spec, during) => run(during, (used, id) => used.api.runChart(id, spec)),
    analysisSql: (request) => call((used) => used.api.analysisSql(request)),
    page: (request) => call((used) => used.api.page(request)),
    countRows: (relation, filter, during) =>
      run(during, (used, id) => used.api.countRows(id, relation, filter)),
    columnDetail: (relation, column, filter, during) =>
      run(during, (used, id) => used.api.columnDetail(id, relation, column, filter)),
    describe: (relation) => call((used) => used.api.describe(relation)),
    profile: (relation, columns, during) =>
      run(during, (used, id) => used.api.profile(id, relation, columns)),
    levels: (relation, column, limit) => call((used) => used.api.levels(relation, column, limit)),
    exportTable: (relation, as, during) =>
      run(during, (used, id) => used.api.exportTable(id, relation, as, progress(during))),
    functions: () => call((used) => used.api.functions()),
    drop: (relations) => call((used) => used.api.drop(relations)),
    setVariable(name, value) {
      variables.set(name, value);
      return call((used) => used.api.setVariable(name, value));
    },
    dispose() {
      disposed = true;
      link?.end(stoppedProblem);
    },
  };
}

const stoppedProblem: Problem = { reason: 'stopped', message: 'Stopped.' };
const stoppedHardProblem: Problem = {
  reason: 'stopped',
  message: 'Stopped. The query would not stop by itself, so the engine was restarted.',
  hint: 'The tables are being built again from your files.',
};

/** What a call hears that was under way when another one was stopped the hard way. */
const forBystander = (problem: Problem): Problem =>
  problem === stoppedHardProblem
    ? {
        reason: 'engine',
        message: 'The engine was restarted to stop another cell.',
        hint: 'The tables are being built again from your files.',
      }
    : problem;
