import { expect, type Page } from './fixture';
import { exported } from './journey';

type Value = string | number | boolean | null;
export type ResultRow = Record<string, Value>;

/** What the results file says of one cell: its tables as rows by name, '' being the cell's own. */
export interface CellResults {
  status: string;
  error: string | null;
  findings: string[];
  tables: Record<string, ResultRow[]>;
}

interface ResultsFile {
  cells: {
    name: string;
    status: string;
    error: string | null;
    findings: string[];
    tables: Record<string, { columns: { name: string }[]; rows: Value[][] }>;
  }[];
}

/** The results file that the page saves, by cell. */
export async function resultsOf(page: Page): Promise<Record<string, CellResults>> {
  const { cells } = JSON.parse((await exported(page, 'Results (JSON)')).text) as ResultsFile;
  return Object.fromEntries(
    cells.map(({ name, tables, ...said }) => {
      const bySuffix = Object.entries(tables).map(([table, { columns, rows }]) => [
        table.slice(name.length + 1),
        rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i] ?? null]))),
      ]);
      return [name, { ...said, tables: Object.fromEntries(bySuffix) as CellResults['tables'] }];
    }),
  );
}

/** Of one cell; fails where there is none of that name. */
export function resultsOfCell(results: Record<string, CellResults>, name: string): CellResults {
  const found = results[name];
  if (!found) throw new Error(`test: no cell ${name} in the results`);
  return found;
}

/** Rows of a table by one of its columns: of drivers that is the importance of each. */
export const numbersBy = (rows: readonly ResultRow[], key: string, value: string): Record<string, number> =>
  Object.fromEntries(rows.map((row) => [String(row[key]), row[value] as number]));

/** Holds a number to a reference other than 0. */
export const expectWithin = (actual: number | undefined, reference: number, relative: number): void =>
  expect(
    Math.abs((actual ?? NaN) / reference - 1),
    `${actual} is not within ${relative} of ${reference}`,
  ).toBeLessThan(relative);
