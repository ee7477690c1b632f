import { createContext } from 'svelte';
import { createEngine, type Engine } from '../engine/client';
import type { RelationInfo } from '../engine/api';
import { newNotebook } from '../notebook/edit';
import type { DeclaredSource, NotebookDocument } from '../notebook/document';
import type { NotebookStore } from '../storage/api';
import { InputProblem, type Problem } from '../values/problem';
import { addedTogether, leftBeside, withoutForeign } from './added-files';
import { focus } from './cell-actions';
import { Declarations } from './declarations';
import { choicesOf } from './declared-choices';
import { FindState } from './find.svelte';
import { KeepingState } from './keeping.svelte';
import { KeptBeside } from './kept-beside';
import { LibraryState } from './library.svelte';
import { NotebookState } from './notebook.svelte';
import { Notices } from './notices.svelte';
import { Opening } from './opening';
import type { CellResult } from './cell-run';
import { PrivacyCheck } from './privacy-check.svelte';
import { RunsState } from './runs.svelte';
import { loadSamples, type Sample } from './samples';
import { noteBinding } from './source-actions';
import { NextFiles } from './next-file.svelte';
import { SourcesState } from './sources.svelte';
import { TabLock } from './tab-lock.svelte';
import { TableLooks } from './table-looks.svelte';
import { ThemeState } from './theme.svelte';

interface SqlFunction {
  name: string;
  parameters: string;
  description: string;
}

/** The running app: the open notebook with its sources and runs, the engine, and what this device keeps. */
export class Workspace {
  readonly engine: Engine;
  readonly notebook: NotebookState;
  readonly sources: SourcesState;
  readonly nextFiles: NextFiles;
  readonly runs: RunsState;
  readonly library: LibraryState;
  readonly keeping = new KeepingState(this);
  readonly theme: ThemeState;
  readonly privacy: PrivacyCheck;
  /** Which tab has the open notebook. */
  readonly lock: TabLock;
  readonly tableLooks = new TableLooks();
  readonly beside = new KeptBeside(this);
  readonly find = new FindState(this);
  readonly declarations = new Declarations(this);
  readonly #opening = new Opening(this);
  engineStatus = $state<'starting' | 'ready' | 'failed'>('starting');
  engineVersion = $state('');
  engineProblem = $state.raw<Problem | null>(null);
  samples = $state.raw<readonly Sample[]>([]);
  /** The cell that has the keyboard, and the one whose editor is open. */
  selected = $state<string | null>(null);
  editing = $state<string | null>(null);
  /** Where a choice of several cells began; it reaches to the selected one. Null where one is chosen. */
  anchor = $state<string | null>(null);
  /** 'palette', 'keyboard' or 'report:<relation>'. */
  dialog = $state<string | null>(null);
  /** True until the first notebook is on the page. */
  opening = $state(true);
  /** Open the browser's file dialogs; given by the top bar, which has the inputs. */
  chooseFiles: (() => void) | null = null;
  chooseNotebook: (() => void) | null = null;
  /** Adds a chart of a table below a cell, by the guess that suits its columns; given by the top bar, too. */
  chartTable: ((table: RelationInfo, cellId: string) => void) | null = null;
  #functions = $state.raw<readonly SqlFunction[]>([]);
  readonly notices = new Notices();
  #actions: Promise<unknown> = Promise.resolve();
  #acting = $state(0);
  readonly busy: boolean = $derived.by(
    () => this.#acting > 0 || this.sources.busy || this.nextFiles.busy || this.runs.busy,
  );

  /** What SQL completion knows. */
  readonly schema = $derived.by(() => ({
    relations: Object.fromEntries(
      [...this.runs.tables.values()].map(({ relation, columns }) => [relation, columns]),
    ),
    labels: (relation: string) => this.labels(relation),
    functions: this.#functions,
    inputs: [...this.runs.plan.names.variables],
  }));

  constructor(store: NotebookStore) {
    this.engine = createEngine({
      onUp: (version) => this.#engineUp(version),
      onRestart: (reason) => void this.#restarted(reason),
    });
    this.privacy = new PrivacyCheck(this.engine);
    this.lock = new TabLock({
      onAsked: () => {
        this.editing = null;
        return this.library.flush();
      },
      onGained: () => void this.#act(() => this.#opening.regained()),
      onErased: () => void this.#act(() => this.keeping.afterErasedElsewhere()),
    });
    this.notebook = new NotebookState(
      newNotebook('Untitled notebook'),
      () => this.lock.elsewhere || this.library.conflict !== null,
    );
    this.library = new LibraryState(store);
    this.theme = new ThemeState(() => this.library.store);
    this.sources = new SourcesState(this.engine, () => this.library.store, {
      onTable: (relation) => this.#tableChanged(relation),
      onImported: (relation, report) => this.declarations.imported(relation, report),
      onHashed: (relation, sha256) => this.declarations.hashed(relation, sha256),
    });
    this.nextFiles = new NextFiles(this.engine, this.sources, {
      notebookId: () => this.library.notebookId,
      declared: (relation) => this.declared(relation),
      onUsed: (relation) => noteBinding(this, relation),
    });
    this.runs = new RunsState(this.notebook, this.sources, this.engine, {
      onResult: (cell, result, elapsed) => this.#keepResult(cell.name, result, elapsed),
      onRun: () => this.beside.changed(),
      labels: (relation) => this.labels(relation),
    });
  }

  /** Starts the engine and opens the notebook that was open last, or an empty one. */
  start(): Promise<void> {
    // Busy until the engine is up, but nothing else waits for it: files dropped meanwhile are kept at once.
    this.#acting += 1;
    const booted = this.engine
      .boot()
      .then((outcome) => {
        if (outcome.ok) return;
        this.engineStatus = 'failed';
        this.engineProblem = outcome.problem;
      })
      .finally(() => (this.#acting -= 1));
    const opened = this.#act(async () => {
      this.samples = await loadSamples().catch(() => []);
      await this.theme.restore();
      const last = await this.library.store.lastOpened().catch(() => null);
      if (!last || !(await this.#opening.stored(last))) await this.#opening.first();
      await this.library.refreshList();
    });
    return Promise.all([opened, booted]).then(() => undefined);
  }

  /** What people call the columns of a relation: a source's own labels, and for the rest the sources' by name. */
  labels(relation: string): Readonly<Record<string, string>> {
    return this.declarations.labels(relation);
  }

  /** A change by the user; what it makes old reruns at once. */
  edit(
    label: string,
    change: (document: NotebookDocument) => NotebookDocument,
    merge: string | null = null,
  ): void {
    this.notebook.edit(label, change, merge);
    this.documentChanged();
    this.runs.refresh();
  }

  /** Typing: saved at once, run when the edit counts. */
  type(label: string, change: (document: NotebookDocument) => NotebookDocument, merge: string): void {
    this.notebook.edit(label, change, merge);
    this.documentChanged();
  }

  undo(): void {
    this.#step(() => this.notebook.undo());
  }

  redo(): void {
    this.#step(() => this.notebook.redo());
  }

  /** A step back or forth; a source whose reading it changes is read again. */
  #step(move: () => void): void {
    const before = this.notebook.document.frontMatter.sources;
    const place = this.notebook.cells.findIndex(({ id }) => id === this.selected);
    move();
    this.followDocument();
    // The keyboard does not go with a cell that the step took away: it goes to the one above.
    const { cells } = this.notebook;
    const near = cells[Math.max(0, place - 1)];
    if (place >= 0 && near && !cells.some(({ id }) => id === this.selected)) focus(this, near.id);
    for (const source of this.notebook.document.frontMatter.sources) {
      const previous = before.find(({ name }) => name === source.name);
      if (previous && JSON.stringify(choicesOf(previous)) !== JSON.stringify(choicesOf(source)))
        void this.sources.reread(source);
    }
    this.runs.refresh();
  }

  runAll(): void {
    this.runs.runAll();
  }

  stop(): void {
    for (const state of this.sources.states.values())
      if (state.status === 'reading') this.sources.stopReading(state.relation);
    this.nextFiles.stop();
    this.runs.stop();
  }

  /** Files dropped or chosen: notebooks open, a declared source's file binds to it, the rest become new sources. */
  addFiles(files: readonly File[]): Promise<void> {
    return this.#act(async () => {
      for (const file of files.filter(isNotebook).slice(0, 1)) await this.#opening.file(file);
      if (files.every(isNotebook)) return;
      if (this.notebook.readOnly)
        throw new InputProblem('This notebook can only be read here, so no data was added.', {
          hint: 'Take it over, or open another notebook, and add the files again.',
        });
      const { files: data, foreign } = withoutForeign(files.filter((file) => !isNotebook(file)));
      if (foreign.length > 0) this.notify(leftBeside(foreign));
      for (const file of await addedTogether(data)) this.declarations.add(file);
    });
  }

  openFile(file: File): Promise<void> {
    return this.#act(() => this.#opening.file(file));
  }

  openSample(file: string): Promise<void> {
    return this.#act(() => this.#opening.sample(file));
  }

  openStored(id: string): Promise<void> {
    return this.#act(async () => {
      if (!(await this.#opening.stored(id)))
        this.notify('That notebook is no longer on this device.', 'caution');
    });
  }

  openNew(): Promise<void> {
    return this.#act(() => this.#opening.blank());
  }

  /** Shows a notebook from its text as one that is new here; its title and everything else stays. */
  openText(id: string, text: string): Promise<void> {
    return this.#act(() => this.#opening.text(id, text));
  }

  /** The page of a first visit, which is kept from its first change on. */
  openEmpty(): Promise<void> {
    return this.#act(() => this.#opening.first());
  }

  /** Says something in passing; the id takes it away again, a plain one goes by itself. */
  notify(...notice: Parameters<Notices['notify']>): number {
    return this.notices.notify(...notice);
  }

  /** Also the next attempt after a start that failed: then what was said of that no longer holds. */
  #engineUp(version: string): void {
    this.engineStatus = 'ready';
    this.engineVersion = `DuckDB ${version}`;
    this.engineProblem = null;
    void this.#learnFunctions();
  }

  async #learnFunctions(): Promise<void> {
    const functions = await this.engine.functions();
    if (functions.ok) this.#functions = functions.value;
  }

  /** Actions follow one another, so that a file dropped while a notebook opens belongs to it. */
  #act(action: () => Promise<void>): Promise<void> {
    this.#acting += 1;
    const job = this.#actions.then(() => this.attempt(action)).finally(() => (this.#acting -= 1));
    this.#actions = job;
    return job;
  }

  /** Does something that may fail, and says so where it does. */
  attempt(action: () => void | Promise<void>): Promise<void> {
    return this.notices.attempt(action);
  }

  /** What the notebook says of a source. */
  declared(relation: string): DeclaredSource | undefined {
    return this.declarations.of(relation);
  }

  async #tableChanged(relation: string): Promise<void> {
    const info = this.sources.get(relation)?.status === 'ready' ? await this.engine.describe(relation) : null;
    this.runs.sourceTable(relation, info?.ok ? info.value : null);
    this.runs.refresh();
  }

  /** After the document changed under the sources (undo, a rename): files follow their declarations. */
  followDocument(): void {
    this.documentChanged();
    this.runs.refresh();
    this.declarations.follow();
    this.runs.refresh();
  }

  /** What the document says now is kept in a moment. */
  documentChanged(): void {
    const { notebook } = this;
    if (notebook.readOnly) return;
    this.library.changed(notebook.document.frontMatter.title, () => notebook.text);
  }

  #keepResult(cell: string, result: CellResult, elapsed: number): void {
    if (this.notebook.readOnly) return;
    const { store, notebookId } = this.library;
    store.saveResult(notebookId, cell, { result, elapsed }).catch(() => undefined);
  }

  async #restarted(reason: Problem): Promise<void> {
    this.notify(reason.message, 'caution', reason.hint);
    this.runs.engineRestarted();
    this.nextFiles.clear();
    for (const source of this.notebook.document.frontMatter.sources) void this.sources.reread(source);
    this.runs.refresh();
  }
}

const isNotebook = (file: File): boolean => /\.md$/i.test(file.name);

export const [useWorkspace, provideWorkspace] = createContext<Workspace>();
