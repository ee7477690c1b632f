/** What a drop or a paste brought: files of data, and a notebook's text where that was pasted. */
export interface Brought {
  files: File[];
  notebook: string | null;
}

const MOST_FILES = 10_000;

/**
 * Everything that was dropped: files, and those of folders at any depth, in the order of their names; hidden files are
 * left out. To be called while the event is handled, because the browser empties `transfer` afterwards.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const items = Array.from(transfer.items).filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  if (items.length === 0) return Array.from(transfer.files);
  const found: Placed[] = [];
  for (const entry of entries)
    if (entry instanceof File) found.push({ path: entry.name, file: entry });
    else if (entry) await collect(entry, '', found);
  return inOrder(found);
}

/**
 * The files of a folder that was chosen by `<input webkitdirectory>`, as `droppedFiles` gives them.
 */
export const chosenFiles = (files: Iterable<File>): File[] =>
  inOrder(
    Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })).filter(
      ({ path }) => !path.split('/').some(isHidden),
    ),
  );

interface Placed {
  path: string;
  file: File;
}

const collator = new Intl.Collator('en', { numeric: true });
const inOrder = (found: Placed[]): File[] =>
  found.sort((a, b) => collator.compare(a.path, b.path)).map(({ file }) => file);

/** Names that systems and programs hide, and the locks and drafts that spreadsheets leave beside their files. */
const isHidden = (name: string): boolean => /^(\.|~\$|__MACOSX$|thumbs\.db$|desktop\.ini$)/i.test(name);

async function collect(entry: FileSystemEntry, folder: string, found: Placed[]): Promise<void> {
  if (isHidden(entry.name) || found.length >= MOST_FILES) return;
  const path = `${folder}${entry.name}`;
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    if (file) found.push({ path, file });
    return;
  }
  for (const child of await childrenOf(entry as FileSystemDirectoryEntry))
    await collect(child, `${path}/`, found);
}

/** Null where the file has gone meanwhile or may not be read. */
const fileOf = (entry: FileSystemFileEntry): Promise<File | null> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(null)));

/** A folder is read in pieces: browsers give a hundred entries at a time. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (piece.length === 0) return children;
    children.push(...piece);
  }
}

/**
 * What a paste outside of any field brought: files; a notebook's text; or text that looks like a table, as the file
 * `pasted.csv`. Null where it is neither, so that the browser does what it does.
 */
export function pastedFiles(transfer: DataTransfer): Brought | null {
  const text = transfer.getData('text/plain');
  // Spreadsheets put a picture of the cells beside their text.
  if (looksLikeNotebook(text)) return { files: [], notebook: text };
  if (looksLikeTable(text)) return { files: [tableFile(text)], notebook: null };
  const files = Array.from(transfer.files).filter(({ type }) => !type.startsWith('image/'));
  return files.length > 0 ? { files, notebook: null } : null;
}

const tableFile = (text: string): File => new File([text], 'pasted.csv', { type: 'text/csv' });

/** Whether a text begins as notebook files do. */
export const looksLikeNotebook = (text: string): boolean => /^\uFEFF?---\r?\nsoundings:/.test(text);

/** Characters. */
const MOST_LOOKED_AT = 20_000;
const SQL = /^\s*(select|with|from|values|pivot|describe|summarize)\s/i;

/**
 * Whether a text is a table: two lines or more, nearly all with the same number, not zero, of tabs, semicolons, bars or
 * commas. Prose with a comma here and there is none.
 */
export function looksLikeTable(text: string): boolean {
  if (SQL.test(text)) return false;
  // A quoted cell may hold marks and line ends.
  const lines = text
    .slice(0, MOST_LOOKED_AT)
    .replace(/"(?:[^"]|"")*"/g, 'quoted')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '');
  if (text.length > MOST_LOOKED_AT) lines.pop();
  if (lines.length < 2) return false;
  return ['\t', ';', '|', ','].some((mark) => {
    const counts = lines.map((line) => line.split(mark).length - 1);
    const first = counts[0] ?? 0;
    const alike = counts.filter((count) => count === first).length;
    return first > 0 && alike >= lines.length * 0.9 && (mark !== ',' || isTabular(lines));
  });
}

/** Commas stand in sentences too, but with a space behind, and sentences end. */
const isTabular = (lines: readonly string[]): boolean =>
  lines.filter((line) => /[.!?:;]$/.test(line.trim())).length * 2 < lines.length &&
  lines.some((line) => /,\S|,$/.test(line));
