import { InputProblem } from '../../../values/problem';

/** Cells from one corner to the other, columns from 0, lines from 1, both ends included; open ends are infinite. */
export interface CellRange {
  firstColumn: number;
  lastColumn: number;
  firstLine: number;
  lastLine: number;
}

/** A cell's column from 0 and line from 1, from `AB12`; what is missing is null. */
export function cellAt(reference: string): { column: number | null; line: number | null } {
  let [column, at] = [0, 0];
  for (; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & 0xdf; // upper case
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  const line = Number(reference.slice(at));
  return { column: column > 0 ? column - 1 : null, line: line > 0 ? line : null };
}

/** `A3:F200`, `A3`, `A:F`, `A3:F` (to the last line), `$` signs and a sheet's name before `!` left out; null where it is none. */
export function parseRange(text: string): CellRange | null {
  const plain = text.replace(/^.*!/, '').replaceAll('$', '').trim();
  const corners = /^([A-Za-z]{1,3}\d{0,7})(?::([A-Za-z]{1,3}\d{0,7}))?$/.exec(plain);
  if (!corners) return null;
  const from = cellAt(corners[1] ?? '');
  const to = corners[2] === undefined ? null : cellAt(corners[2]);
  const columns = [from.column ?? 0, to ? (to.column ?? 0) : Infinity].sort((a, b) => a - b);
  const lines = [from.line ?? 1, to?.line ?? Infinity].sort((a, b) => a - b);
  return {
    firstColumn: columns[0] ?? 0,
    lastColumn: columns[1] ?? Infinity,
    firstLine: lines[0] ?? 1,
    lastLine: lines[1] ?? Infinity,
  };
}

/** As `parseRange`, but a person's mistake is a problem. */
export function chosenRange(text: string): CellRange {
  const range = parseRange(text);
  if (range) return range;
  throw new InputProblem(`"${text}" is not a range of cells.`, {
    hint: 'Write it as A3:F200, or A3:F for all rows from line 3.',
  });
}

/** A, B … Z, AA … of a column from 0. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}
