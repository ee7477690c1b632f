import { findInNotebook, patternOf, replaceFound, type FindQuery, type FoundPlace } from '../notebook/find';
import { formatPlural } from '../values/format';
import type { Workspace } from './workspace.svelte';

/** Find and replace over all cells: what is sought, what is found, and which place stands in it. */
export class FindState {
  open = $state(false);
  replacing = $state(false);
  text = $state('');
  replacement = $state('');
  matchCase = $state(false);
  wholeWord = $state(false);
  regex = $state(false);
  where = $state<FindQuery['where']>('all');
  current = $state(0);
  /** Grows each time the search is asked for, so that its field takes the keyboard again. */
  asked = $state(0);

  readonly query: FindQuery = $derived({
    text: this.text,
    matchCase: this.matchCase,
    wholeWord: this.wholeWord,
    regex: this.regex,
    where: this.where,
  });
  readonly #pattern = $derived(patternOf(this.query));
  readonly mistake: string | null = $derived(
    this.#pattern && 'mistake' in this.#pattern ? this.#pattern.mistake : null,
  );
  readonly places: readonly FoundPlace[] = $derived.by(() =>
    this.open && this.#pattern instanceof RegExp
      ? findInNotebook(this.workspace.notebook.cells, this.#pattern, this.where)
      : [],
  );
  readonly at: number = $derived(Math.min(this.current, Math.max(0, this.places.length - 1)));
  readonly #byCell = $derived.by(() => {
    const cells = new Map<string, { places: FoundPlace[]; current: number }>();
    this.places.forEach((place, index) => {
      const cell = cells.get(place.cellId) ?? { places: [], current: -1 };
      if (index === this.at) cell.current = cell.places.length;
      cell.places.push(place);
      cells.set(place.cellId, cell);
    });
    return cells;
  });

  constructor(private readonly workspace: Workspace) {}

  /** Where a cell's text is marked as found; undefined where it is not. */
  inCell(id: string): { places: readonly FoundPlace[]; current: number } | undefined {
    return this.open ? this.#byCell.get(id) : undefined;
  }

  show(replacing: boolean): void {
    const chosen = getSelection()?.toString() ?? '';
    if (chosen !== '' && chosen.length < 200 && !chosen.includes('\n')) this.text = chosen;
    this.replacing = replacing && !this.workspace.notebook.readOnly;
    this.open = true;
    this.asked += 1;
  }

  close(): void {
    this.open = false;
    if (this.workspace.notebook.cell(this.workspace.editing ?? '')?.kind === 'text')
      this.workspace.editing = null;
    const place = this.places[this.at];
    const id = place?.cellId ?? this.workspace.selected;
    if (id) document.querySelector<HTMLElement>(`[data-cell="${id}"]`)?.focus({ preventScroll: true });
  }

  /** On to another place, round at the end, and there on the page. */
  step(by: 1 | -1): void {
    const count = this.places.length;
    if (count === 0) return;
    this.go((this.at + by + count) % count);
  }

  go(index: number): void {
    this.current = index;
    const place = this.places[index];
    if (!place) return;
    const cell = this.workspace.notebook.cell(place.cellId);
    this.workspace.selected = place.cellId;
    // Prose is found in its text, which is seen in its editor alone; so is code that is folded away.
    if (cell?.kind === 'text' || cell?.folded) this.workspace.editing = place.cellId;
    const element = document.querySelector(`[data-cell="${place.cellId}"]`);
    element?.scrollIntoView({ block: 'nearest' });
  }

  replaceOne(): void {
    const place = this.places[this.at];
    if (!place) return;
    const at = this.at;
    this.workspace.edit('Replace', (document) => replaceFound(document, this.query, this.replacement, place));
    this.go(Math.min(at, Math.max(0, this.places.length - 1)));
    this.#keepKeyboard();
  }

  replaceAll(): void {
    const count = this.places.length;
    if (count === 0) return;
    const label = `Replace ${formatPlural(count, 'place')}`;
    this.workspace.edit(label, (document) => replaceFound(document, this.query, this.replacement));
    this.workspace.notify(`Replaced ${formatPlural(count, 'place')}. Ctrl+Z takes it back.`);
    this.#keepKeyboard();
  }

  /** A button that has nothing left to do is disabled and would drop the keyboard. */
  #keepKeyboard(): void {
    if (this.places.length === 0) this.asked += 1;
  }
}
