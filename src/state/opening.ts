import type { NotebookDocument, DeclaredSource } from '../notebook/document';
import { newNotebook } from '../notebook/edit';
import { parseNotebook } from '../notebook/parse';
import { InputProblem, problemOf } from '../values/problem';
import type { CellResult } from './cell-run';
import { sampleFile, sampleText } from './samples';
import type { Workspace } from './workspace.svelte';
import { randomId } from '../values/random-id';

const SAMPLE = 'sample:';
const MOST_BYTES = 50_000_000;

/**
 * Puts a notebook on the page in place of the one that is open: what was pending of that one is kept first, and what
 * this device keeps of the new one is bound. One opening at a time: the caller lets them follow one another.
 */
export class Opening {
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** An empty notebook, kept at once. */
  blank(): Promise<void> {
    return this.#show(randomId(), newNotebook('Untitled notebook'), { revision: null });
  }

  /** An empty notebook, which is kept from its first change on: a visit that changes nothing leaves nothing. */
  first(): Promise<void> {
    return this.#show(randomId(), newNotebook('Untitled notebook'), {
      revision: null,
      untouched: true,
    });
  }

  /** A notebook from its text, as one that is new here. */
  text(id: string, text: string): Promise<void> {
    return this.#show(id, parseNotebook(text), { revision: null });
  }

  /** A notebook's file; an InputProblem where it is too large to be one. */
  async file(file: File): Promise<void> {
    if (file.size > MOST_BYTES)
      throw new InputProblem(
        `${file.name} is ${Math.round(file.size / 1e6)} MB; a notebook is at most 50 MB.`,
        {
          hint: 'If it is data, save it as CSV and add it with Add data.',
        },
      );
    await this.text(randomId(), await file.text());
  }

  /** A sample as it was left here, or as it came with the app. */
  async sample(file: string): Promise<void> {
    if (!(await this.stored(SAMPLE + file))) await this.text(SAMPLE + file, await sampleText(file));
  }

  /** A notebook that this device keeps; false where it does not, or where it cannot be read. */
  async stored(id: string): Promise<boolean> {
    const { library, notices } = this.#workspace;
    await this.#leave();
    // Ours first, then read: a tab that has just let go may have saved on its way out.
    await this.#claim(id);
    const stored = await library.store.load(id).catch(() => null);
    try {
      if (stored) await this.#show(id, parseNotebook(stored.text), { revision: stored.revision });
    } catch (error) {
      notices.notify(problemOf(error).message, 'caution');
    }
    const shown = library.notebookId === id;
    if (!shown) await this.#claim(library.notebookId);
    return shown;
  }

  /** The notebook is this tab's again; what the other tab left of it is shown. */
  async regained(): Promise<void> {
    const { library, notebook, notices } = this.#workspace;
    const { notebookId } = library;
    const stored = await library.store.load(notebookId).catch(() => null);
    if (!stored) return;
    if (stored.text === notebook.text) library.follow(notebookId, stored.revision);
    else await this.#show(notebookId, parseNotebook(stored.text), { revision: stored.revision });
    notices.notify('This tab has the notebook now.');
  }

  /** What is pending reaches the disk, and what undo no longer needs goes. */
  async #leave(): Promise<void> {
    const { beside, library, notebook } = this.#workspace;
    beside.flush();
    await library.flush();
    if (!notebook.readOnly) await this.#forgetRemovedSources();
  }

  /** A removed source stays bound for undo until its notebook closes; then its bytes go. */
  async #forgetRemovedSources(): Promise<void> {
    const { library, notebook } = this.#workspace;
    const { store, notebookId } = library;
    if (notebookId === '') return;
    const declared = notebook.document.frontMatter.sources.map(({ name }) => name.toLowerCase());
    for (const { relation } of await store.sources(notebookId).catch(() => []))
      if (!declared.includes(relation.toLowerCase()))
        await store.removeSource(notebookId, relation).catch(() => undefined);
  }

  /** Who keeps nothing takes nothing from another tab. */
  async #claim(id: string): Promise<void> {
    const { library, lock } = this.#workspace;
    if (library.store.forgets) lock.release();
    else await lock.hold(id);
  }

  /** `revision`: what is kept of it; null where it is new here, and then kept at once. */
  async #show(
    id: string,
    document: NotebookDocument,
    { revision, untouched = false }: { revision: number | null; untouched?: boolean },
  ): Promise<void> {
    await this.#leave();
    await this.#claim(id);
    const workspace = this.#workspace;
    const { library, notices, sources } = workspace;
    const kept = revision === null ? new Map<string, unknown>() : await this.#keptResults(id);
    library.follow(id, revision);
    workspace.declarations.clear();
    notices.clear();
    workspace.runs.stop();
    sources.clear();
    workspace.nextFiles.clear();
    workspace.notebook.open(document);
    workspace.runs.reset(kept as Map<string, { result: CellResult; elapsed: number }>);
    workspace.beside.restore(kept);
    for (const problem of document.problems) notices.notify(problem.message, 'caution', problem.hint);
    workspace.opening = false;
    workspace.editing = null;
    workspace.selected = null;
    if (revision === null && !untouched) workspace.documentChanged();
    await library.store.setLastOpened(id).catch(() => undefined);
    sources.lookFor(document.frontMatter.sources);
    sources.remember(kept);
    await this.#bindKept(id, document);
    workspace.runs.refresh();
  }

  #keptResults(id: string): Promise<Map<string, unknown>> {
    return this.#workspace.library.store.loadResults(id).catch(() => new Map<string, unknown>());
  }

  /** Binds what this device keeps for the notebook, and for a sample the files that came with the app. */
  async #bindKept(id: string, document: NotebookDocument): Promise<void> {
    const { library, notebook, sources } = this.#workspace;
    const { store } = library;
    const kept = await store.sources(id).catch(() => []);
    const find = async (source: DeclaredSource): Promise<void> => {
      const stored = kept.find(({ relation }) => relation.toLowerCase() === source.name.toLowerCase());
      const file = stored && (await store.openSource(id, stored.relation).catch(() => null));
      const sample = id.startsWith(SAMPLE) && !file ? await sampleFile(source.file).catch(() => null) : null;
      if (stored && file) {
        const named = new File([file], stored.fileName);
        void sources.bind(id, source, named, { keep: false, sha256: stored.sha256 });
      } else if (sample) {
        void sources.bind(id, source, sample, { keep: !notebook.readOnly });
      } else sources.notFound(source.name);
    };
    await Promise.all(document.frontMatter.sources.map(find));
  }
}
