import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateColumn, numberColumn, textColumn } from '../../src/values/table';
import { openDuckDb, type TestDatabase } from './duckdb';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
});
afterAll(() => database.close());

describe('the test database', () => {
  it('is the version that ships', () => {
    expect(database.query('SELECT version() AS version')).toEqual([{ version: 'v1.4.3' }]);
  });

  it('reads CSV text, integers as doubles and dates as milliseconds', () => {
    database.addCsv('people', 'id,born,ok\n1,2001-02-03,true\n2,,false\n');
    expect(database.columns('people').map((column) => column.kind)).toEqual(['number', 'date', 'boolean']);
    expect(database.query('FROM people')).toEqual([
      { id: 1, born: Date.UTC(2001, 1, 3), ok: true },
      { id: 2, born: null, ok: false },
    ]);
  });

  it('stores columns with NaN as NULL and row numbers from 0', () => {
    const columns = [
      numberColumn('n', Float64Array.of(1.5, NaN)),
      textColumn('t', [null, 'é']),
      dateColumn('d', Float64Array.of(NaN, Date.UTC(2026, 0, 31))),
    ];
    database.addColumns('"stored"', columns, true);
    expect(database.query('FROM stored')).toEqual([
      { n: 1.5, t: null, d: null, row_number: 0 },
      { n: null, t: 'é', d: Date.UTC(2026, 0, 31), row_number: 1 },
    ]);
  });

  it('is locked: no reads from outside, no new settings', () => {
    expect(() => database.run("FROM read_csv('/etc/hostname')")).toThrow(/[Pp]ermission|disabled/);
    expect(() => database.run('SET enable_external_access=true')).toThrow(/locked|[Cc]annot/);
  });
});
