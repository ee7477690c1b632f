/**
 * A notebook in memory: the very text of the file, cut into segments. Writing joins the segments' texts, so a byte
 * that nobody edited is never changed. Everything else here is read from those texts. Plain data, never mutated:
 * the functions of this folder return a new document that shares what did not change.
 */
export interface NotebookDocument {
  /** BOM and front matter with its fences, or '' where there is none. */
  readonly head: string;
  readonly frontMatter: FrontMatter;
  readonly segments: readonly Segment[];
  /** What a reader must be told about the file: unknown keys, duplicate names, a newer version. */
  readonly problems: readonly DocumentProblem[];
  /** True where the file says a newer format version; then nothing may be written. */
  readonly readOnly: boolean;
}

export interface FrontMatter {
  readonly version: number;
  readonly title: string;
  /** ISO day or null. */
  readonly asOf: string | null;
  readonly sources: readonly DeclaredSource[];
}
export interface DeclaredSource {
  readonly name: string;
  readonly file: string;
  readonly sha256: string | null;
  readonly rows: number | null;
  /** `import:` as plain data. */
  readonly import: Readonly<Record<string, unknown>>;
  readonly columns: Readonly<Record<string, { readonly label?: string; readonly type?: string }>>;
}

/** Text between cells (`gap`: white space and separators) or a cell. */
export type Segment = { readonly type: 'gap'; readonly text: string } | Cell;

export interface Cell {
  readonly type: 'cell';
  /** Stable while the notebook is open (edits, moves and renames keep it); not in the file. */
  readonly id: string;
  /** 'text', 'sql', 'chart', 'input', an analysis' id, or a kind this version does not know. */
  readonly kind: string;
  /** '' for a text cell. */
  readonly name: string;
  readonly title: string | null;
  readonly folded: boolean;
  /** SQL, YAML or Markdown: without fence lines and without the final line end. */
  readonly body: string;
  /** The segment's text in the file, fences included. */
  readonly text: string;
}

export interface DocumentProblem {
  readonly message: string;
  readonly hint?: string;
  readonly cellId?: string;
}
