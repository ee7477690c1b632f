import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rfm from '../../src/analyses/rfm';
import { method } from '../../src/analyses/rfm/method';
import { profileMeans, profileShares, withAdjustedP } from '../../src/stats/segment-profile';
import type { Cell } from '../../src/values/table';
import { expectClose } from '../close';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRunResult } from '../sql/run-analysis';
import { addLines, lineRoles as roles, madeOrders } from './rfm-lines';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  database.run(madeOrders('made'));
}, 30_000);
afterAll(() => database.close());

const run = (profile: string[], from = 'made'): TestRunResult =>
  runAnalysis(database, rfm, { from, roles: { ...roles, profile }, options: { asOf: '2025-12-31' } });
type Row = Record<string, Cell>;
const traitsIn = (result: TestRunResult): Row[] =>
  rowsOf(result.tables['traits'] ?? expect.fail('no traits'));
const texts = ({ report }: TestRunResult): string[] => report.findings.map(({ text }) => text);

describe('traits of the segments', () => {
  it('are the means and shares of customers, not of lines, tested against the rest', () => {
    const result = run(['nps', 'churned', 'region']);
    const traits = traitsIn(result);
    expect(Object.keys(traits[0] ?? {})).toEqual([
      ...['segment', 'size', 'share', 'variable', 'level', 'mean', 'overall', 'lift', 'p_adjusted'],
    ]);
    const segments = [...new Set(traits.map(({ segment }) => segment))];
    const customers = database.query(
      `SELECT segment, nps, churned, (SELECT region FROM made WHERE made.customer = result.customer AND region IS NOT NULL GROUP BY region ORDER BY count(*) DESC, region LIMIT 1) AS region
       FROM result JOIN (SELECT customer, any_value(nps) AS nps, any_value(churned) AS churned FROM made GROUP BY customer) USING (customer)`,
    );
    const of = (segment: Cell | undefined) => customers.filter((one) => one['segment'] === segment);
    const sums = segments.map((segment) => {
      const values = of(segment).map(({ nps }) => Number(nps));
      const sum = values.reduce((a, b) => a + b, 0);
      const squaredDeviations = values.reduce((to, x) => to + (x - sum / values.length) ** 2, 0);
      return { count: values.length, sum, squaredDeviations };
    });
    const counts = (column: string, levels: Cell[]) =>
      segments.map((segment) =>
        levels.map((level) => of(segment).filter((one) => one[column] === level).length),
      );
    const levelP = (table: number[][]) =>
      profileShares(table).flatMap((row) => row.map(({ share, p }) => ({ mean: share, p })));
    const expected = withAdjustedP([
      ...profileMeans(sums).map(({ mean, p }) => ({ mean, p })),
      ...levelP(counts('churned', [false, true])),
      ...levelP(counts('region', ['north', 'south'])),
    ]);
    expect(traits.length).toBe(expected.length);
    traits.forEach((trait, i) => {
      expectClose(Number(trait['mean']), expected[i]?.mean ?? NaN, { relative: 1e-12, absolute: 1e-15 });
      expectClose(Number(trait['p_adjusted']), expected[i]?.pAdjusted ?? NaN, { relative: 1e-9 });
      expect(trait['size']).toBe(of(trait['segment']).length);
    });
    expect(Object.keys(result.charts)).toEqual(['size', 'value', 'scores', 'traits', 'traits-by-segment']);
  });

  it('take the mean of a customer and its most frequent word, of equally frequent ones the first', () => {
    database.run(`CREATE OR REPLACE TABLE orders AS SELECT * FROM (VALUES
      ('a', DATE '2025-12-01', 1.0, 2, 'x'), ('a', DATE '2025-12-02', 1.0, 4, 'x'), ('a', DATE '2025-12-03', 1.0, NULL, 'w'),
      ('b', DATE '2025-01-01', 1.0, 10, 'z'), ('b', DATE '2025-01-01', 1.0, 10, 'y'), ('b', DATE '2026-01-01', 1.0, 99, 'z'))
      AS lines (customer, date, amount, score, word)`);
    expect(traitsIn(run(['score', 'word'], 'orders'))).toMatchObject([
      { segment: 'Champions', variable: 'score', level: null, mean: 3, overall: 6.5, p_adjusted: null },
      { segment: 'Lost', variable: 'score', level: null, mean: 10, overall: 6.5, lift: 10 / 6.5 },
      { segment: 'Champions', variable: 'word', level: 'x', mean: 1, overall: 0.5, lift: 2 },
      { segment: 'Champions', variable: 'word', level: 'y', mean: 0, overall: 0.5, lift: 0 },
      { segment: 'Lost', variable: 'word', level: 'x', mean: 0 },
      { segment: 'Lost', variable: 'word', level: 'y', mean: 1 },
    ]);
  });

  it('keep their digits on 1e9 + noise, and give no lift where a mean may be 0 or less', () => {
    database.run(`CREATE OR REPLACE TABLE shifted AS SELECT *, nps - 6 AS net, 1e9 + nps AS far FROM made`);
    const traits = traitsIn(run(['nps', 'far', 'net'], 'shifted'));
    const of = (variable: string): Row[] => traits.filter((one) => one['variable'] === variable);
    of('far').forEach((far, i) => {
      const near = of('nps')[i];
      expectClose(Number(far['mean']) - 1e9, Number(near?.['mean']), { relative: 1e-6 });
      expectClose(Number(far['p_adjusted']), Number(near?.['p_adjusted']), { relative: 1e-5 });
    });
    for (const net of of('net')) expect(net['lift']).toBeNull();
  });

  it('describe the 12 most frequent levels of many, and say so; a column without values too', () => {
    database.run(
      `CREATE OR REPLACE TABLE many AS SELECT *, customer AS city, NULL::DOUBLE AS nothing FROM made`,
    );
    const result = run(['city', 'nothing'], 'many');
    expect(new Set(traitsIn(result).map(({ level }) => level)).size).toBe(12);
    expect(texts(result)).toContain('"city" has more than 12 levels: the 12 most frequent are described.');
    expect(texts(result)).toContain('"nothing" holds no values, so nothing is said of it.');
  });

  it('are drawn as far above or below all, in colour where beyond chance, without what has no lift', () => {
    database.run(`CREATE OR REPLACE TABLE signed AS SELECT *, nps - 6 AS net FROM made`);
    const result = run(['nps', 'net'], 'signed');
    const traits = traitsIn(result).filter(({ variable }) => variable === 'nps');
    const drawn = rowsOf(result.charts['traits-by-segment']!);
    expect(drawn.map(({ segment, beyond_chance: beyond }) => [segment, beyond])).toEqual(
      traits.map(({ segment, p_adjusted: p }) => [segment, Number(p) <= 0.05]),
    );
    expect(new Set(drawn.map((one) => one['beyond_chance'])).size).toBe(2);
    expectClose(
      drawn.map((one) => Number(one['difference'])),
      traits.map(({ lift }) => Number(lift) - 1),
      { relative: 1e-12 },
    );
    expect(result.report.charts.find(({ id }) => id === 'traits')?.note).toContain('Not drawn');
  });

  it('give every segment a sentence in its tab', () => {
    const { report } = run(['nps', 'region']);
    expect(report.findings.filter(({ tab }) => tab === 'Segments').map(({ text }) => text)).toMatchSnapshot();
  });

  it('work for one segment, whose rest is nobody', () => {
    addLines(database, 'single', [['a', '2025-12-01', 1]]);
    const [trait] = traitsIn(run(['amount'], 'single'));
    expect(trait).toMatchObject({ mean: 1, overall: 1, lift: 1, p_adjusted: null });
  });
});

it('the worked example of the method notes is what comes out', () => {
  const made: [string, number, number, number][] = [
    ['A', 1, 5, 500],
    ['B', 10, 1, 40],
    ['C', 20, 2, 60],
    ['D', 40, 4, 300],
    ['E', 90, 1, 20],
  ];
  const back = (days: number): string =>
    new Date(Date.parse('2026-01-31T00:00:00Z') - days * 86_400_000).toISOString().slice(0, 10);
  addLines(
    database,
    'example',
    made.flatMap(([customer, recency, frequency, money]) =>
      Array.from({ length: frequency }, (_, i): [string, string, number] => [
        customer,
        back(recency + i),
        money / frequency,
      ]),
    ),
  );
  const { tables } = runAnalysis(database, rfm, {
    from: 'example',
    roles,
    options: { asOf: '2026-01-31', bins: 3 },
  });
  expect(rowsOf(tables['']!).map(({ customer, r, f, m, segment }) => [customer, r, f, m, segment])).toEqual([
    ['A', 3, 3, 3, 'Champions'],
    ['B', 3, 1, 1, 'Recent'],
    ['C', 2, 2, 2, 'Champions'],
    ['D', 1, 3, 3, 'Slipping champions'],
    ['E', 1, 1, 1, 'Dormant'],
  ]);
  expect(method.formula).toContain(
    'A (5, 5, 5) is a champion, B (5, 2, 2) recent, C (4, 4, 4) a champion, D (2, 5, 5) a slipping champion, E (2, 2, 2) dormant',
  );
});
