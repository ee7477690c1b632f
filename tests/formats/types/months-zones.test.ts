import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb, type TestDatabase } from '../../sql/duckdb';
import { planOne, readAll } from './typed';

let db: TestDatabase;
beforeAll(async () => {
  db = await openDuckDb();
}, 60_000);
afterAll(() => db.close());

const readBack = (values: string[]): (string | null)[] =>
  (readAll(db, [{ plan: planOne(values), values }])[0] ?? []).map(({ read }) => read);

describe('months with their year', () => {
  it.each([
    [['2026-01', '2025-12']],
    [['2026/01', '2025/12']],
    [['01/2026', '12/2025']],
    [['01-2026', '12-2025']],
    [['Jan 2026', 'Dec 2025']],
    [['January 2026', 'December 2025']],
    [['janvier 2026', 'décembre 2025']],
  ])('are read as their first day: %j', (values) => {
    expect(planOne(values)).toMatchObject({ type: 'DATE', changed: ['months read as their first day'] });
    expect(readBack(values)).toEqual(['2026-01-01', '2025-12-01']);
  });

  it('read the same when they are kept', () => {
    const first = planOne(['Jan 2026', 'Dec 2025']);
    const again = planOne(['Jan 2026'], 'x', { values: { x: first.reading } });
    expect(again).toMatchObject({ type: 'DATE', reading: first.reading, changed: first.changed });
  });

  it('of two digits may be days: they stay text, and it is said', () => {
    expect(planOne(['Jan-26', 'Feb-26'])).toMatchObject({
      type: 'VARCHAR',
      note: 'kept as text, because values such as Jan-26 may be a day of a month or a month of a year',
    });
  });

  it('that no calendar has stay text', () => {
    expect(planOne(['2026-13', '2026-01']).type).toBe('VARCHAR');
  });
});

describe('zones', () => {
  it.each([
    ['Fri Jan 02 2026 10:00:00 GMT+0100', 'Sat Jan 03 2026 00:30:00 GMT+0100'],
    [
      'Fri Jan 02 2026 10:00:00 GMT+0100 (Central European Standard Time)',
      'Sat Jan 03 2026 00:30:00 GMT+0100 (Central European Standard Time)',
    ],
    ['2026-01-02 10:00:00 UTC+01:00', '2026-01-03 00:30:00 UTC+01:00'],
    ['02.01.2026 10:00:00 GMT+0100', '03.01.2026 00:30:00 GMT+0100'],
  ])('with their distance from UTC are taken into account: %s', (first, second) => {
    expect(planOne([first, second])).toMatchObject({ type: 'TIMESTAMP', reading: { zone: 'utc' } });
    expect(readBack([first, second])).toEqual(['2026-01-02 09:00:00', '2026-01-02 23:30:00']);
  });

  it.each([['2026-01-02 10:00:00 GMT'], ['Fri Jan 02 2026 10:00:00 UTC'], ['2026-01-02 10:00:00 UTC']])(
    'that are UTC by name change nothing: %s',
    (value) => {
      expect(readBack([value])).toEqual(['2026-01-02 10:00:00']);
    },
  );

  it.each([['2026-01-02 10:00:00 EST'], ['02.01.2026 10:00 CET'], ['Jan 2, 2026 10:00 PM CST']])(
    'that are only named leave a time text, and it is said: %s',
    (value) => {
      expect(planOne([value])).toMatchObject({
        type: 'VARCHAR',
        note: expect.stringMatching(/the zone of its times is only named \((EST|CET|CST)\)/) as string,
      });
    },
  );
});
