import { isTyped, kindOf, type ColumnProfile } from './cell-shape';
import { tellingKind } from './find-header';
import type { LineNote } from './reading-report';

/** A line that may belong to another table. */
export interface HeldLine extends Omit<LineNote, 'reason'> {
  cells: string[];
  broken: boolean;
}

/** Rows of as many fields that must follow the names of another table. */
const ENOUGH_ROWS = 2;
const LONGEST_NAME = 60;

/**
 * Holds the names of what may be another table, and the rows after them, until there are enough to be sure. A table of
 * another width would otherwise be laid over the columns of this one, its rows filled up or torn.
 */
export class NextTable {
  readonly #profiles: readonly ColumnProfile[];
  #telling: readonly boolean[] | null = null;
  #held: HeldLine[] = [];

  constructor(profiles: readonly ColumnProfile[]) {
    this.#profiles = profiles;
  }

  get isWaiting(): boolean {
    return this.#held.length > 0;
  }

  /** Whether the names and enough rows of another table are held. */
  get isSure(): boolean {
    return this.#held.length > ENOUGH_ROWS;
  }

  /** Takes the line where it goes on with what is held, or may begin another table; else leaves it alone. */
  takes(line: HeldLine, afterBlank: boolean): boolean {
    const [names] = this.#held;
    const goesOn = names
      ? line.cells.length === names.cells.length && !line.broken
      : !line.broken && this.#mayBegin(line.cells, afterBlank);
    if (goesOn) this.#held.push(line);
    return goesOn;
  }

  /** Gives back what is held, and holds nothing. */
  release(): HeldLine[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }

  /** Names: words, each once, in columns whose values are something else; after a blank line less is asked. */
  #mayBegin(cells: readonly string[], afterBlank: boolean): boolean {
    if (cells.length < 2) return false;
    const names = cells.map((cell) => cell.trim().toLowerCase());
    const areNames =
      names.every((name) => name !== '' && name.length <= LONGEST_NAME && !isTyped(kindOf(name))) &&
      new Set(names).size === names.length;
    if (!areNames) return false;
    this.#telling ??= this.#profiles.map((profile) => tellingKind(profile) === 'typed');
    const against = this.#telling.slice(0, cells.length).filter(Boolean).length;
    const isSameWidth = cells.length === this.#profiles.length;
    if (isSameWidth) return afterBlank && against >= 2;
    return afterBlank || against >= Math.min(2, cells.length - 1);
  }
}
