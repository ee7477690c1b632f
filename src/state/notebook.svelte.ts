import { writeNotebook } from '../notebook/write';
import type { Cell, NotebookDocument } from '../notebook/document';

interface Step {
  document: NotebookDocument;
  label: string;
  /** Edits with the same key follow one another as one step: typing in one editor, dragging one slider. */
  merge: string | null;
}

const MOST_STEPS = 500;

/** The open document with its undo. The document is plain data; this class only says which one is shown now. */
export class NotebookState {
  document = $state.raw<NotebookDocument>() as NotebookDocument;
  /** Grows with every change of the text, whoever made it. */
  revision = $state(0);
  #past = $state.raw<Step[]>([]);
  #future = $state.raw<Step[]>([]);
  #merge: string | null = null;

  readonly cells: readonly Cell[] = $derived(
    this.document.segments.filter((segment) => segment.type === 'cell'),
  );
  /** Apart from the document, so that typing does not tell every editor that it may still be typed in. */
  readonly readOnly: boolean = $derived.by(() => this.document.readOnly || this.locked());
  readonly undoLabel: string | null = $derived(this.#past.at(-1)?.label ?? null);
  readonly redoLabel: string | null = $derived(this.#future.at(-1)?.label ?? null);

  /** `locked`: whether another tab has the notebook. */
  constructor(
    document: NotebookDocument,
    private readonly locked: () => boolean = () => false,
  ) {
    this.document = document;
  }

  get text(): string {
    return writeNotebook(this.document);
  }

  cell(id: string): Cell | undefined {
    return this.cells.find((cell) => cell.id === id);
  }

  /** A change the user made, as one step of undo; with `merge`, one step with what came just before under that key. */
  edit(
    label: string,
    change: (document: NotebookDocument) => NotebookDocument,
    merge: string | null = null,
  ): void {
    if (this.readOnly) return;
    const next = change(this.document);
    if (next === this.document) return;
    if (merge === null || merge !== this.#merge)
      this.#past = [...this.#past.slice(1 - MOST_STEPS), { document: this.document, label, merge }];
    this.#merge = merge;
    this.#future = [];
    this.#show(next);
  }

  /** Ends a run of merged edits: the next one is a step of its own. */
  settle(): void {
    this.#merge = null;
  }

  /** A change the program made (a hash that has become known), which undo leaves alone. */
  amend(change: (document: NotebookDocument) => NotebookDocument): void {
    if (this.readOnly) return;
    const next = change(this.document);
    if (next !== this.document) this.#show(next);
  }

  undo(): void {
    const step = this.#past.at(-1);
    if (!step || this.readOnly) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, { ...step, document: this.document }];
    this.#merge = null;
    this.#show(step.document);
  }

  redo(): void {
    const step = this.#future.at(-1);
    if (!step || this.readOnly) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, { ...step, document: this.document }];
    this.#merge = null;
    this.#show(step.document);
  }

  /** Another notebook takes this one's place; undo does not reach back across. */
  open(document: NotebookDocument): void {
    this.#past = [];
    this.#future = [];
    this.#merge = null;
    this.#show(document);
  }

  #show(document: NotebookDocument): void {
    this.document = document;
    this.revision += 1;
  }
}
