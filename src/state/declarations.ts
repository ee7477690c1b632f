import type { ImportReport } from '../engine/api';
import type { DeclaredSource } from '../notebook/document';
import { setSource } from '../notebook/edit-head';
import { relationNameOfFile } from '../notebook/names';
import { withReading } from './reading-actions';
import { takeFile } from './source-actions';
import { reportKey } from './source-state';
import type { Workspace } from './workspace.svelte';

/** What the notebook says of its sources, and what of a reading is written there. Names in any case. */
export class Declarations {
  /** Sources that a person bound in this session, whose reading is written to the notebook; lower case. */
  readonly written = new Set<string>();
  /** Sources whose types were detected in this session: a file that does not fit them may change them; lower case. */
  readonly detectedTypes = new Set<string>();
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get #all(): readonly DeclaredSource[] {
    return this.#workspace.notebook.document.frontMatter.sources;
  }

  /** What the notebook says of a source. */
  of(relation: string): DeclaredSource | undefined {
    return this.#all.find((source) => source.name.toLowerCase() === relation.toLowerCase());
  }

  /** What people call the columns of a relation: a source's own labels, and for the rest the sources' by name. */
  labels(relation: string): Readonly<Record<string, string>> {
    const own = this.of(relation);
    // Without the names that every object has: a column may be called `constructor`.
    const labels = Object.create(null) as Record<string, string>;
    for (const source of own ? [own] : this.#all)
      for (const [column, { label }] of Object.entries(source.columns)) if (label) labels[column] ??= label;
    return labels;
  }

  /** Takes a file of data: it is bound to the source that has a file of that name, or becomes a new source. */
  add(file: File): void {
    const workspace = this.#workspace;
    const match = this.#all.find((source) => source.file.toLowerCase() === file.name.toLowerCase());
    if (match) return takeFile(workspace, match.name, file);
    const { relations, variables } = workspace.runs.plan.names;
    const name = relationNameOfFile(file.name, new Set([...relations, ...variables]));
    const source: DeclaredSource = {
      name,
      file: file.name,
      sha256: null,
      rows: null,
      import: {},
      columns: {},
    };
    workspace.edit(`Add ${file.name}`, (document) => setSource(document, source));
    this.bindNew(name, file);
  }

  /** Binds the file of a source that was declared just now: everything about it is found and written down. */
  bindNew(name: string, file: File): void {
    const source = this.of(name);
    if (!source) return;
    const { library, runs, sources } = this.#workspace;
    this.written.add(name.toLowerCase());
    this.detectedTypes.add(name.toLowerCase());
    void sources.bind(library.notebookId, source, file, { keep: true, typesBind: false });
    runs.refresh();
  }

  /** What was decided in reading a file is written down the first time a person binds it, so that next year reads the same. */
  imported(relation: string, report: ImportReport): void {
    const { library, notebook } = this.#workspace;
    if (notebook.readOnly) return;
    library.store.saveResult(library.notebookId, reportKey(relation), report).catch(() => undefined);
    const declared = this.of(relation);
    if (!declared || !this.written.has(relation.toLowerCase())) return;
    notebook.amend((document) => withReading(document, declared, report));
    this.#workspace.documentChanged();
  }

  /** The bytes that a person bound are known by their hash from now on. */
  hashed(relation: string, sha256: string): void {
    const declared = this.of(relation);
    if (!declared || !this.written.has(relation.toLowerCase()) || declared.sha256 === sha256) return;
    this.#workspace.notebook.amend((document) => setSource(document, { name: declared.name, sha256 }));
    this.#workspace.documentChanged();
  }

  /** After the document changed under the sources (undo, a rename): files follow their declarations. */
  follow(): void {
    const { library, runs, sources } = this.#workspace;
    const declared = new Set(this.#all.map(({ name }) => name.toLowerCase()));
    const orphans = [...sources.states.values()].filter(
      ({ relation }) => !declared.has(relation.toLowerCase()),
    );
    for (const source of this.#all) {
      const state = sources.get(source.name);
      const orphan = orphans.find(({ fileName }) => fileName === source.file);
      if (state?.status === 'ready' && !runs.tables.has(source.name.toLowerCase()))
        void sources.reread(source);
      else if (!state?.file && orphan?.file)
        void sources.bind(library.notebookId, source, orphan.file, { keep: orphan.kept !== 'forgotten' });
    }
    sources.follow(this.#all);
  }

  /** Another notebook is open. */
  clear(): void {
    this.written.clear();
    this.detectedTypes.clear();
  }
}
