import { InputProblem } from '../../../values/problem';

/** A row of a sheet: its line from 1, its cells from the sheet's first column on; missing ones at the end are left out. */
export interface SheetRow {
  line: number;
  cells: string[];
}

const PIECE = 2000;
const MOST_CHARACTERS = 2 ** 30;
// No cell of a workbook can hold it.
const MARK = '\0';

const tooLarge = (): InputProblem =>
  new InputProblem('The worksheet holds over a billion characters, more than can be read here.', {
    hint: 'Save it as CSV, or delete what stands far to the right of the table.',
  });

interface Piece {
  text: string;
  width: number;
  lines: Uint32Array;
}

/**
 * Rows that hold anything, kept as a few long texts: an array of strings for each row would take five times the memory.
 * All are pushed before any is looked at.
 */
export class PackedRows {
  readonly #pieces: Piece[] = [];
  #waiting: SheetRow[] = [];
  /** Cells that hold something, by column. */
  readonly filledByColumn: number[] = [];
  length = 0;
  #size = 0;

  push(row: SheetRow): void {
    let filled = 0;
    row.cells.forEach((cell, column) => {
      if (cell === '') return;
      filled++;
      this.filledByColumn[column] = (this.filledByColumn[column] ?? 0) + 1;
    });
    if (filled === 0) return;
    this.#waiting.push(row);
    this.length++;
    if (this.#waiting.length === PIECE) this.#pack();
  }

  /** Rows by place, in pieces of at most 2,000. */
  *pieces(from = 0, to = this.length): Generator<SheetRow[]> {
    if (this.#waiting.length > 0) this.#pack();
    for (let index = Math.floor(from / PIECE); index < this.#pieces.length && index * PIECE < to; index++) {
      const piece = this.#pieces[index];
      if (!piece) return;
      const start = index * PIECE;
      yield unpacked(piece, Math.max(0, from - start), Math.min(piece.lines.length, to - start));
    }
  }

  /** Some rows at once; for looking at beginning and end. */
  rows(from: number, to: number): SheetRow[] {
    return [...this.pieces(Math.max(0, from), Math.min(this.length, to))].flat();
  }

  #pack(): void {
    const width = this.#waiting.reduce((most, { cells }) => Math.max(most, cells.length), 0);
    const texts = this.#waiting.map(({ cells }) => cells.join(MARK) + MARK.repeat(width - cells.length));
    for (const text of texts) this.#size += text.length;
    if (this.#size > MOST_CHARACTERS) throw tooLarge();
    const lines = Uint32Array.from(this.#waiting, ({ line }) => line);
    this.#pieces.push({ text: texts.join(MARK), width, lines });
    this.#waiting = [];
  }
}

function unpacked({ text, width, lines }: Piece, from: number, to: number): SheetRow[] {
  const cells = text.split(MARK);
  const rows: SheetRow[] = [];
  for (let row = from; row < to; row++)
    rows.push({ line: lines[row] ?? 0, cells: cells.slice(row * width, (row + 1) * width) });
  return rows;
}
