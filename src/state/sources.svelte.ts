import { SvelteMap } from 'svelte/reactivity';
import type { ImportReport, ImportRequest } from '../engine/api';
import type { Engine } from '../engine/client';
import type { DeclaredSource } from '../notebook/document';
import type { NotebookStore } from '../storage/api';
import type { Outcome } from '../values/problem';
import type { Progress } from '../values/progress';
import { choicesOf } from './declared-choices';
import { KeptFiles } from './kept-files';
import { reportKey, unbound, type SourceState } from './source-state';
import { randomId } from '../values/random-id';

export interface SourceEvents {
  /** A table is there (or gone): cells that read it may run. */
  onTable(relation: string): Promise<void>;
  onImported(relation: string, report: ImportReport): void;
  onHashed(relation: string, sha256: string): void;
}

/** The files of the open notebook: which are bound, how far they are read, whether this device keeps them. */
export class SourcesState {
  readonly states = new SvelteMap<string, SourceState>();
  /** What was removed while this notebook is open, by lower-case name: it can be put back whole. */
  readonly removed = new SvelteMap<string, DeclaredSource>();
  #queue: Promise<unknown> = Promise.resolve();
  #aborts = new Map<string, AbortController>();
  readonly #keptFiles: KeptFiles;
  #salt: string | null = null;
  #waiting = $state(0);
  readonly busy: boolean = $derived(this.#waiting > 0);

  constructor(
    private readonly engine: Engine,
    private readonly store: () => NotebookStore,
    private readonly events: SourceEvents,
  ) {
    this.#keptFiles = new KeptFiles(
      store,
      {
        get: (relation) => this.get(relation),
        patch: (relation, change) => this.#patch(relation, change),
      },
      (relation, sha256) => events.onHashed(relation, sha256),
    );
  }

  get(relation: string): SourceState | undefined {
    return this.states.get(relation.toLowerCase());
  }

  /** Makes the states follow the notebook's declarations; a bound file stays bound while the notebook is open. */
  follow(declared: readonly DeclaredSource[]): void {
    for (const source of declared)
      if (!this.get(source.name)) this.#set(source.name, unbound(source.name, source.file));
  }

  /** While this device is searched for the files, a source is neither missing nor there. */
  lookFor(declared: readonly DeclaredSource[]): void {
    for (const source of declared)
      this.#set(source.name, {
        ...unbound(source.name, source.file),
        status: 'reading',
        stage: 'Looking for it',
      });
  }

  /** What the last reading said, for sources whose file is not there now. */
  remember(kept: ReadonlyMap<string, unknown>): void {
    for (const { relation } of this.states.values()) {
      const report = kept.get(reportKey(relation)) as ImportReport | undefined;
      if (report && Array.isArray(report.columns)) this.#patch(relation, { report });
    }
  }

  /** The search ended without a file. */
  notFound(relation: string): void {
    if (!this.get(relation)?.file) this.#patch(relation, { status: 'missing', stage: '' });
  }

  /**
   * Binds a file and reads it as the notebook says; imports run one after another. With `keep` the bytes go to this
   * device's storage as well.
   */
  bind(
    notebookId: string,
    source: DeclaredSource,
    file: File,
    how: { keep: boolean; sha256?: string; typesBind?: boolean },
  ): Promise<void> {
    const relation = source.name;
    const previous = this.get(relation) ?? unbound(relation, file.name);
    this.#aborts.get(relation)?.abort();
    this.#set(relation, {
      ...previous,
      fileName: file.name,
      file,
      status: 'reading',
      fraction: 0,
      stage: 'Waiting',
      problem: null,
      kept: how.sha256 ? 'kept' : 'no',
      sha256: how.sha256 ?? null,
      typesBind: how.typesBind ?? true,
      changed: how.sha256 !== undefined && source.sha256 !== null && source.sha256 !== how.sha256,
    });
    if (how.keep) void this.#keptFiles.keep(notebookId, source, file);
    return this.#read(relation, source, file);
  }

  /** These columns' types are a person's word: values that do not fit become null, and are counted. */
  chooseTypes(relation: string, columns: readonly string[]): void {
    const before = this.get(relation)?.chosen ?? [];
    this.#patch(relation, { chosen: [...new Set([...before, ...columns])] });
  }

  /** The reading begins anew: what was found before binds nothing. */
  findTypes(relation: string): void {
    this.#patch(relation, { typesBind: false, chosen: [] });
  }

  /** Reads a bound file again, after the engine was restarted or the import choices changed. */
  reread(source: DeclaredSource): Promise<void> {
    const state = this.get(source.name);
    if (!state?.file) return Promise.resolve();
    this.#patch(source.name, { status: 'reading', fraction: 0, stage: 'Waiting', problem: null });
    return this.#read(source.name, source, state.file);
  }

  /** Reads a file into a table of another name beside the one of a source, as the source is read. */
  readAside(
    source: DeclaredSource,
    file: File,
    relation: string,
    during: { signal: AbortSignal; onProgress: (progress: Progress) => void },
  ): Promise<Outcome<ImportReport>> {
    return this.#inTurn(async () =>
      this.engine.importSource({ ...(await this.#request(source, file)), relation }, during),
    );
  }

  /** The file behind a table that is there already becomes the source's. */
  adopt(notebookId: string, source: DeclaredSource, file: File, report: ImportReport): Promise<void> {
    const { name: relation } = source;
    const before = this.get(relation) ?? unbound(relation, file.name);
    this.#set(relation, {
      ...before,
      ...{ fileName: file.name, file, status: 'ready', fraction: null, stage: '', problem: null },
      ...{ report: { ...report, relation }, version: before.version + 1 },
      ...{ kept: 'no', keptReason: null, sha256: null, changed: false },
    });
    void this.#keptFiles.keep(notebookId, source, file);
    return this.#inTurn(async () => {
      this.events.onImported(relation, { ...report, relation });
      await this.events.onTable(relation);
    });
  }

  /** The device's copy of the bytes goes; the table stays while the notebook is open. */
  forget(notebookId: string, relation: string): Promise<void> {
    return this.#keptFiles.forget(notebookId, relation);
  }

  stopReading(relation: string): void {
    this.#aborts.get(relation)?.abort();
  }

  /** True while a file is being read. */
  get reading(): SourceState | undefined {
    return [...this.states.values()].find((state) => state.status === 'reading');
  }

  acceptChanged(relation: string): void {
    this.#patch(relation, { changed: false });
  }

  /** Nothing more is written to this device; a file that was on its way is not kept. */
  stopKeeping(): void {
    this.#keptFiles.stop();
    for (const { relation, kept } of this.states.values())
      if (kept === 'keeping') this.#patch(relation, { kept: 'no' });
  }

  /** Keeps the files that are bound but not kept so far. */
  keepBound(notebookId: string, declared: readonly DeclaredSource[]): void {
    for (const source of declared) {
      const state = this.get(source.name);
      if (state?.file && (state.kept === 'no' || state.kept === 'refused'))
        void this.#keptFiles.keep(notebookId, source, state.file);
    }
  }

  /** Another notebook is opened: nothing of this one's is left. */
  clear(): void {
    for (const controller of this.#aborts.values()) controller.abort();
    this.#keptFiles.stop();
    this.states.clear();
    this.removed.clear();
  }

  #read(relation: string, source: DeclaredSource, file: File): Promise<void> {
    const controller = new AbortController();
    this.#aborts.set(relation, controller);
    return this.#inTurn(() => this.#import(relation, source, file, controller.signal));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const job = this.#queue.then(work);
    this.#queue = job.catch(() => undefined).finally(() => (this.#waiting -= 1));
    return job;
  }

  /** What is asked of the engine; personal columns are hashed with this device's secret. */
  async #request(source: DeclaredSource, file: File): Promise<ImportRequest> {
    const choices = choicesOf(source);
    const state = this.get(source.name);
    const types = Object.keys(choices.types ?? {});
    const chosenTypes = state?.typesBind ? types : types.filter((name) => state?.chosen.includes(name));
    const salt = choices.hash?.length ? { salt: await this.salt() } : {};
    return { relation: source.name, file, fileName: file.name, choices, chosenTypes, ...salt };
  }

  /** Where nothing can be kept the secret lasts as long as the page. */
  async salt(): Promise<string> {
    this.#salt ??= await this.store()
      .secret()
      .catch(() => randomId() + randomId());
    return this.#salt;
  }

  async #import(relation: string, source: DeclaredSource, file: File, signal: AbortSignal): Promise<void> {
    if (signal.aborted && this.get(relation)?.file !== file) return;
    const outcome = await this.engine.importSource(await this.#request(source, file), {
      signal,
      onProgress: ({ stage, fraction }) => {
        if (this.get(relation)?.file === file) this.#patch(relation, { stage, fraction: fraction ?? null });
      },
    });
    const current = this.get(relation);
    if (!current && outcome.ok) void this.engine.drop([relation]);
    if (current?.file !== file) return;
    if (outcome.ok) {
      this.#patch(relation, {
        status: 'ready',
        report: outcome.value,
        fraction: null,
        version: current.version + 1,
      });
      this.events.onImported(relation, outcome.value);
    } else {
      this.#patch(relation, {
        status: 'failed',
        problem: outcome.problem,
        fraction: null,
        version: current.version + 1,
      });
    }
    // Awaited, so that the page is not idle between the file and the cells that waited for it.
    await this.events.onTable(relation);
  }

  #set(relation: string, state: SourceState): void {
    this.states.set(relation.toLowerCase(), state);
  }

  #patch(relation: string, change: Partial<SourceState>): void {
    const state = this.get(relation);
    if (state) this.#set(relation, { ...state, ...change });
  }
}
