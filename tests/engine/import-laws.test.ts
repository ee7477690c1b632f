import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database';
import { openFile } from '../../src/engine/import/open-file';
import { loadPlain } from '../../src/engine/import/load-plain';
import { loadRecords } from '../../src/engine/import/load-records';
import { registerFile } from '../../src/engine/import/registered-file';
import { planTable } from '../../src/engine/import/table-plan';
import { Run } from '../../src/engine/run';
import { anyDay, anyId, anyTable, remarks, writeTable } from '../formats/any-table';
import { openNodeDatabase } from './node-engine';
import { readFile, rowsOf } from './read-file';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

const cells: Record<string, fc.Arbitrary<string>> = {
  id: anyId,
  amount: fc.integer({ min: -99_999, max: 99_999 }).map((n) => (n / 100).toFixed(2)),
  day: anyDay,
  score: fc.oneof(fc.integer({ min: 0, max: 10 }).map(String), fc.constant('')),
  zip: fc.integer({ min: 0, max: 99_999 }).map((n) => String(n).padStart(5, '0')),
  remark: fc.constantFrom(...remarks, ' spaced '),
};
const table = anyTable(cells, (kind) => kind);
const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|', ', ', '||', '~'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  quoteAll: fc.boolean(),
  encoding: fc.constantFrom('utf-8', 'windows-1252', 'utf-16le'),
  preamble: fc.constantFrom('', 'Export of orders\n', 'Export of orders\r\n\r\n'),
});
type Dialect = typeof dialect extends fc.Arbitrary<infer T> ? T : never;

function written(
  rows: string[][],
  { delimiter, lineEnd, quoteAll, encoding, preamble }: Dialect,
): Uint8Array<ArrayBuffer> {
  const text = preamble + writeTable(rows, { delimiter, lineEnd, quoteAll, quote: '"', escape: '"' });
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-16le')
    return new Uint8Array(Uint16Array.from(`\ufeff${text}`, (c) => c.charCodeAt(0)).buffer);
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}
const asText = (names: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, 'VARCHAR']));
const emptyAsNull = (rows: readonly (readonly string[])[]): (string | null)[][] =>
  rows.map((row) => row.map((value) => (value.trim() === '' ? null : value)));

it('a random table in a random dialect and encoding comes back equal, values as text', async () => {
  await fc.assert(
    fc.asyncProperty(table, dialect, async ([names = [], ...rows], how) => {
      const report = await readFile(database, written([names, ...rows], how), {
        quote: '"',
        escape: '"',
        types: asText(names),
        encoding: how.encoding,
        delimiter: how.delimiter,
      });
      expect(report.columns.map(({ name }) => name)).toEqual(names);
      expect(await rowsOf(database)).toEqual(emptyAsNull(rows));
    }),
    { numRuns: 20 },
  );
});

it('where a text is plain, DuckDB told the structure reads what the reader that mends lines does', async () => {
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(table, dialect, async (rows, how) => {
      const [names = []] = rows;
      const file = new Blob([written(rows, how)]);
      const run = new Run();
      const opened = await openFile({ file, fileName: 'x.csv', choices: {} }, run);
      const { table: found, plan } = await planTable(
        opened.table,
        { types: asText(names), format: 'none' },
        [],
      );
      if (!found.plain) return;
      const utf8 = (await found.plain.records(run)).file;
      const registered = await registerFile(database.bindings, utf8);
      const loaded = await loadPlain(database.work, found.plain, utf8, registered, 'p', plan, '', run);
      await registered.drop();
      await loadRecords(
        database,
        found.records(run, () => undefined),
        'r',
        plan,
        '',
        run,
        true,
      );
      if (!loaded) return;
      plain++;
      expect(await rowsOf(database, 'FROM p')).toEqual(await rowsOf(database, 'FROM r'));
    }),
    { numRuns: 30 },
  );
  expect(plain).toBeGreaterThan(10);
});

it('a table read again by all that its report decided is the same, types and report too', async () => {
  await fc.assert(
    fc.asyncProperty(table, dialect, async (rows, how) => {
      const file = written(rows, how);
      const first = await readFile(database, file);
      const before = await rowsOf(database);
      const again = await readFile(database, file, first.choices);
      expect(again.columns.map(({ name, type }) => [name, type])).toEqual(
        first.columns.map(({ name, type }) => [name, type]),
      );
      expect(again.choices).toEqual(first.choices);
      expect(await rowsOf(database)).toEqual(before);
    }),
    { numRuns: 12 },
  );
});
