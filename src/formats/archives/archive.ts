/** A compressed file, or an archive of several: one file in this folder each, whose default export is an `Archive`. */
export interface Archive {
  id: string;
  label: string;
  recognises(start: Uint8Array, fileName: string): boolean;
  /** The files inside that can be data (no folders, no hidden files). Throws an InputProblem where it is broken or locked. */
  entries(file: Blob, fileName: string): Promise<ArchiveEntry[]>;
}

export interface ArchiveEntry {
  /** Its path inside the archive; of a .gz the archive's name without the ending. */
  name: string;
  /** Unpacked bytes, where the archive says them. */
  size: number | null;
  /** Unpacks it. Throws an InputProblem where that fails or gives over 4 GB. */
  unpack(signal?: AbortSignal): Promise<Blob>;
}
