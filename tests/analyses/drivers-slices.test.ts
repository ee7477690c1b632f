import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import { openDuckDb, type TestDatabase } from '../sql/duckdb';
import { numberAt, problemOf, runDrivers } from './run-drivers';

const DRIVERS = ['a', 'b', 'c'];
const ESTIMATES = ['importance', 'share', 'performance', 'coefficient', 'correlation', 'vif'];

let database: TestDatabase;
/** 900 answers of 300 customers on a 1-10 scale, in two regions and three waves. */
beforeAll(async () => {
  database = await openDuckDb();
  const random = createRandom(11);
  const rating = (mean: number): number => Math.max(1, Math.min(10, Math.round(mean + 2 * random.normal())));
  const lines = Array.from({ length: 900 }, (_, i) => {
    const mood = random.normal();
    const [a, b, c] = [rating(6 + mood), rating(7 + mood), rating(5 + 0.5 * mood)];
    const region = i % 5 < 2 ? 'North' : 'South';
    const y = (region === 'North' ? 0.8 : 0.2) * a + 0.4 * b + random.normal();
    return [
      y.toFixed(6),
      a,
      b,
      c,
      region,
      1 + (i % 3),
      `2026-0${1 + (i % 6)}-11`,
      `k${i % 300}`,
      i % 2 === 0,
    ].join(',');
  });
  database.addCsv('made', `y,a,b,c,region,wave,day,customer,loyal\n${lines.join('\n')}\n`);
});
afterAll(() => database.close());

const expectSame = (
  one: Record<string, Record<string, unknown>>,
  other: typeof one,
  columns = ESTIMATES,
): void => {
  for (const driver of Object.keys(other))
    for (const column of columns)
      expectClose(one[driver]?.[column] as number, other[driver]?.[column] as number, { relative: 1e-9 });
};
const where = (condition: string): ReturnType<typeof runDrivers> => {
  database.run(`CREATE OR REPLACE TABLE part AS FROM made WHERE ${condition}`);
  return runDrivers(database, { from: 'part', outcome: 'y', drivers: DRIVERS });
};

describe('a level of `by`', () => {
  it('has the estimates of a table of its rows alone', () => {
    const done = runDrivers(database, { outcome: 'y', drivers: DRIVERS, roles: { by: 'region' } });
    expectSame(done.level('North'), where("region = 'North'").byDriver);
    expectSame(done.level('South'), where("region = 'South'").byDriver);
    expectSame(done.level('all'), where('TRUE').byDriver);
    expect(done.rows).toHaveLength(9);
  });

  it('is compared with the others: a difference is A less B, and sure where the truth is far apart', () => {
    const done = runDrivers(database, { outcome: 'y', drivers: DRIVERS, roles: { by: 'region' } });
    const differences = done.table('difference');
    expect(differences).toHaveLength(3);
    for (const row of differences) {
      const driver = row['driver'] as string;
      const expected =
        numberAt(done.level(row['level_a'] as string), driver, 'importance') -
        numberAt(done.level(row['level_b'] as string), driver, 'importance');
      expectClose(row['difference'] as number, expected, { relative: 1e-9 });
      expect(row['low'] as number).toBeLessThan(row['difference'] as number);
      expect(row['high'] as number).toBeGreaterThan(row['difference'] as number);
    }
    const ofA = differences.find((row) => row['driver'] === 'a');
    expect(Math.sign(ofA?.['low'] as number)).toBe(Math.sign(ofA?.['high'] as number));
  });

  it('can be a wave, a yes/no or a month', () => {
    const levels = (by: string): unknown[] => [
      ...new Set(
        runDrivers(database, { outcome: 'y', drivers: DRIVERS, roles: { by } }).rows.map(
          (row) => row['level'],
        ),
      ),
    ];
    expect(levels('wave')).toEqual(['all', '1', '2', '3']);
    expect(levels('loyal')).toEqual(['all', 'false', 'true']);
    expect(levels('day')).toEqual(['all', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06']);
  });

  it('with too few rows is left out and named; more than 20 are refused', () => {
    expect(
      problemOf(() => runDrivers(database, { outcome: 'y', drivers: DRIVERS, roles: { by: 'customer' } })),
    ).toBe('The column customer has more than 20 levels: too many to compare side by side.');
    database.run(
      "CREATE OR REPLACE TABLE part AS SELECT *, CASE WHEN rowid < 4 THEN 'few' WHEN rowid < 100 THEN 'some' ELSE 'many' END AS size FROM made",
    );
    const done = runDrivers(database, {
      from: 'part',
      outcome: 'y',
      drivers: DRIVERS,
      roles: { by: 'size' },
    });
    expect(done.result.levelsLeftOut).toEqual([{ level: 'few', rows: 4 }]);
    expect([...new Set(done.rows.map((row) => row['level']))]).toEqual(['all', 'many', 'some']);
    expect(done.table('difference')).toHaveLength(3);
  });
});

describe('a filter', () => {
  const filtered = (filter: Record<string, string[]>) =>
    runDrivers(database, {
      outcome: 'y',
      drivers: DRIVERS,
      roles: { filterBy: ['region', 'wave', 'day', 'loyal'] },
      options: { filter },
    });

  it('has the estimates of a table of the rows it keeps', () => {
    expectSame(filtered({}).byDriver, where('TRUE').byDriver);
    expectSame(filtered({ region: ['South'] }).byDriver, where("region = 'South'").byDriver);
    expectSame(
      filtered({ wave: ['1', '3'], loyal: ['true'] }).byDriver,
      where('wave IN (1, 3) AND loyal').byDriver,
    );
    expectSame(
      filtered({ day: ['2026-02'], region: ['North', 'South'] }).byDriver,
      where('month(day) = 2').byDriver,
    );
  });

  it('asks for no other SQL: what is stored is summed again', () => {
    expect(filtered({ region: ['South'] }).statements).toEqual(filtered({}).statements);
  });

  it('offers the levels there are with their rows', () => {
    const { report } = filtered({});
    expect(report.filters?.map(({ column }) => column)).toEqual(['region', 'wave', 'day', 'loyal']);
    expect(report.filters?.[0]?.levels.toSorted((a, b) => a.rows - b.rows)).toEqual([
      { level: 'North', rows: 360 },
      { level: 'South', rows: 540 },
    ]);
  });

  it('bins numbers and joins rare texts', () => {
    database.run('CREATE OR REPLACE TABLE part AS SELECT *, y AS spend FROM made');
    const { report } = runDrivers(database, {
      from: 'part',
      outcome: 'y',
      drivers: DRIVERS,
      roles: { filterBy: ['spend'] },
    });
    const bins = report.filters?.[0]?.levels ?? [];
    expect(bins).toHaveLength(10);
    expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(900);
    const rare =
      runDrivers(database, { outcome: 'y', drivers: DRIVERS, roles: { filterBy: ['customer'] } }).report
        .filters?.[0]?.levels ?? [];
    expect(rare).toHaveLength(30);
    expect(rare[0]).toEqual({ level: '(other)', rows: 900 - 29 * 3 });
  });

  it('says which level or column it does not have, and which column makes too many combinations', () => {
    expect(problemOf(() => filtered({ region: ['West'] }))).toBe(
      'The column region has no level "West" to filter by.',
    );
    expect(problemOf(() => filtered({ a: ['1'] }))).toBe(
      'The filter names a, which is not among the columns to filter by.',
    );
    expect(problemOf(() => filtered({ region: ['North'], wave: ['1'], day: ['2026-02'] }))).toBe(
      'Only 0 rows are kept by the filter: more than 4 are needed for 3 drivers.',
    );
    const many = () =>
      runDrivers(database, {
        outcome: 'y',
        drivers: DRIVERS,
        roles: { filterBy: ['a', 'b', 'c', 'customer'] },
      });
    expect(problemOf(many)).toBe(
      'The columns to filter by come in more than 200 combinations: a, b, c and customer.',
    );
  });
});

describe('weights', () => {
  it('of 2 everywhere change nothing; whole ones count as that many rows', () => {
    database.run('CREATE OR REPLACE TABLE part AS SELECT *, 2 AS twice, wave AS times FROM made');
    const plain = where('TRUE');
    database.run('CREATE OR REPLACE TABLE part AS SELECT *, 2 AS twice, wave AS times FROM made');
    const twice = runDrivers(database, {
      from: 'part',
      outcome: 'y',
      drivers: DRIVERS,
      roles: { weight: 'twice' },
    });
    expectSame(twice.byDriver, plain.byDriver, [...ESTIMATES, 'importance_low', 'importance_high']);
    const times = runDrivers(database, {
      from: 'part',
      outcome: 'y',
      drivers: DRIVERS,
      roles: { weight: 'times' },
    });
    database.run('CREATE OR REPLACE TABLE repeated AS SELECT made.* FROM made, range(3) t(i) WHERE i < wave');
    expectSame(
      times.byDriver,
      runDrivers(database, { from: 'repeated', outcome: 'y', drivers: DRIVERS }).byDriver,
    );
    expectClose(times.model['effective_n']?.['value'] as number, 1800 ** 2 / 4200, { relative: 1e-12 });
  });

  it('that are missing or 0 leave the row out; nonsense gets a sentence', () => {
    database.run(
      'CREATE OR REPLACE TABLE part AS SELECT *, CASE WHEN wave = 1 THEN 0 WHEN wave = 2 THEN 1 END AS w, -a AS less, 0 AS none FROM made',
    );
    const weighted = (weight: string) =>
      runDrivers(database, { from: 'part', outcome: 'y', drivers: DRIVERS, roles: { weight } });
    const done = weighted('w');
    expect(done.model['n']?.['value']).toBe(300);
    expect(done.result.exclusions.weight).toBe(600);
    expect(problemOf(() => weighted('less'))).toBe(
      'The weight less is negative in some rows (the smallest is -10).',
    );
    expect(problemOf(() => weighted('none'))).toBe(
      'The weight none is missing or 0 in every row: nothing counts.',
    );
    expect(problemOf(() => weighted('a'))).toBe('The weight a is also a driver.');
  });
});

describe('a key', () => {
  it('widens intervals where rows of one customer repeat, and changes no estimate', () => {
    // Shuffled, so that without a key they are dealt to different groups.
    database.run(
      'CREATE OR REPLACE TABLE numbered AS SELECT *, row_number() OVER () AS respondent FROM made',
    );
    database.run(
      'CREATE OR REPLACE TABLE repeated AS SELECT numbered.* FROM numbered, range(4) copies(i) ORDER BY hash(respondent, i)',
    );
    const plain = runDrivers(database, { from: 'repeated', outcome: 'y', drivers: DRIVERS });
    const keyed = runDrivers(database, {
      from: 'repeated',
      outcome: 'y',
      drivers: DRIVERS,
      roles: { key: 'respondent' },
    });
    expectSame(keyed.byDriver, plain.byDriver);
    const width = ({ byDriver }: typeof plain): number =>
      numberAt(byDriver, 'a', 'importance_high') - numberAt(byDriver, 'a', 'importance_low');
    expect(width(keyed) / width(plain)).toBeGreaterThan(1.5);
    expect(width(keyed) / width(plain)).toBeLessThan(2.6);
  });

  it('is drawn as a whole by the bootstrap of few rows', () => {
    database.run('CREATE OR REPLACE TABLE few AS SELECT * FROM made LIMIT 60');
    database.run('CREATE OR REPLACE TABLE repeated AS SELECT few.* FROM few, range(4)');
    const plain = runDrivers(database, { from: 'repeated', outcome: 'y', drivers: DRIVERS });
    const keyed = runDrivers(database, {
      from: 'repeated',
      outcome: 'y',
      drivers: DRIVERS,
      roles: { key: 'customer' },
    });
    expect(keyed.model['intervals']?.['text']).toBe('bootstrap');
    const width = ({ byDriver }: typeof plain): number =>
      numberAt(byDriver, 'a', 'importance_high') - numberAt(byDriver, 'a', 'importance_low');
    expect(width(keyed) / width(plain)).toBeGreaterThan(1.5);
  });
});

describe('nothing changes', () => {
  it('with the order of the drivers, or their units', () => {
    const plain = where('TRUE');
    database.run(
      'CREATE OR REPLACE TABLE part AS SELECT y * 3 - 40 AS y, a * 1000 AS a, -b AS b, c / 7 + 1e6 AS c FROM made',
    );
    const other = runDrivers(database, { from: 'part', outcome: 'y', drivers: ['c', 'a', 'b'] });
    expectSame(other.byDriver, plain.byDriver, [
      'importance',
      'share',
      'vif',
      'importance_low',
      'importance_high',
    ]);
    expectClose(
      numberAt(other.byDriver, 'a', 'coefficient'),
      (3 * numberAt(plain.byDriver, 'a', 'coefficient')) / 1000,
      { relative: 1e-9 },
    );
  });

  it('with the order of the rows but the intervals, which stay near', () => {
    const plain = where('TRUE');
    database.run('CREATE OR REPLACE TABLE part AS FROM made ORDER BY hash(a, b, c, customer)');
    const other = runDrivers(database, { from: 'part', outcome: 'y', drivers: DRIVERS });
    expectSame(other.byDriver, plain.byDriver);
    const width = ({ byDriver }: typeof plain): number =>
      numberAt(byDriver, 'a', 'importance_high') - numberAt(byDriver, 'a', 'importance_low');
    expect(Math.abs(Math.log(width(other) / width(plain)))).toBeLessThan(0.35);
  });
});
