import type { RowRule } from '../format';

/*
 * Reports put rows below the data that stand as records: sums, and lines about the report filled up with delimiters.
 * They are told by what they leave empty, not by their words alone: a customer may be called Total.
 */

const TOTAL =
  /^((grand|sub|running)[ -]?)?(totals?|gesamt(summe|ergebnis)?|summen?|(zwischen|end)summe|insgesamt|total (général|general)|totale|totaal|eindtotaal|suma|somme|sous-total|subtotaal|razem|celkem|summa|合計|小計|总计|小计|總計)(?=$|[\s:(.,\d-])/i;
/** Rows from the end that are looked at, and how few of the others may lack what such a row lacks. */
const MOST_CLOSING = 8;
const MOST_WITHOUT = 0.05;
const FEWEST_OTHERS = 3;

interface ClosingRow {
  id: 'totals' | 'footer';
  column: string;
  value: string;
  empty: string[];
}

/**
 * Rules for the rows at a table's end that are no data, from the last rows of its files and a sample of the others. A row of totals
 * that leaves nothing empty is named and stays in the table: it may be a row like any other.
 */
export function closingRows(
  names: readonly string[],
  sample: readonly (readonly string[])[],
  tails: readonly (readonly (readonly string[])[])[],
): RowRule[] {
  const outside = (rows: readonly (readonly string[])[]): (readonly string[])[] => {
    const keys = new Set(rows.map(keyOf));
    return sample.filter((row) => !keys.has(keyOf(row)));
  };
  const closing = (
    others: readonly (readonly string[])[],
  ): ((row: readonly string[]) => ClosingRow | null) => {
    const filled = names.map((_, i) => {
      const without = others.filter((row) => blank(row[i])).length;
      return others.length >= FEWEST_OTHERS && without <= MOST_WITHOUT * others.length;
    });
    return (row) => closingRow(names, row, filled, others);
  };
  // Rows that only look like it count among the others in the end.
  const first = closing(outside(tails.flatMap((tail) => atEnd(tail, mayClose))));
  const found = tails.flatMap((tail) => atEnd(tail, (row) => first(row) !== null));
  const others = outside(found);
  if (others.length < FEWEST_OTHERS) return [];
  const rows = found.flatMap((row) => closing(others)(row) ?? []);
  return (['totals', 'footer'] as const).flatMap((id) => ruleOf(rows.filter((row) => row.id === id)) ?? []);
}

/** The rows at the end of which that holds, the last one first. */
function atEnd(
  tail: readonly (readonly string[])[],
  holds: (row: readonly string[]) => boolean,
): (readonly string[])[] {
  const last = tail.slice(-MOST_CLOSING).reverse();
  const data = last.findIndex((row) => !holds(row));
  return data < 0 ? last : last.slice(0, data);
}

const mayClose = (row: readonly string[]): boolean =>
  row.filter((value) => !blank(value)).length <= 1 ||
  row.slice(0, 2).some((value) => TOTAL.test(value.trim()));

function closingRow(
  names: readonly string[],
  row: readonly string[],
  filled: readonly boolean[],
  others: readonly (readonly string[])[],
): ClosingRow | null {
  const first = row.findIndex((value) => !blank(value));
  const value = row[first]?.trim() ?? '';
  const column = names[first];
  if (column === undefined || first > 1) return null;
  const empty = names.filter((_, i) => filled[i] === true && blank(row[i]));
  const isTotal = TOTAL.test(value) && !others.some((other) => other[first]?.trim() === value);
  if (isTotal && (empty.length > 0 || isOnlyWord(value))) return { id: 'totals', column, value, empty };
  const isAlone = row.filter((cell) => !blank(cell)).length === 1;
  if (!isAlone || first > 0 || empty.length < 2 || isLike(value, others)) return null;
  return { id: 'footer', column, value, empty };
}

const isOnlyWord = (value: string): boolean => TOTAL.exec(value)?.[0] === value.replace(/:$/, '');

/** Whether a value of the first column looks like the others there: `C-102` like `C-7`. */
function isLike(value: string, others: readonly (readonly string[])[]): boolean {
  const shape = shapeOf(value);
  return others.some((row) => shapeOf(row[0] ?? '') === shape);
}

const shapeOf = (value: string): string =>
  value
    .trim()
    .replace(/\p{L}+/gu, 'a')
    .replace(/\d+/g, '0');
const blank = (value: string | undefined): boolean => (value ?? '').trim() === '';
const keyOf = (row: readonly string[]): string => row.join('\u001f');

/** One rule for rows of one kind: those that stand in the column of the last one and lack what all of them lack. */
function ruleOf(rows: readonly ClosingRow[]): RowRule | null {
  const [last] = rows;
  if (!last) return null;
  const same = rows.filter(({ column }) => column === last.column);
  const empty = last.empty.filter((name) => same.every((row) => row.empty.includes(name)));
  return {
    id: last.id,
    label: last.id === 'totals' ? 'rows of totals' : 'lines below the table',
    column: last.column,
    values: [...new Set(same.map(({ value }) => value))],
    ...(empty.length > 0 ? { empty } : {}),
    leaveOut: empty.length > 0,
  };
}
