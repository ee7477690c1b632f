import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OptionValue } from '../../src/analyses/options';
import kMeans from '../../src/analyses/k-means';
import { method } from '../../src/analyses/k-means/method';
import { createRandom } from '../../src/stats/random';
import { numberColumn, textColumn, type Cell } from '../../src/values/table';
import { expectClose } from '../close';
import golden from '../golden/k-means/iris.json';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRunResult } from '../sql/run-analysis';

const texts = ({ report }: TestRunResult): string[] => report.findings.map(({ text }) => text);
const main = ({ tables }: TestRunResult): Record<string, Cell>[] =>
  rowsOf(tables[''] ?? expect.fail('no main table'));
const profile = ({ tables }: TestRunResult): Record<string, Cell>[] =>
  rowsOf(tables['profile'] ?? expect.fail('no profile'));

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
}, 30_000);
afterAll(() => database.close());

const exactly = (k: number) => ({ from: k, to: k });
const NAMES = ['Sepal.Length', 'Sepal.Width', 'Petal.Length', 'Petal.Width'];
function addIris(relation: string, order: number[] = golden.millimetres.map((_, i) => i)): void {
  database.addColumns(`"${relation}"`, [
    textColumn(
      'flower',
      order.map((row) => `f${row}`),
    ),
    ...NAMES.map((name, d) =>
      numberColumn(
        name,
        Float64Array.from(order, (row) => (golden.millimetres[row]?.[d] ?? NaN) / 10),
      ),
    ),
  ]);
}

describe('k-means on iris', () => {
  it('gives the segments of base R, largest first, in the order of the rows', () => {
    addIris('iris');
    const result = runAnalysis(database, kMeans, {
      from: 'iris',
      roles: { key: 'flower', variables: NAMES },
      options: { k: exactly(3), scale: false },
    });
    const rows = main(result);
    expect(rows.map(({ key }) => key)).toEqual(golden.millimetres.map((_, i) => `f${i}`));
    expect(rows.slice(0, 50).every(({ segment }) => segment === 'Segment 2')).toBe(true);
    const sizes = ['Segment 1', 'Segment 2', 'Segment 3'].map(
      (name) => rows.filter(({ segment }) => segment === name).length,
    );
    expect(sizes).toEqual(golden.sizes);
    expect(texts(result)).toMatchSnapshot();
    expect(Object.keys(result.charts)).toEqual(['profile', 'dots', 'size', 'multiples']);
  });

  it('profiles the segments as SQL does', () => {
    const result = runAnalysis(database, kMeans, {
      name: 'seg',
      from: 'iris',
      roles: { key: 'flower', variables: NAMES },
      options: { k: exactly(3) },
    });
    const means = database.query(
      `SELECT segment, count(*) AS size, avg("Petal.Width") AS mean, (SELECT avg("Petal.Width") FROM iris) AS overall
       FROM seg JOIN iris ON flower = key GROUP BY segment ORDER BY segment`,
    );
    const rows = profile(result).filter(({ variable }) => variable === 'Petal.Width');
    expect(rows.map(({ segment, size }) => [segment, size])).toEqual(
      means.map(({ segment, size }) => [segment, size]),
    );
    for (const column of ['mean', 'overall'])
      expectClose(
        rows.map((row) => Number(row[column])),
        means.map((row) => Number(row[column])),
        { relative: 1e-12 },
      );
    expectClose(
      rows.map(({ share }) => Number(share)),
      rows.map(({ size }) => Number(size) / 150),
      { relative: 1e-12 },
    );
  });

  it('does not depend on the order of rows or of variables, and gives the same at every run', () => {
    const run = (relation: string, variables: string[]): Map<Cell, Cell> => {
      const result = runAnalysis(database, kMeans, {
        from: relation,
        roles: { key: 'flower', variables },
        options: { k: exactly(5) },
      });
      return new Map(main(result).map(({ key, segment }) => [key ?? null, segment ?? null]));
    };
    const first = run('iris', NAMES);
    const random = createRandom(5);
    for (let times = 0; times < 3; times++) {
      addIris('shuffled', random.shuffle(golden.millimetres.map((_, i) => i)));
      const again = run('shuffled', random.shuffle([...NAMES]));
      for (const [key, segment] of first) expect(again.get(key)).toBe(segment);
    }
  });
});

describe('k-means', () => {
  const run = (
    variables: string[],
    options: Record<string, OptionValue> = {},
    key: string | null = null,
  ): TestRunResult => runAnalysis(database, kMeans, { from: 'data', roles: { key, variables }, options });
  const addData = (columns: Record<string, number[]>): void =>
    database.addColumns(
      'data',
      Object.entries(columns).map(([name, values]) => numberColumn(name, Float64Array.from(values))),
    );

  it('numbers rows from 1 without a key, and leaves out rows that miss a variable', () => {
    addData({ a: [1, NaN, 1.1, 9, 9.1, 9.2], b: [2, 2, NaN, 8, 8, 8] });
    const result = run(['a', 'b'], { k: exactly(2) });
    expect(main(result)).toEqual([
      { key: 1, segment: 'Segment 2', probability: 1, stable: true },
      { key: 4, segment: 'Segment 1', probability: 1, stable: true },
      { key: 5, segment: 'Segment 1', probability: 1, stable: true },
      { key: 6, segment: 'Segment 1', probability: 1, stable: true },
    ]);
    expect(result.report.rows).toEqual({ used: 4, dropped: 2 });
    expect(texts(result)).toMatchSnapshot();
  });

  it('drops a constant variable with a caution and says when a unit rules', () => {
    addData({ a: [1, 2, 1, 2], b: [1, 1, 1, 1], c: [1000, 5000, 1000, 7000] });
    expect(texts(run(['a', 'b', 'c'], { k: exactly(2), scale: false }))).toMatchSnapshot();
  });

  it('says that keys are missing or repeated', () => {
    database.run(
      `CREATE OR REPLACE TABLE data AS FROM (VALUES ('a', 1.0), ('a', 2.0), (NULL, 8.0)) AS t (id, x)`,
    );
    const found = texts(run(['x'], { k: exactly(2) }, 'id')).join(' ');
    expect(found).toContain('1 row has no key.');
    expect(found).toContain('1 row repeats the key of another row');
  });

  it('does not see the unit of a standardised variable', () => {
    const random = createRandom(8);
    const a = Array.from({ length: 60 }, () => random.normal());
    const b = Array.from({ length: 60 }, () => random.normal());
    addData({ a, b });
    const before = main(run(['a', 'b'], { k: exactly(3) }));
    addData({ a: a.map((value) => 1024 * value), b });
    expect(main(run(['a', 'b'], { k: exactly(3) }))).toEqual(before);
  });

  it('takes log(1 + x) before standardising', () => {
    addData({ spend: [1, 2, 3, 100, 200, 300, 20_000, 30_000, 40_000] });
    const segments = main(run(['spend'], { k: exactly(3), transform: 'log1p' })).map(
      ({ segment }) => segment,
    );
    expect(new Set(segments.slice(0, 3)).size).toBe(1);
    expect(new Set(segments.slice(3, 6)).size).toBe(1);
    expect(new Set(segments).size).toBe(3);
  });

  const tableOf = ({ tables }: TestRunResult, suffix: string): Record<string, Cell>[] =>
    rowsOf(tables[suffix] ?? expect.fail(`no table ${suffix}`));
  const criterion = (result: TestRunResult, name: string, k: number): number =>
    Number(tableOf(result, 'choice').find((row) => row['criterion'] === name && row['k'] === k)?.['value']);

  it('holds the five rows worked by hand in the method notes', () => {
    addData({ x: [1, 2, 3, 10, 12] });
    const result = run(['x'], { k: exactly(2), scale: false });
    expectClose(criterion(result, 'wss', 2), 4, { relative: 1e-12 });
    const widths = [0.85, 8 / 9, 0.8125, 0.75, 0.8];
    expectClose(criterion(result, 'silhouette', 2), widths.reduce((a, b) => a + b) / 5, { relative: 1e-12 });
    expect(tableOf(result, 'centres').map(({ centre }) => centre)).toEqual([2, 11]);
    expect(texts(result).join(' ')).toContain('account for **96 %**');
    expect(method.formula).toContain('W = 1 + 0 + 1 + 1 + 1 = 4, total 101.2');
  });

  /** Round clouds of 80 rows about centres 8 standard deviations apart. */
  const addClouds = (centres: [number, number][], seed: number, each = 80): void => {
    const random = createRandom(seed);
    const points = centres.flatMap(([x, y]) =>
      Array.from({ length: each }, (): [number, number] => [x + random.normal(), y + random.normal()]),
    );
    addData({ a: points.map(([x]) => x), b: points.map(([, y]) => y) });
  };
  const CORNERS: [number, number][] = [
    [0, 0],
    [8, 0],
    [0, 8],
    [8, 8],
  ];

  it('recommends the planted number of a range, never silently, with every Jaccard above 0.95', () => {
    addClouds(CORNERS, 2);
    const result = run(['a', 'b'], { k: { from: 2, to: 6 } });
    expect(texts(result).join(' ')).toContain('**4 segments** are recommended among 2 to 6');
    expect(texts(result).join(' ')).toContain('Clear groups');
    expect(criterion(result, 'jaccard_min', 4)).toBeGreaterThan(0.95);
    expect(new Set(main(result).map(({ segment }) => segment)).size).toBe(4);
    expect(new Set(tableOf(result, 'choice').map(({ k }) => k))).toEqual(new Set([2, 3, 4, 5, 6]));
    const one = run(['a', 'b'], { k: exactly(4) });
    expect(main(one)).toEqual(main(result));
  });

  it('calls noise noise', () => {
    addClouds([[0, 0]], 9, 400);
    expect(texts(run(['a', 'b'], { k: { from: 2, to: 4 } })).join(' ')).toContain(
      'The data look like one cloud without groups',
    );
  });

  it('marks an unstable segment in the table, the charts and the findings', () => {
    addClouds([[0, 0]], 12, 60);
    const result = run(['a', 'b'], { k: exactly(7) });
    const weak = profile(result).filter(({ stable }) => stable === false);
    expect(weak.length).toBeGreaterThan(0);
    const name = String(weak[0]?.['segment']);
    expect(main(result).find(({ segment }) => segment === name)?.['stable']).toBe(false);
    expect(texts(result).join(' ')).toContain(`**${name} (unstable)**`);
    expect(rowsOf(result.charts['size'] ?? expect.fail('no chart')).map(({ segment }) => segment)).toContain(
      `${name} ⚠`,
    );
  });

  it('keeps names by centre when sizes, and so numbers, change', () => {
    const names = { Corner: { a: 8, b: 8 }, Origin: { a: 0, b: 0 } };
    addClouds(CORNERS, 2);
    const nameOfCorner = (result: TestRunResult): Cell | undefined => main(result)[3 * 80]?.['segment'];
    expect(nameOfCorner(run(['a', 'b'], { k: exactly(4), names }))).toBe('Corner');
    addClouds([...CORNERS, [8, 8], [8, 8]], 3);
    const later = run(['a', 'b'], { k: exactly(4), names });
    expect(nameOfCorner(later)).toBe('Corner');
    expect(main(later)[0]?.['segment']).toBe('Origin');
    const far = run(['a', 'b'], { k: exactly(4), names: { Nobody: { nps: 3 } } });
    expect(texts(far).join(' ')).toContain('The name "Nobody" has no centre in these variables');
  });

  it('profiles flags, levels and numbers that took no part, as SQL does', () => {
    addClouds(CORNERS, 2);
    database.run(
      `CREATE OR REPLACE TABLE told AS SELECT *, a > 4 AND n % 7 > 0 AS flag, CASE WHEN b > 4 THEN 'up' WHEN n % 2 = 0 THEN 'down' END AS level, a * 10 + n % 3 AS money
       FROM (SELECT *, row_number() OVER () AS n FROM data)`,
    );
    const result = runAnalysis(database, kMeans, {
      ...{
        name: 'told_seg',
        from: 'told',
        roles: { key: 'n', variables: ['a', 'b'], profile: ['flag', 'level', 'money'] },
      },
      options: { k: exactly(4) },
    });
    const asked = database.query(
      `SELECT segment, 'flag' AS variable, 'true' AS level, avg(flag::INTEGER) AS mean FROM told_seg JOIN told ON n = key GROUP BY segment
       UNION ALL SELECT segment, 'level', 'up', count(*) FILTER (level = 'up') / count(level) FROM told_seg JOIN told ON n = key GROUP BY segment
       UNION ALL SELECT segment, 'money', NULL, avg(money) FROM told_seg JOIN told ON n = key GROUP BY segment ORDER BY variable, segment`,
    );
    for (const { segment, variable, level, mean } of asked) {
      const row = profile(result).find(
        (one) => one['segment'] === segment && one['variable'] === variable && one['level'] === level,
      );
      expectClose(Number(row?.['mean']), Number(mean), { relative: 1e-12, absolute: 1e-12 });
      expectClose(Number(row?.['lift']), Number(row?.['mean']) / Number(row?.['overall']), {
        relative: 1e-12,
      });
    }
    expect(profile(result).filter(({ used }) => used === false).length).toBe(4 * (1 + 2 + 1));
  });

  it('gives a rule in SQL that hits as often as it says, and scores every row with it', () => {
    addClouds(CORNERS, 2);
    const result = run(['a', 'b'], { k: exactly(4) });
    const [rule] = tableOf(result, 'rule');
    const [hit] = database.query(
      `SELECT avg((segment = ${String(rule?.['sql'])})::INTEGER) AS rate FROM result JOIN (SELECT *, row_number() OVER () AS n FROM data) ON n = key`,
    );
    expect(Number(hit?.['rate'])).toBeGreaterThan(0.99);
    expectClose(Number(rule?.['hit_rate']), 1, { relative: 0.01 });
    expect(database.table(String(rule?.['query'])).rowCount).toBe(320);
    expect(tableOf(result, 'scored').length).toBe(320);
  });

  it('takes a weight as so many equal rows', () => {
    addData({ a: [1, 2, 8, 9, 30], w: [1, 3, 2, 1, 1] });
    const weighted = runAnalysis(database, kMeans, {
      ...{ from: 'data', roles: { variables: ['a'], weight: 'w' }, options: { k: exactly(2) } },
    });
    addData({ a: [1, 2, 2, 2, 8, 8, 9, 30] });
    const repeated = run(['a'], { k: exactly(2) });
    expectClose(criterion(weighted, 'wss', 2), criterion(repeated, 'wss', 2), { relative: 1e-12 });
    const centres = (result: TestRunResult): number[] =>
      tableOf(result, 'centres').map(({ centre }) => Number(centre));
    expectClose(centres(weighted), centres(repeated), { relative: 1e-12 });
    addData({ a: [1, 2, 3], w: [1, -1, 1] });
    expect(() =>
      runAnalysis(database, kMeans, {
        from: 'data',
        roles: { variables: ['a'], weight: 'w' },
        options: { k: exactly(2) },
      }),
    ).toThrow('The weight "w" is below zero in 1 row');
  });

  it('winsorises the tails, so that one outlier makes no segment of its own', () => {
    const a = Array.from({ length: 100 }, (_, i) => (i < 50 ? i / 100 : 5 + i / 100));
    addData({ a: [...a, 10_000] });
    const sizes = (winsorise: number): Cell[] => [
      ...new Set(profile(run(['a'], { k: exactly(2), winsorise })).map(({ size }) => size ?? null)),
    ];
    expect(sizes(0)).toEqual([100, 1]);
    expect(sizes(0.02)).toEqual([51, 50]);
  });

  it('refuses with a sentence that names the column and a way out', () => {
    addData({ a: [1, 2, -3], b: [5, 5, 5], c: [NaN, NaN, NaN] });
    expect(() => run(['a'], { transform: 'log1p', k: exactly(2) })).toThrow('"a" is below zero in 1 row');
    expect(() => run(['b'], { k: exactly(2) })).toThrow('Every variable has the same value in all rows');
    expect(() => run(['a'], { k: exactly(4) })).toThrow(
      'data has only 3 distinct rows in these variables, too few for 4',
    );
    expect(() => run(['a', 'c'], { k: exactly(2) })).toThrow(
      'No row of data has all the variables: "c" alone is missing in 3 of 3',
    );
    expect(() => run(['a', 'a'], { k: exactly(2) })).toThrow('"a" is named twice');
    expect(() => run([], { k: exactly(2) })).toThrow('at least one variable');
    addData({ a: [] });
    expect(() => run(['a'], { k: exactly(2) })).toThrow('There are no rows in data');
    database.run("CREATE OR REPLACE TABLE data AS SELECT 'x' AS name, 1 AS a");
    expect(() => run(['name', 'a'], { k: exactly(2) })).toThrow(
      '"name" holds VARCHAR, but segments are made from numbers.',
    );
  });

  it('never writes NaN in a table, finding or chart, whatever the numbers', () => {
    const values = fc.array(fc.oneof(fc.double({ noDefaultInfinity: false }), fc.constantFrom(0, 1, 1e9)), {
      minLength: 12,
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, (a) => {
        addData({ a: a.map((value) => (Math.abs(value) > 1e100 ? 3 : value)), b: a.map((_, i) => i % 3) });
        const result = run(['a', 'b'], { k: exactly(2) });
        for (const { size, share, mean, overall, standardised } of profile(result))
          expect([size, share, mean, overall, standardised]).not.toContain(null);
        expect(texts(result).join(' ')).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});
