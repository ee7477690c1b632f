import { setNotebookTitle } from '../notebook/edit-head';
import { parseNotebook } from '../notebook/parse';
import { writeNotebook } from '../notebook/write';
import type { NotebookStore } from '../storage/api';
import { countKept, eraseEverything, type KeptCounts } from '../storage/erase';
import { openKeepingNothing, openStore } from '../storage/notebook-store';
import { registerOffline } from '../storage/offline';
import { openUnwrittenStore } from '../storage/unwritten-store';
import { InputProblem } from '../values/problem';
import { isHeld } from './tab-lock.svelte';
import type { Workspace } from './workspace.svelte';
import { randomId } from '../values/random-id';

/** The word in the page's address that keeps a tab from writing anything, a reload included. */
const ADDRESS_KEY = 'keep';
const ADDRESS_VALUE = 'nothing';

/** Whether the page's address asks that nothing be written to this device. */
export const keepsNothingByAddress = (): boolean =>
  new URLSearchParams(location.search).get(ADDRESS_KEY) === ADDRESS_VALUE;

/** The store that this tab begins with. */
export const firstStore = (): Promise<NotebookStore> =>
  keepsNothingByAddress() ? openKeepingNothing() : openStore();

/** What this device keeps, as far as a person decides on it: the list of notebooks, nothing at all, none of it. */
export class KeepingState {
  usage = $state.raw<{ used: number; quota: number; persistent: boolean } | null>(null);
  /** What the browser said when it was asked not to evict; null before. */
  granted = $state<boolean | null>(null);
  /** What was there before everything was deleted, and what was read back afterwards. */
  erased = $state.raw<{ before: KeptCounts; after: KeptCounts } | null>(null);
  erasing = $state(false);
  /** Ids of notebooks that something is being done to. */
  busy = $state.raw<readonly string[]>([]);

  constructor(private readonly workspace: Workspace) {}

  get keepsNothing(): boolean {
    return this.workspace.library.store.unwritten ?? false;
  }

  /** Reads the list and the space again. */
  async refresh(): Promise<void> {
    const { library } = this.workspace;
    await library.refreshList();
    this.usage = await library.store.usage().catch(() => null);
  }

  async askToPersist(): Promise<void> {
    this.granted = await this.workspace.library.store.persist().catch(() => false);
    await this.refresh();
  }

  /** From now on nothing is written; what is kept stays until it is deleted. */
  async keepNothing(): Promise<void> {
    if (this.keepsNothing) return;
    await this.workspace.library.flush();
    await this.#forgetFromNowOn(await openKeepingNothing());
    await this.refresh();
  }

  /** Keeps the open notebook, its files, and what comes. */
  async keepAgain(): Promise<void> {
    const { library, lock, notebook, sources } = this.workspace;
    setAddress(false);
    this.erased = null;
    library.use(await openStore());
    await lock.hold(library.notebookId);
    if (notebook.text !== '' && !isUntouched(this.workspace)) {
      library.changed(notebook.document.frontMatter.title, () => notebook.text);
      await library.flush();
      await library.store.setLastOpened(library.notebookId).catch(() => undefined);
      sources.keepBound(library.notebookId, notebook.document.frontMatter.sources);
    }
    registerOffline();
    await this.refresh();
  }

  /** Deletes everything on this device, reads back what is left, and keeps nothing from then on. */
  async eraseEverything(): Promise<void> {
    this.erasing = true;
    try {
      const before = await countKept();
      this.workspace.library.forget();
      this.workspace.lock.sayErased();
      this.#use(openUnwrittenStore(null));
      await this.workspace.openEmpty();
      await eraseEverything();
      this.erased = { before, after: await countKept() };
      await this.refresh();
    } finally {
      this.erasing = false;
    }
  }

  /** Another tab has deleted everything: this one must not write it anew. */
  async afterErasedElsewhere(): Promise<void> {
    if (this.keepsNothing) return;
    this.workspace.library.forget();
    await this.#forgetFromNowOn(openUnwrittenStore(null));
    this.workspace.notify(
      'Everything on this device was deleted in another tab. This tab goes on in memory and keeps nothing.',
      'caution',
      'Save the notebook as a file if you want to have it.',
    );
  }

  async #forgetFromNowOn(store: NotebookStore): Promise<void> {
    const { library, notebook } = this.workspace;
    this.#use(store);
    library.changed(notebook.document.frontMatter.title, () => notebook.text);
    await library.flush();
  }

  /** Reads and writes this store, which keeps nothing on this device. */
  #use(store: NotebookStore): void {
    const { library, lock, sources } = this.workspace;
    sources.stopKeeping();
    lock.release();
    library.use(store);
    setAddress(true);
  }

  /** The open notebook by an edit that undo takes back; any other in its kept text. */
  rename(id: string, title: string): Promise<void> {
    const { workspace } = this;
    const { library } = workspace;
    const wanted = title.trim();
    if (wanted === '') return Promise.resolve();
    return this.#during(id, async () => {
      if (id === library.notebookId) {
        workspace.edit('Rename the notebook', (document) => setNotebookTitle(document, wanted));
        await library.flush();
      } else {
        await this.#refuseIfOpen(id, 'renamed');
        const kept = await this.#kept(id);
        const text = writeNotebook(setNotebookTitle(parseNotebook(kept.text), wanted));
        await library.store.save(id, wanted, text, kept.revision);
      }
    });
  }

  /** A copy with its files' bytes and its results. */
  duplicate(id: string): Promise<void> {
    const { library } = this.workspace;
    return this.#during(id, async () => {
      if (id === library.notebookId) {
        this.workspace.beside.flush();
        await library.flush();
      }
      const { text } = await this.#kept(id);
      await this.#copy(id, text, randomId());
    });
  }

  /** Where another tab has overtaken this one: what is here becomes a notebook of its own. */
  async keepAsCopy(): Promise<void> {
    const { library, notebook, sources } = this.workspace;
    const id = randomId();
    library.forget();
    const text = writeNotebook(titledAsCopy(notebook.text));
    for (const { relation, file, kept } of sources.states.values())
      if (file && kept !== 'forgotten') await library.store.keepSource(id, relation, file, () => undefined);
    library.conflict = null;
    await this.workspace.openText(id, text);
  }

  /** With its files' bytes and its results; an open one makes room for an empty one first. */
  remove(id: string): Promise<void> {
    const { library } = this.workspace;
    return this.#during(id, async () => {
      if (id === library.notebookId) {
        library.forget();
        await this.workspace.openEmpty();
      } else await this.#refuseIfOpen(id, 'deleted');
      await library.store.remove(id);
    });
  }

  async #copy(id: string, text: string, to: string): Promise<void> {
    const { store } = this.workspace.library;
    const copy = titledAsCopy(text);
    await store.save(to, copy.frontMatter.title, writeNotebook(copy), null);
    for (const { relation } of await store.sources(id)) {
      const file = await store.openSource(id, relation);
      const copied = file && (await store.keepSource(to, relation, file, () => undefined));
      if (copied?.reason && !copied.kept && !store.forgets)
        throw new InputProblem(`The copy has no bytes for ${relation}. ${copied.reason}`, {
          reason: 'storage',
          hint: 'Open the copy and add the file to it again.',
        });
    }
    for (const [cell, result] of await store.loadResults(id)) await store.saveResult(to, cell, result);
  }

  async #kept(id: string): Promise<{ text: string; revision: number }> {
    const kept = await this.workspace.library.store.load(id);
    if (!kept) throw new InputProblem('That notebook is no longer on this device.');
    return kept;
  }

  async #refuseIfOpen(id: string, what: string): Promise<void> {
    if (!(await isHeld(id))) return;
    throw new InputProblem(`This notebook is open in another tab, so it was not ${what}.`, {
      hint: 'Close that tab, or take the notebook over here first.',
    });
  }

  async #during(id: string, work: () => Promise<void>): Promise<void> {
    if (this.busy.includes(id)) return;
    this.busy = [...this.busy, id];
    await this.workspace.attempt(work);
    this.busy = this.busy.filter((other) => other !== id);
    await this.refresh();
  }
}

function titledAsCopy(text: string) {
  const document = parseNotebook(text);
  return setNotebookTitle(document, `${document.frontMatter.title} (copy)`);
}

const isUntouched = ({ notebook }: Workspace): boolean =>
  notebook.revision <= 1 && notebook.cells.length === 0;

/** The address says it, because a note of it kept on the device would be something kept. */
function setAddress(keepsNothing: boolean): void {
  const url = new URL(location.href);
  if (keepsNothing) url.searchParams.set(ADDRESS_KEY, ADDRESS_VALUE);
  else url.searchParams.delete(ADDRESS_KEY);
  history.replaceState(history.state, '', url);
}
