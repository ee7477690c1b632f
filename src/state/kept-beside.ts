import type { Workspace } from './workspace.svelte';

/** Where they stand among a notebook's results; no cell can be called so. */
const RUNS = 'runs:';
const LOOKS = 'looks:';
/** How soon after a change they are written, in milliseconds. */
const WRITE_AFTER = 400;

/**
 * What this device keeps beside a notebook's results, and never in its text: the last runs of each cell, and how each
 * table is looked at. Nobody is told where it cannot be kept: the session has it all the same.
 */
export class KeptBeside {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly workspace: Workspace) {}

  /** Takes up what was kept with the notebook that has just been opened. */
  restore(kept: ReadonlyMap<string, unknown>): void {
    const { library, notebook, runs, tableLooks } = this.workspace;
    runs.history.restore(kept.get(RUNS), notebook.cells);
    tableLooks.restore(library.notebookId, kept.get(LOOKS));
  }

  /** To be called after a run, and after a change of how a table is looked at. */
  changed(): void {
    this.#timer ??= setTimeout(() => this.flush(), WRITE_AFTER);
  }

  /** Writes now what is still to be written, of the notebook that is open. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { library, notebook, runs, tableLooks } = this.workspace;
    const { store, notebookId } = library;
    if (notebook.readOnly) return;
    store.saveResult(notebookId, RUNS, runs.history.byName(notebook.cells)).catch(() => undefined);
    store.saveResult(notebookId, LOOKS, tableLooks.kept(notebookId)).catch(() => undefined);
  }
}
