import type { NotebookStore, StoredNotebook } from '../storage/api';
import { InputProblem } from '../values/problem';

/** How soon after a change the text is on its way to the disk. */
const SAVE_AFTER = 200;

/**
 * Keeps the open notebook's text on this device: soon after each change, and at once when the page hides. A failure
 * is said and the work goes on in memory.
 */
export class LibraryState {
  notebookId = $state('');
  saved = $state<'saved' | 'saving' | 'unsaved' | 'refused'>('saved');
  refusal = $state<string | null>(null);
  notebooks = $state.raw<readonly StoredNotebook[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: { title: string; text: () => string } | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(readonly store: NotebookStore) {
    if (!store.forgets) return;
    this.saved = 'refused';
    this.refusal =
      'This browser keeps nothing for this page. Save the notebook as a file before you close it.';
  }

  /** Called after every change; `text` is asked for once, when it is written. */
  changed(title: string, text: () => string): void {
    this.#pending = { title, text };
    this.saved = this.saved === 'refused' ? 'refused' : 'unsaved';
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

  async refreshList(): Promise<void> {
    this.notebooks = await this.store.list().catch(() => []);
  }

  async #write(id: string, title: string, text: string): Promise<void> {
    if (!this.store.forgets) this.saved = 'saving';
    try {
      await this.store.save(id, title, text);
      if (this.store.forgets) return;
      this.refusal = null;
      this.saved = this.#pending ? 'unsaved' : 'saved';
    } catch (error) {
      this.refusal =
        error instanceof InputProblem ? error.message : 'The browser refused to store this notebook.';
      this.saved = 'refused';
    }
  }
}
