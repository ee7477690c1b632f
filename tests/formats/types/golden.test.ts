import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb, type TestDatabase } from '../../sql/duckdb';
import { planOne, readAll, type ReadBack } from './typed';
import { conventions, texts } from './conventions';

describe('values in the conventions of files', () => {
  const columns = [
    ...conventions.map(({ name, cases }) => ({ name, values: Object.keys(cases) })),
    ...texts,
  ].map(({ name, values }) => ({ values, plan: planOne(values, name) }));
  let db: TestDatabase;
  let found: ReadBack[][];
  beforeAll(async () => {
    db = await openDuckDb();
    found = readAll(db, columns);
  }, 60_000);
  afterAll(() => db.close());

  it.each(conventions.map((each, i) => ({ ...each, i })))('reads $what', ({ type, cases, i }) => {
    expect(columns[i]?.plan).toMatchObject({ type });
    const expected = Object.values(cases);
    expect(found[i]?.map(({ read }, at) => asExpected(read, expected[at]))).toEqual(expected);
    expect(found[i]?.some(({ misfit }) => misfit)).toBe(false);
  });

  it.each(texts.map((each, i) => ({ ...each, i: conventions.length + i })))(
    'keeps $what as text, every sign of it',
    ({ values, note, i }) => {
      expect(columns[i]?.plan).toMatchObject({ type: 'VARCHAR', reading: {} });
      if (note) expect(columns[i]?.plan.note).toMatch(note);
      expect(found[i]?.map(({ read }) => read ?? '')).toEqual(
        values.map((value) => (value.trim() === '' ? '' : value)),
      );
    },
  );
});

/** What DuckDB wrote, as the kind of value that was expected. */
function asExpected(read: string | null, expected: unknown): unknown {
  if (read === null || typeof expected === 'string') return read;
  return typeof expected === 'boolean' ? read === 'true' : Number(read);
}
