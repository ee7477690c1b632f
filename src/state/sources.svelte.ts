import { SvelteMap } from 'svelte/reactivity';
import type { ImportChoices, ImportReport } from '../engine/api';
import type { Engine } from '../engine/client';
import type { DeclaredSource } from '../notebook/document';
import type { NotebookStore } from '../storage/api';
import type { Problem } from '../values/problem';

/** A file bound to a source of the notebook, or the want of one. Replaced, never mutated. */
export interface SourceState {
  relation: string;
  fileName: string;
  status: 'missing' | 'reading' | 'ready' | 'failed';
  /** From 0 to 1 while reading, where known. */
  fraction: number | null;
  stage: string;
  file: File | null;
  report: ImportReport | null;
  problem: Problem | null;
  /** Whether the bytes are on this device: nothing yet, on their way, whole, or why not. */
  kept: 'no' | 'keeping' | 'kept' | 'refused';
  keptReason: string | null;
  sha256: string | null;
  /** The file differs from the one the notebook was written with. */
  changed: boolean;
  /** The types in the notebook bind: a value that does not fit becomes null. Else they only begin the reading. */
  typesBind: boolean;
  /** Grows with every import, so that results know when they are old. */
  version: number;
}

export interface SourceEvents {
  /** A table is there (or gone): cells that read it may run. */
  onTable(relation: string): Promise<void>;
  onImported(relation: string, report: ImportReport): void;
  onHashed(relation: string, sha256: string): void;
}

const unbound = (relation: string, fileName: string): SourceState => ({
  relation,
  fileName,
  status: 'missing',
  fraction: null,
  stage: '',
  file: null,
  report: null,
  problem: null,
  kept: 'no',
  keptReason: null,
  sha256: null,
  changed: false,
  typesBind: true,
  version: 0,
});

/** The files of the open notebook: which are bound, how far they are read, whether this device keeps them. */
export class SourcesState {
  readonly states = new SvelteMap<string, SourceState>();
  #queue: Promise<unknown> = Promise.resolve();
  #aborts = new Map<string, AbortController>();
  #keeping = new Map<string, AbortController>();
  #waiting = $state(0);
  readonly busy: boolean = $derived(this.#waiting > 0);

  constructor(
    private readonly engine: Engine,
    private readonly store: () => NotebookStore,
    private readonly events: SourceEvents,
  ) {}

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
    if (how.keep) void this.#keep(notebookId, source, file);
    return this.#read(relation, source, file);
  }

  /** From now on the notebook's types bind. */
  bindTypes(relation: string): void {
    this.#patch(relation, { typesBind: true });
  }

  /** Reads a bound file again, after the engine was restarted or the import choices changed. */
  reread(source: DeclaredSource): Promise<void> {
    const state = this.get(source.name);
    if (!state?.file) return Promise.resolve();
    this.#patch(source.name, { status: 'reading', fraction: 0, stage: 'Waiting', problem: null });
    return this.#read(source.name, source, state.file);
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

  /** Another notebook is opened: nothing of this one's is left. */
  clear(): void {
    for (const controller of [...this.#aborts.values(), ...this.#keeping.values()]) controller.abort();
    this.states.clear();
  }

  #read(relation: string, source: DeclaredSource, file: File): Promise<void> {
    const controller = new AbortController();
    this.#aborts.set(relation, controller);
    this.#waiting += 1;
    const job = this.#queue.then(() => this.#import(relation, source, file, controller.signal));
    this.#queue = job.catch(() => undefined).finally(() => (this.#waiting -= 1));
    return job;
  }

  async #import(relation: string, source: DeclaredSource, file: File, signal: AbortSignal): Promise<void> {
    if (signal.aborted && this.get(relation)?.file !== file) return;
    const choices = choicesOf(source);
    const chosenTypes = this.get(relation)?.typesBind ? Object.keys(choices.types ?? {}) : [];
    const outcome = await this.engine.importSource(
      { relation, file, fileName: file.name, choices, chosenTypes },
      {
        signal,
        onProgress: ({ stage, fraction }) => {
          if (this.get(relation)?.file === file) this.#patch(relation, { stage, fraction: fraction ?? null });
        },
      },
    );
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

  async #keep(notebookId: string, source: DeclaredSource, file: File): Promise<void> {
    const relation = source.name;
    this.#keeping.get(relation)?.abort();
    const controller = new AbortController();
    this.#keeping.set(relation, controller);
    this.#patch(relation, { kept: 'keeping', keptReason: null });
    try {
      const result = await this.store().keepSource(
        notebookId,
        relation,
        file,
        () => undefined,
        controller.signal,
      );
      if (this.get(relation)?.file !== file) return;
      this.#patch(relation, {
        kept: result.kept ? 'kept' : 'refused',
        keptReason: result.reason ?? null,
        sha256: result.sha256,
        changed: source.sha256 !== null && source.sha256 !== result.sha256,
      });
      this.events.onHashed(relation, result.sha256);
    } catch (error) {
      if (controller.signal.aborted || this.get(relation)?.file !== file) return;
      this.#patch(relation, {
        kept: 'refused',
        keptReason: error instanceof Error ? error.message : String(error),
      });
    }
  }

  #set(relation: string, state: SourceState): void {
    this.states.set(relation.toLowerCase(), state);
  }

  #patch(relation: string, change: Partial<SourceState>): void {
    const state = this.get(relation);
    if (state) this.#set(relation, { ...state, ...change });
  }
}

/** A source's `import:` and `columns:` as the engine takes them; unknown keys are the document's business. */
export function choicesOf(source: DeclaredSource): ImportChoices {
  const types = Object.fromEntries(
    Object.entries(source.columns).flatMap(([name, { type }]) => (type ? [[name, type]] : [])),
  );
  const { delimiter, quote, escape, encoding, header, decimal, dates } = source.import as ImportChoices;
  return Object.fromEntries(
    Object.entries({ delimiter, quote, escape, encoding, header, decimal, dates, types }).filter(
      ([key, value]) => value !== undefined && !(key === 'types' && Object.keys(types).length === 0),
    ),
  );
}
