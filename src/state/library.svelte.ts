import type { ListedNotebook, NotebookStore } from '../storage/api';
import { ChangedElsewhere } from '../storage/storage-problem';
import { InputProblem } from '../values/problem';

/** How soon after a change the text is on its way to the disk. */
const SAVE_AFTER = 100;

/**
 * Keeps the open notebook's text on this device: soon after each change, and at once when the page hides. A failure
 * is said and the work goes on in memory.
 */
export class LibraryState {
  notebookId = $state('');
  /** `memory`: the user asked for nothing to be kept. */
  saved = $state<'saved' | 'saving' | 'unsaved' | 'refused' | 'memory'>('saved');
  refusal = $state<string | null>(null);
  /** Set where another tab has saved or deleted the open notebook under this one's hands. */
  conflict = $state<'changed' | 'deleted' | null>(null);
  notebooks = $state.raw<readonly ListedNotebook[]>([]);
  store = $state.raw() as NotebookStore;
  /** The revision that the open text continues; null where it was never kept. */
  #revision: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: { title: string; text: () => string } | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: NotebookStore) {
    this.use(store);
  }

  /** From now on this store is read and written. */
  use(store: NotebookStore): void {
    this.store = store;
    this.conflict = null;
    this.saved = store.unwritten ? 'memory' : store.forgets ? 'refused' : 'saved';
    this.refusal =
      this.saved === 'refused'
        ? 'This browser keeps nothing for this page. Save the notebook as a file before you close it.'
        : null;
  }

  /** Another notebook is open, whose text continues this revision. */
  follow(notebookId: string, revision: number | null): void {
    this.notebookId = notebookId;
    this.#revision = revision;
    this.conflict = null;
    if (!this.store.forgets) {
      this.saved = 'saved';
      this.refusal = null;
    }
  }

  /** Called after every change; `text` is asked for once, when it is written. */
  changed(title: string, text: () => string): void {
    this.#pending = { title, text };
    if (this.saved === 'saved' || this.saved === 'saving') this.saved = 'unsaved';
    // Not put off by the next key: while somebody types on, the text is still written every so often.
    this.#timer ??= setTimeout(() => void this.flush(), SAVE_AFTER);
  }

  /** Writes what is pending; resolves when it is on the disk. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    if (!pending) return this.#writing;
    this.#pending = null;
    const id = this.notebookId;
    const text = pending.text();
    this.#writing = this.#writing.then(() => this.#write(id, pending.title, text));
    return this.#writing;
  }

  /** What is pending is not written any more. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = null;
  }

  async refreshList(): Promise<void> {
    this.notebooks = await this.store.list().catch(() => []);
  }

  async #write(id: string, title: string, text: string): Promise<void> {
    const { store } = this;
    if (!store.forgets) this.saved = 'saving';
    try {
      const revision = await store.save(id, title, text, this.#revision);
      // What memory counts is no revision of what is kept on the device.
      if (id === this.notebookId && !store.unwritten) this.#revision = revision;
      if (store.forgets) return;
      this.refusal = null;
      this.saved = this.#pending ? 'unsaved' : 'saved';
    } catch (error) {
      if (error instanceof ChangedElsewhere) this.conflict = error.how;
      this.refusal =
        error instanceof InputProblem ? error.message : 'The browser refused to store this notebook.';
      this.saved = 'refused';
    }
  }
}
