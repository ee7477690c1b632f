import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { kindOf } from '../cells/kinds';
import type { CellRequest, KindContext } from '../cells/kind';
import type { RelationInfo } from '../engine/api';
import type { Engine } from '../engine/client';
import type { Cell } from '../notebook/document';
import type { Problem } from '../values/problem';
import { tablesOfResult, untouched, type CellResult, type CellRun, type CellStatus } from './cell-run';
import { CellRuns } from './cell-runs.svelte';
import { nextRun } from './next-run';
import type { NotebookState } from './notebook.svelte';
import { fingerprints, planOf, publishedBy, type Plan } from './plan';
import { RunHistory } from './run-history.svelte';
import { columnMeanings } from './column-meanings';
import type { SourcesState } from './sources.svelte';
import { pastRun, timedRun } from './timed-run';
import { verdictOn } from './verdict';

/** A run younger than this, in milliseconds, is let end though its result is old already. */
const NEARLY_DONE = 150;

export interface RunEvents {
  onResult(cell: Cell, result: CellResult, elapsed: number): void;
  /** A run has ended, however. */
  onRun(): void;
  labels(relation: string): Readonly<Record<string, string>>;
}

/**
 * Runs the cells: one at a time, a cell after what it reads. What an edit makes old reruns by itself unless it was
 * slow; a failure stops only what depends on it.
 */
export class RunsState {
  readonly #cells = new CellRuns();
  /** Tables that exist in the engine now, by lower-case name. */
  readonly tables = new SvelteMap<string, RelationInfo>();
  readonly due = new SvelteSet<string>();
  readonly history = new RunHistory(() => this.events.onRun());
  running = $state<string | null>(null);
  plan = $state.raw<Plan>() as Plan;
  /** The cell being typed in, with the text that still counts for it. */
  #draft: { id: string; body: string } | null = null;
  /** The texts that a person stopped: they stay stopped until asked for, also when the engine is built again. */
  #stopped = new Map<string, string>();
  #current: AbortController | null = null;
  #pumping = false;
  #fingerprints = new Map<string, string>();
  readonly #standing = {
    run: (id: string): CellRun => this.get(id),
    isDue: (id: string): boolean => this.due.has(id),
    fingerprint: (id: string): string | undefined => this.#fingerprints.get(id),
    source: (name: string) => this.sources.get(name),
  };

  readonly busy: boolean = $derived(this.due.size > 0 || this.running !== null);

  constructor(
    private readonly notebook: NotebookState,
    private readonly sources: SourcesState,
    private readonly engine: Engine,
    private readonly events: RunEvents,
  ) {
    this.plan = planOf(notebook.document, null);
  }

  get(id: string): CellRun {
    return this.#cells.get(id);
  }

  /** What the page shows for a cell: text and input cells are always done. */
  statusOf(cell: Cell): CellStatus {
    if (cell.kind === 'text') return 'done';
    const run = this.get(cell.id);
    if (cell.kind === 'input') return run.status === 'failed' ? 'failed' : 'done';
    return run.status;
  }

  /** Typing begins: until it ends, the text as it was counts. */
  beginDraft(cell: Cell): void {
    if (this.#draft?.id === cell.id) return;
    this.#draft = { id: cell.id, body: cell.body };
  }

  /** The edit counts now. With `run` the cell runs even when its text is as before. */
  commitDraft(id: string, run: boolean): void {
    if (this.#draft?.id === id) this.#draft = null;
    this.notebook.settle();
    this.refresh(run ? id : null);
  }

  /**
   * Takes in what changed (the document, a source): cells that are no longer published lose their tables, cells whose
   * result is old run again, or wait as stale when they were slow. `edited` runs in any case.
   */
  refresh(edited: string | null = null): void {
    const before = this.plan;
    this.plan = planOf(this.notebook.document, this.#draft);
    this.#fingerprints = fingerprints(this.plan, {
      source: (name) => `${this.sources.get(name)?.status} ${this.sources.get(name)?.version}`,
      asOf: this.notebook.document.frontMatter.asOf,
      labels: (name) => JSON.stringify(this.events.labels(name)),
    });
    this.#dropUnpublished(before);
    for (const id of this.plan.graph.order) this.#judge(id, id === edited);
    void this.#pump();
  }

  /** Every cell runs, whatever it shows. */
  runAll(): void {
    this.#forget();
    this.refresh();
    for (const id of this.plan.graph.order) if (this.#runs(id)) this.due.add(id);
    void this.#pump();
  }

  /** One cell runs, after those of its ancestors whose tables are old. */
  run(id: string): void {
    if (this.#draft?.id === id) this.#draft = null;
    for (const ancestor of this.plan.graph.ancestors(id))
      if (this.get(ancestor).status === 'stopped') this.due.add(ancestor);
    this.refresh(id);
  }

  /** Ends the run under way and lets nothing follow. */
  stop(): void {
    for (const id of this.due) {
      const run = this.get(id);
      if (id !== this.running)
        this.#cells.change(id, { status: run.result ? 'stale' : 'stopped', attempted: this.#wanted(id) });
    }
    this.due.clear();
    this.#current?.abort();
  }

  /** Ends one run, or takes one cell out of those that wait; the others go on. What reads it waits for it. */
  stopOne(id: string): void {
    if (id === this.running) {
      this.due.delete(id);
      this.#current?.abort();
    } else if (this.due.delete(id)) {
      this.#stopped.set(id, this.plan.cells.get(id)?.body ?? '');
      this.#cells.change(id, { status: 'stopped', attempted: this.#wanted(id) });
      void this.#pump();
    }
  }

  /** Runs these cells, after those of their ancestors whose tables are old. */
  runSome(ids: readonly string[]): void {
    this.refresh();
    for (const id of ids) {
      if (!this.#runs(id)) continue;
      for (const ancestor of this.plan.graph.ancestors(id))
        if (this.get(ancestor).status === 'stopped') this.due.add(ancestor);
      this.due.add(id);
    }
    void this.#pump();
  }

  /** The engine lost its tables: everything but a cell that the user has just stopped is made again. */
  engineRestarted(): void {
    this.tables.clear();
    for (const [id, { status, result }] of this.#cells.all())
      if (status !== 'stopped') this.#cells.forget(id, result ? { status: 'stale' } : {});
  }

  /** Another notebook: results shown are those kept for it, stale until their tables are rebuilt. */
  reset(kept: ReadonlyMap<string, { result: CellResult; elapsed: number }>): void {
    this.stop();
    this.#cells.clear();
    this.history.clear();
    this.#draft = null;
    void this.engine.drop([...this.tables.keys()]);
    this.tables.clear();
    this.#fingerprints.clear();
    for (const cell of this.notebook.cells) {
      const saved = kept.get(cell.name);
      if (saved) this.#cells.restore(cell.id, saved);
    }
    this.plan = planOf(this.notebook.document, this.#draft);
  }

  sourceTable(relation: string, info: RelationInfo | null): void {
    if (info) this.tables.set(relation.toLowerCase(), info);
    else this.tables.delete(relation.toLowerCase());
  }

  context(): KindContext {
    return {
      ...this.plan.names,
      columns: (relation) => this.tables.get(relation.toLowerCase())?.columns,
      labels: (relation) => this.events.labels(relation),
      meanings: (relation) => columnMeanings(this.sources.states.values(), relation),
      notebookAsOf: this.notebook.document.frontMatter.asOf,
    };
  }

  /** What the cell would do if it ran now, or why it cannot. */
  requestOf(cell: Cell): CellRequest | { problem: Problem } {
    const kind = kindOf(cell.kind);
    if (!kind) return { type: 'none' };
    return kind.request(
      { kind: cell.kind, name: cell.name, body: this.plan.cells.get(cell.id)?.body ?? cell.body },
      this.context(),
    );
  }

  #runs(id: string): boolean {
    const kind = this.plan.cells.get(id)?.kind;
    return kind !== undefined && kind !== 'text';
  }

  #judge(id: string, edited: boolean): void {
    if (!this.#runs(id)) return;
    if (edited) return void this.due.add(id);
    const verdict = verdictOn(this.get(id), {
      wanted: this.#wanted(id),
      stopped: this.#stopped.get(id) === this.plan.cells.get(id)?.body,
      isBelowStale: () => this.plan.graph.ancestors(id).some((above) => this.#isLeftStale(above)),
    });
    if (verdict === 'due') this.due.add(id);
    else if (verdict === 'again') this.#supersede(id);
    else if (verdict === 'stale') this.#cells.change(id, { status: 'stale', progress: null });
  }

  /** Whether its old result stands until somebody asks for another. */
  #isLeftStale(id: string): boolean {
    return this.get(id).status === 'stale' && this.get(id).fingerprint !== null && !this.due.has(id);
  }

  /**
   * The cell under way is to run again with what it says now. An analysis is stopped for that: its result would be
   * thrown away. One just begun is left alone for a moment, since ending nearly every run is quicker than stopping it.
   */
  #supersede(id: string): void {
    this.due.add(id);
    const run = this.get(id);
    const current = this.#current;
    if (this.running !== id || !current || !isAnalysis(this.plan.cells.get(id))) return;
    const wait = Math.max(0, NEARLY_DONE - (performance.now() - (run.startedAt ?? 0)));
    setTimeout(() => current.abort(), wait);
  }

  #forget(): void {
    for (const [id] of this.#cells.all()) this.#cells.forget(id);
  }

  /** The fingerprint of what a cell would give now. */
  #wanted(id: string): string | null {
    return this.#fingerprints.get(id) ?? null;
  }

  #dropUnpublished(before: Plan): void {
    const gone: string[] = [...this.tables.keys()].filter(
      (name) => !this.plan.publisher.has(name) && !this.plan.sources.has(name),
    );
    for (const id of before.cells.keys())
      if (!this.plan.cells.has(id)) {
        this.due.delete(id);
        // The result stays for an undo, which runs the cell again because its table is gone.
        if (this.get(id) !== untouched) this.#cells.forget(id, { status: 'stale' });
        if (this.running === id) this.#current?.abort();
      }
    if (gone.length) this.#drop(gone);
  }

  #drop(names: string[]): void {
    const held = names.filter((name) => this.tables.has(name));
    for (const name of held) this.tables.delete(name);
    if (held.length) void this.engine.drop(held);
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      const next = (): string | null =>
        nextRun(this.due, this.plan, this.#standing, (...never) => this.#fail(...never));
      for (let id = next(); id !== null; id = next()) await this.#execute(id);
    } finally {
      this.#pumping = false;
    }
  }

  #fail(id: string, problem: Problem, waitsFor: string | null): void {
    this.due.delete(id);
    this.#cells.fail(id, problem, waitsFor, this.#wanted(id));
    const cell = this.plan.cells.get(id);
    if (cell) this.#drop(publishedBy(cell));
  }

  async #execute(id: string): Promise<void> {
    const cell = this.plan.cells.get(id);
    if (!cell) return;
    const wanted = this.#wanted(id);
    this.due.delete(id);
    this.running = id;
    const controller = new AbortController();
    this.#current = controller;
    this.#cells.begin(id, wanted, performance.now());
    const run = await timedRun(this.engine, this.requestOf(cell), controller.signal, {
      onBegin: (startedAt) => {
        if (this.running === id) this.#cells.change(id, { startedAt });
      },
      onProgress: ({ preview, ...progress }) => {
        if (this.running === id && !controller.signal.aborted)
          this.#cells.change(id, { progress, ...(preview ? { preview } : {}) });
      },
    });
    this.running = null;
    this.#current = null;
    const { outcome, elapsed } = run;
    if (!this.plan.cells.has(id)) {
      // Deleted meanwhile, or of a notebook that is closed: nothing may find its tables.
      if (outcome.ok)
        void this.engine.drop(publishedBy(cell).filter((name) => !this.plan.names.relations.has(name)));
      return;
    }
    if (cell.kind !== 'input') this.history.add(id, pastRun(run));
    if (outcome.ok) this.#succeed(id, cell, outcome.value, elapsed, wanted);
    else if (outcome.problem.reason !== 'stopped' || !this.due.has(id))
      this.#ended(id, outcome.problem, elapsed);
  }

  #succeed(id: string, cell: Cell, result: CellResult | null, elapsed: number, wanted: string | null): void {
    this.#cells.succeed(id, result, elapsed, wanted);
    for (const [relation, info] of tablesOfResult(cell.name, result))
      this.tables.set(relation.toLowerCase(), info);
    if (result) this.events.onResult(cell, result, elapsed);
    // Those that waited for this cell, not for a change of their own text; and those left stale because it was.
    for (const child of this.plan.graph.descendants(id))
      if (this.get(child).waitsFor !== null) this.due.add(child);
      else if (this.#isLeftStale(child)) this.#judge(child, false);
  }

  #ended(id: string, problem: Problem, elapsed: number): void {
    if (problem.reason !== 'stopped') return this.#fail(id, problem, null);
    this.#stopped.set(id, this.plan.cells.get(id)?.body ?? '');
    this.#cells.stop(id, problem, elapsed);
  }
}

const isAnalysis = (cell: Cell | undefined): boolean => cell !== undefined && kindOf(cell.kind)?.id === '*';
