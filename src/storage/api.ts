/**
 * What the browser keeps for the user: notebooks' texts, sources' bytes, and the last results. Every function may
 * reject with an InputProblem whose reason is `storage` (full disk, blocked storage, private window); callers say so
 * and work on in memory.
 */
export interface NotebookStore {
  /** True where everything is gone when the page closes. */
  readonly forgets?: boolean;
  /** True where that is what the user asked for. */
  readonly unwritten?: boolean;
  /** Newest first. */
  list(): Promise<ListedNotebook[]>;
  load(id: string): Promise<LoadedNotebook | null>;
  /**
   * Writes text, title and time in one transaction, and resolves with the new revision. `base` is the revision that
   * the text continues, null for a notebook not kept so far: on any other one nothing is written and the promise
   * rejects with `ChangedElsewhere`. Without `base` it writes over whatever is there.
   */
  save(id: string, title: string, text: string, base?: number | null): Promise<number>;
  /** Deletes the notebook with its sources' bytes and results. */
  remove(id: string): Promise<void>;
  /** The notebook open when the page was last left. */
  lastOpened(): Promise<string | null>;
  setLastOpened(id: string): Promise<void>;

  /** Which files are bound to a notebook's sources. */
  sources(notebookId: string): Promise<StoredSource[]>;
  /**
   * Streams a file's bytes away and hashes them on the way, in a worker of its own; resolves when whole.
   * `onProgress` gets a fraction. Where no storage can be had it still resolves with the hash, and `kept` false.
   */
  keepSource(
    notebookId: string,
    relation: string,
    file: File,
    onProgress: (fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<{ sha256: string; kept: boolean; reason?: string }>;
  /** The bytes of a kept source as a File, or null. */
  openSource(notebookId: string, relation: string): Promise<File | null>;
  removeSource(notebookId: string, relation: string): Promise<void>;

  /** The last result of each cell, by cell name (structured-cloneable, at most 1,000 rows a table). */
  loadResults(notebookId: string): Promise<Map<string, unknown>>;
  saveResult(notebookId: string, cell: string, result: unknown): Promise<void>;
  removeResult(notebookId: string, cell: string): Promise<void>;
  /** A random secret of this device, made when first asked for: hashes of personal data are salted with it. Never leaves the device. */
  secret(): Promise<string>;
  /** A preference of this device, or null. */
  setting(name: SettingName): Promise<unknown>;
  setSetting(name: SettingName, value: unknown): Promise<void>;
  /** Asks the browser not to evict what is kept; resolves with its answer. */
  persist(): Promise<boolean>;
  /** Bytes used and allowed, and whether the browser has promised to keep them. */
  usage(): Promise<{ used: number; quota: number; persistent: boolean } | null>;
}
export interface StoredNotebook {
  id: string;
  title: string;
  /** Milliseconds since 1970. */
  changed: number;
  /** Of the text alone. */
  bytes: number;
  /** Grows with every save. */
  revision: number;
}
export interface ListedNotebook extends StoredNotebook {
  /** How many files are kept for it, and their bytes. */
  sources: number;
  sourceBytes: number;
}
export interface LoadedNotebook {
  text: string;
  changed: number;
  revision: number;
}
export type SettingName = 'theme';
export interface StoredSource {
  relation: string;
  fileName: string;
  bytes: number;
  sha256: string;
  kept: number;
}
