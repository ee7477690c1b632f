import fc from 'fast-check';

const pad = (n: number): string => String(n).padStart(2, '0');

/** Columns as files have them, each value as text. */
export const anyId = fc.integer({ min: 1000, max: 9999 }).map((n) => `C${n}`);
export const anyDay = fc
  .integer({ min: 0, max: 364 })
  .map((n) => `2026-${pad((n % 12) + 1)}-${pad((n % 28) + 1)}`);
/** What a person may type, with every sign that a text table has to quote. */
export const remarks = [
  'fine',
  'late again',
  'very, very good',
  'a; b',
  'he said "no"',
  "it's ok",
  'one\ntwo',
  'größer',
  '',
];

/** A header and 8 to 30 rows of an `id` and at least two of the other kinds of column. */
export function anyTable(
  cells: Readonly<Record<string, fc.Arbitrary<string>>>,
  header: (kind: string) => string,
): fc.Arbitrary<string[][]> {
  const others = Object.keys(cells).filter((kind) => kind !== 'id');
  return fc
    .tuple(fc.shuffledSubarray(others, { minLength: 2 }), fc.integer({ min: 8, max: 30 }))
    .chain(([kinds, rows]) => {
      const columns = ['id', ...kinds];
      const row = fc.tuple(...columns.map((kind) => cells[kind] ?? fc.constant('')));
      return fc
        .array(row, { minLength: rows, maxLength: rows })
        .map((data) => [columns.map(header), ...data.map((each) => [...each])]);
    });
}

export interface Dialect {
  delimiter: string;
  quote: string;
  lineEnd: string;
  quoteAll: boolean;
  escape: string;
}

/** A table as a program of that dialect writes it, quoting what has to be quoted or all. */
export function writeTable(
  table: readonly (readonly string[])[],
  { delimiter, quote, lineEnd, quoteAll, escape }: Dialect,
): string {
  const special = [delimiter, quote, '\n', '\r', ...(escape === '\\' ? ['\\'] : [])];
  const cell = (value: string): string => {
    if (!quoteAll && !special.some((sign) => value.includes(sign)) && value.trim() === value) return value;
    const body = escape === '\\' ? value.replaceAll('\\', '\\\\') : value;
    return quote + body.replaceAll(quote, escape + quote) + quote;
  };
  return table.map((row) => row.map(cell).join(delimiter) + lineEnd).join('');
}
