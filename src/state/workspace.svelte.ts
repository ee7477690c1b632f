import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { createEngine, type Engine } from '../engine/client';
import type { ImportReport, RelationInfo } from '../engine/api';
import { newNotebook } from '../notebook/edit';
import { setSource } from '../notebook/edit-head';
import { relationNameOfFile } from '../notebook/names';
import { parseNotebook } from '../notebook/parse';
import type { DeclaredSource, NotebookDocument } from '../notebook/document';
import type { NotebookStore } from '../storage/api';
import { InputProblem, problemOf, type Problem } from '../values/problem';
import { addedTogether } from './added-files';
import { focus } from './cell-actions';
import { choicesOf } from './declared-choices';
import { FindState } from './find.svelte';
import { KeepingState } from './keeping.svelte';
import { KeptBeside } from './kept-beside';
import { LibraryState } from './library.svelte';
import { NotebookState } from './notebook.svelte';
import type { CellResult } from './cell-run';
import { withReading } from './reading-actions';
import { PrivacyCheck } from './privacy-check.svelte';
import { RunsState } from './runs.svelte';
import { loadSamples, sampleFile, sampleText, type Sample } from './samples';
import { noteBinding, takeFile } from './source-actions';
import { NextFiles } from './next-file.svelte';
import { reportKey, SourcesState } from './sources.svelte';
import { TabLock } from './tab-lock.svelte';
import { TableLooks } from './table-looks.svelte';
import { ThemeState } from './theme.svelte';

interface SqlFunction {
  name: string;
  parameters: string;
  description: string;
}

export interface Notice {
  id: number;
  text: string;
  hint?: string | undefined;
  tone: 'plain' | 'caution';
}

const SAMPLE = 'sample:';

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
  notices = new SvelteMap<number, Notice>();
  #actions: Promise<unknown> = Promise.resolve();
  #acting = $state(0);
  /** Sources that a person bound in this session, whose reading is written to the notebook. */
  readonly writtenSources = new Set<string>();
  /** Sources whose types were detected in this session: a file that does not fit them may change them. */
  readonly detectedTypes = new Set<string>();
  #noticeId = 0;

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
    this.engine = createEngine({ onRestart: (reason) => void this.#restarted(reason) });
    this.privacy = new PrivacyCheck(this.engine);
    this.lock = new TabLock({
      onAsked: () => {
        this.editing = null;
        return this.library.flush();
      },
      onGained: () => void this.#act(() => this.#regain()),
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
      onImported: (relation, report) => this.#imported(relation, report),
      onHashed: (relation, sha256) => this.#hashed(relation, sha256),
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
        this.engineStatus = outcome.ok ? 'ready' : 'failed';
        if (outcome.ok) {
          this.engineVersion = `DuckDB ${outcome.value.version}`;
          void this.#learnFunctions();
        } else this.engineProblem = outcome.problem;
      })
      .finally(() => (this.#acting -= 1));
    const opened = this.#act(async () => {
      this.samples = await loadSamples().catch(() => []);
      await this.theme.restore();
      const last = await this.library.store.lastOpened().catch(() => null);
      if (!last || !(await this.#openStored(last))) await this.#openFirst();
      await this.library.refreshList();
    });
    return Promise.all([opened, booted]).then(() => undefined);
  }

  /** What people call the columns of a relation: a source's own labels, and for the rest the sources' by name. */
  labels(relation: string): Readonly<Record<string, string>> {
    const declared = this.notebook.document.frontMatter.sources;
    const own = declared.find((source) => source.name.toLowerCase() === relation.toLowerCase());
    // Without the names that every object has: a column may be called `constructor`.
    const labels = Object.create(null) as Record<string, string>;
    for (const source of own ? [own] : declared)
      for (const [column, { label }] of Object.entries(source.columns)) if (label) labels[column] ??= label;
    return labels;
  }

  /** A change by the user; what it makes old reruns at once. */
  edit(
    label: string,
    change: (document: NotebookDocument) => NotebookDocument,
    merge: string | null = null,
  ): void {
    this.notebook.edit(label, change, merge);
    this.#changed();
    this.runs.refresh();
  }

  /** Typing: saved at once, run when the edit counts. */
  type(label: string, change: (document: NotebookDocument) => NotebookDocument, merge: string): void {
    this.notebook.edit(label, change, merge);
    this.#changed();
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
      for (const file of files.filter(isNotebook).slice(0, 1)) await this.#openText(file);
      if (files.every(isNotebook)) return;
      if (this.notebook.readOnly)
        throw new InputProblem('This notebook can only be read here, so no data was added.', {
          hint: 'Take it over, or open another notebook, and add the files again.',
        });
      const data = files.filter((file) => !isNotebook(file));
      for (const file of await addedTogether(data)) this.#addSource(file);
    });
  }

  openFile(file: File): Promise<void> {
    return this.#act(() => this.#openText(file));
  }

  openSample(file: string): Promise<void> {
    return this.#act(async () => {
      if (!(await this.#openStored(SAMPLE + file)))
        await this.#openFresh(SAMPLE + file, await sampleText(file));
    });
  }

  openStored(id: string): Promise<void> {
    return this.#act(async () => {
      if (!(await this.#openStored(id))) this.notify('That notebook is no longer on this device.', 'caution');
    });
  }

  openNew(): Promise<void> {
    return this.#act(() =>
      this.#show(crypto.randomUUID(), newNotebook('Untitled notebook'), { revision: null }),
    );
  }

  /** Shows a notebook from its text as one that is new here; its title and everything else stays. */
  openText(id: string, text: string): Promise<void> {
    return this.#act(() => this.#openFresh(id, text));
  }

  /** The page of a first visit, which is kept from its first change on. */
  openEmpty(): Promise<void> {
    return this.#act(() => this.#openFirst());
  }

  /** Says something in passing; the id takes it away again, a plain one goes by itself. */
  notify(text: string, tone: Notice['tone'] = 'plain', hint?: string): number {
    const id = ++this.#noticeId;
    this.notices.set(id, { id, text, tone, hint });
    if (tone === 'plain') setTimeout(() => this.notices.delete(id), 6000);
    return id;
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
  async attempt(action: () => void | Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const problem = problemOf(error);
      this.notify(problem.message, 'caution', problem.hint ?? problem.detail);
    }
  }

  /** An empty notebook, which is kept from its first change on: a visit that changes nothing leaves nothing. */
  #openFirst(): Promise<void> {
    return this.#show(crypto.randomUUID(), newNotebook('Untitled notebook'), {
      revision: null,
      untouched: true,
    });
  }

  async #openText(file: File): Promise<void> {
    if (file.size > 50_000_000)
      throw new InputProblem(
        `${file.name} is ${Math.round(file.size / 1e6)} MB; a notebook is at most 50 MB.`,
        {
          hint: 'If it is data, save it as CSV and add it with Add data.',
        },
      );
    await this.#openFresh(crypto.randomUUID(), await file.text());
  }

  #openFresh(id: string, text: string): Promise<void> {
    return this.#show(id, parseNotebook(text), { revision: null });
  }

  async #openStored(id: string): Promise<boolean> {
    await this.#leave();
    // Ours first, then read: a tab that has just let go may have saved on its way out.
    await this.#claim(id);
    const stored = await this.library.store.load(id).catch(() => null);
    try {
      if (stored) await this.#show(id, parseNotebook(stored.text), { revision: stored.revision });
    } catch (error) {
      this.notify(problemOf(error).message, 'caution');
    }
    const shown = this.library.notebookId === id;
    if (!shown) await this.#claim(this.library.notebookId);
    return shown;
  }

  /** The notebook is this tab's again; what the other tab left of it is shown. */
  async #regain(): Promise<void> {
    const { notebookId } = this.library;
    const stored = await this.library.store.load(notebookId).catch(() => null);
    if (!stored) return;
    if (stored.text === this.notebook.text) this.library.follow(notebookId, stored.revision);
    else await this.#show(notebookId, parseNotebook(stored.text), { revision: stored.revision });
    this.notify('This tab has the notebook now.');
  }

  /** What is pending reaches the disk, and what undo no longer needs goes. */
  async #leave(): Promise<void> {
    this.beside.flush();
    await this.library.flush();
    if (!this.notebook.readOnly) await this.#forgetRemovedSources();
  }

  /** Who keeps nothing takes nothing from another tab. */
  async #claim(id: string): Promise<void> {
    if (this.library.store.forgets) this.lock.release();
    else await this.lock.hold(id);
  }

  /** `revision`: what is kept of it; null where it is new here, and then kept at once. */
  async #show(
    id: string,
    document: NotebookDocument,
    { revision, untouched = false }: { revision: number | null; untouched?: boolean },
  ): Promise<void> {
    await this.#leave();
    await this.#claim(id);
    const { store } = this.library;
    const kept = revision === null ? new Map<string, unknown>() : await this.#keptResults(id);
    this.library.follow(id, revision);
    this.writtenSources.clear();
    this.detectedTypes.clear();
    this.notices.clear();
    this.runs.stop();
    this.sources.clear();
    this.nextFiles.clear();
    this.notebook.open(document);
    this.runs.reset(kept as Map<string, { result: CellResult; elapsed: number }>);
    this.beside.restore(kept);
    for (const problem of document.problems) this.notify(problem.message, 'caution', problem.hint);
    this.opening = false;
    this.editing = null;
    this.selected = null;
    if (revision === null && !untouched) this.#changed();
    await store.setLastOpened(id).catch(() => undefined);
    this.sources.lookFor(document.frontMatter.sources);
    this.sources.remember(kept);
    await this.#bindKept(id, document);
    this.runs.refresh();
  }

  #keptResults(id: string): Promise<Map<string, unknown>> {
    return this.library.store.loadResults(id).catch(() => new Map<string, unknown>());
  }

  /** A removed source stays bound for undo until its notebook closes; then its bytes go. */
  async #forgetRemovedSources(): Promise<void> {
    const { store, notebookId } = this.library;
    if (notebookId === '') return;
    const declared = this.notebook.document.frontMatter.sources.map(({ name }) => name.toLowerCase());
    for (const { relation } of await store.sources(notebookId).catch(() => []))
      if (!declared.includes(relation.toLowerCase()))
        await store.removeSource(notebookId, relation).catch(() => undefined);
  }

  /** Binds what this device keeps for the notebook, and for a sample the files that came with the app. */
  async #bindKept(id: string, document: NotebookDocument): Promise<void> {
    const kept = await this.library.store.sources(id).catch(() => []);
    const find = async (source: DeclaredSource): Promise<void> => {
      const stored = kept.find(({ relation }) => relation.toLowerCase() === source.name.toLowerCase());
      const file = stored && (await this.library.store.openSource(id, stored.relation).catch(() => null));
      const sample = id.startsWith(SAMPLE) && !file ? await sampleFile(source.file).catch(() => null) : null;
      if (stored && file) {
        const named = new File([file], stored.fileName);
        void this.sources.bind(id, source, named, { keep: false, sha256: stored.sha256 });
      } else if (sample) {
        void this.sources.bind(id, source, sample, { keep: !this.notebook.readOnly });
      } else this.sources.notFound(source.name);
    };
    await Promise.all(document.frontMatter.sources.map(find));
  }

  #addSource(file: File): void {
    const declared = this.notebook.document.frontMatter.sources;
    const match = declared.find((source) => source.file.toLowerCase() === file.name.toLowerCase());
    if (match) return takeFile(this, match.name, file);
    const taken = new Set([...this.runs.plan.names.relations, ...this.runs.plan.names.variables]);
    const name = relationNameOfFile(file.name, taken);
    const source: DeclaredSource = {
      name,
      file: file.name,
      sha256: null,
      rows: null,
      import: {},
      columns: {},
    };
    this.edit(`Add ${file.name}`, (document) => setSource(document, source));
    this.bindNew(name, file);
  }

  /** Binds the file of a source that was declared just now: everything about it is found and written down. */
  bindNew(name: string, file: File): void {
    const source = this.declared(name);
    if (!source) return;
    this.writtenSources.add(name);
    this.detectedTypes.add(name);
    void this.sources.bind(this.library.notebookId, source, file, { keep: true, typesBind: false });
    this.runs.refresh();
  }

  /** What the notebook says of a source. */
  declared(relation: string): DeclaredSource | undefined {
    return this.notebook.document.frontMatter.sources.find(
      (source) => source.name.toLowerCase() === relation.toLowerCase(),
    );
  }

  /** What was decided in reading a file is written down the first time a person binds it, so that next year reads the same. */
  #imported(relation: string, report: ImportReport): void {
    const declared = this.declared(relation);
    const { store, notebookId } = this.library;
    if (this.notebook.readOnly) return;
    store.saveResult(notebookId, reportKey(relation), report).catch(() => undefined);
    if (!declared || !this.writtenSources.has(relation.toLowerCase())) return;
    this.notebook.amend((document) => withReading(document, declared, report));
    this.#changed();
  }

  #hashed(relation: string, sha256: string): void {
    const declared = this.declared(relation);
    if (!declared || !this.writtenSources.has(relation.toLowerCase()) || declared.sha256 === sha256) return;
    this.notebook.amend((document) => setSource(document, { name: declared.name, sha256 }));
    this.#changed();
  }

  async #tableChanged(relation: string): Promise<void> {
    const info = this.sources.get(relation)?.status === 'ready' ? await this.engine.describe(relation) : null;
    this.runs.sourceTable(relation, info?.ok ? info.value : null);
    this.runs.refresh();
  }

  /** After the document changed under the sources (undo, a rename): files follow their declarations. */
  followDocument(): void {
    this.#changed();
    this.runs.refresh();
    const { sources } = this.notebook.document.frontMatter;
    const declared = new Set(sources.map(({ name }) => name.toLowerCase()));
    const orphans = [...this.sources.states.values()].filter(
      ({ relation }) => !declared.has(relation.toLowerCase()),
    );
    for (const source of sources) {
      const state = this.sources.get(source.name);
      const orphan = orphans.find(({ fileName }) => fileName === source.file);
      if (state?.status === 'ready' && !this.runs.tables.has(source.name.toLowerCase()))
        void this.sources.reread(source);
      else if (!state?.file && orphan?.file)
        void this.sources.bind(this.library.notebookId, source, orphan.file, {
          keep: orphan.kept !== 'forgotten',
        });
    }
    this.sources.follow(sources);
    this.runs.refresh();
  }

  #changed(): void {
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
