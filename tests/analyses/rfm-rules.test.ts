import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rfm from '../../src/analyses/rfm';
import { readRules, ruleText, shadowedRules } from '../../src/analyses/rfm/rules';
import { segmentSql, standardRules, type SegmentRule } from '../../src/analyses/rfm/segments';
import golden from '../golden/rfm/cdnow.json';
import { problemSaid } from '../problem-said';
import { openDuckDb, rowsOf, type TestDatabase } from '../sql/duckdb';
import { runAnalysis, type TestRun, type TestRunResult } from '../sql/run-analysis';
import { addLines, lineRoles as roles, madeOrders } from './rfm-lines';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDuckDb();
  database.run(madeOrders('made'));
}, 30_000);
afterAll(() => database.close());

const texts = ({ report }: TestRunResult): string => report.findings.map(({ text }) => text).join('\n');
const run = (
  options: TestRun['options'],
  from = 'made',
  more: Partial<TestRun['roles']> = {},
): TestRunResult =>
  runAnalysis(database, rfm, {
    from,
    roles: { ...roles, ...more } as TestRun['roles'],
    options: { asOf: '2025-12-31', ...options },
  });

/** The rules read one customer at a time, straight from their words: score s of n counts as ceil(5 s / n). */
function segmentOf(
  scores: { r: number; f: number; m: number | null },
  counts: { r: number; f: number; m: number },
  rules: readonly SegmentRule[],
): string {
  const fits = (score: number, of: number, [low, high]: readonly [number, number]): boolean => {
    const scaled = Math.ceil((5 * score) / of);
    return scaled >= low && scaled <= high;
  };
  const found = rules.find(
    (one) =>
      fits(scores.r, counts.r, one.recency) &&
      fits(scores.f, counts.f, one.frequency) &&
      (scores.m === null || fits(scores.m, counts.m, one.monetary)),
  );
  return found?.segment ?? 'Other';
}

describe('the rules of the segments', () => {
  const scale = [1, 2, 3, 4, 5];

  it('give every triple of scores a segment, the same in SQL as read one by one, for every number of scores', () => {
    const rules = readRules({});
    for (let bins = 2; bins <= 10; bins++) {
      const scores = Array.from({ length: bins }, (_, i) => i + 1);
      const triples = scores.flatMap((r) =>
        scores.flatMap((f) => [...scores, null].map((m) => ({ r, f, m }))),
      );
      const values = triples.map(({ r, f, m }) => `(${r}, ${f}, ${m ?? 'NULL'})`).join(', ');
      const counts = { recency: bins, frequency: bins, monetary: bins };
      const rows = database.query(
        `SELECT ${segmentSql(counts, rules)} AS segment FROM (VALUES ${values}) AS scored (r, f, m)`,
      );
      const expected = triples.map((one) => segmentOf(one, { r: bins, f: bins, m: bins }, rules));
      expect(rows.map(({ segment }) => segment)).toEqual(expected);
      expect(expected).not.toContain('Other');
    }
  });

  it('are all reachable on five scores', () => {
    const rules = readRules({});
    const reached = scale.flatMap((r) =>
      scale.flatMap((f) => scale.map((m) => segmentOf({ r, f, m }, { r: 5, f: 5, m: 5 }, rules))),
    );
    expect([...new Set(reached)].sort()).toEqual(Object.keys(standardRules).sort());
    expect(shadowedRules(rules)).toEqual([]);
  });

  it('are read back from the words they are written in', () => {
    const range = fc
      .tuple(fc.constantFrom(...scale), fc.constantFrom(...scale))
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    fc.assert(
      fc.property(range, range, range, (recency, frequency, monetary) => {
        const rule = { segment: 'A', recency, frequency, monetary };
        expect(readRules({ A: ruleText(rule) })).toEqual([rule]);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['recency 4 to 5; frequency: 3', { recency: [4, 5], frequency: [3, 3], monetary: [1, 5] }],
    ['R>=4, m <= 2', { recency: [4, 5], frequency: [1, 5], monetary: [1, 2] }],
    ['f 2..3', { recency: [1, 5], frequency: [2, 3], monetary: [1, 5] }],
    ['All', { recency: [1, 5], frequency: [1, 5], monetary: [1, 5] }],
  ])('read %s', (text, ranges) => expect(readRules({ A: text })).toEqual([{ segment: 'A', ...ranges }]));

  it.each([
    [{ Best: 'q 4-5' }, '“Rules”: `q 4-5` in `Best` cannot be read.'],
    [{ Best: 'r 4-' }, '“Rules”: `r 4-` in `Best` cannot be read.'],
    [{ Best: 'r 4-5,' }, '“Rules”: `` in `Best` cannot be read.'],
    [{ Best: 'r 5-4' }, '“Rules”: `r 5-4` in `Best` goes down. Write the smaller score first: 4-5.'],
    [{ Best: 'r 0-4' }, '“Rules”: `r 0-4` in `Best` is out of range.'],
    [{ Best: 'f 8' }, '“Rules”: `f 8` in `Best` is out of range.'],
    [{ Best: 'r 1, recency 2' }, '“Rules”: `Best` names recency twice.'],
    [{ '1': 'r 1' }, '“Rules”: `1` is no name for a segment. Give it one with a letter: `Group 1`.'],
    [{ 'Not yet a customer': 'r 1' }, '“Rules”: `Not yet a customer` is what the movement calls'],
  ])('%o: a sentence and a way out', (rules, sentence) => {
    expect(problemSaid(() => run({ rules: rules as Record<string, string> }))).toContain(sentence);
  });

  it("take a user's words: the first that fits counts, the rest are Other and counted", () => {
    const result = run({ rules: { 'Best "ones"': 'r 4-5, f 4-5', Lapsed: 'r 1', Never: 'r 1, f 1' } });
    const profile = rowsOf(result.tables['profile']!);
    const sizes = new Map(profile.map(({ segment, size }) => [segment, size]));
    expect([...sizes.keys()].sort()).toEqual(['Best "ones"', 'Lapsed', 'Other']);
    const rows = rowsOf(result.tables['']!);
    expect(sizes.get('Lapsed')).toBe(rows.filter(({ r }) => r === 1).length);
    expect(texts(result)).toContain(`No rule takes ${sizes.get('Other')} customers`);
    expect(texts(result)).toContain('**Never** can take nobody');
  });
});

describe('fixed cuts', () => {
  it('score up to and including each limit, the fewest days best', () => {
    addLines(database, 'orders', [
      ['a', '2025-12-31', 50],
      ['b', '2025-12-01', 50.01],
      ['c', '2025-11-30', 10],
      ['d', '2025-01-01', 400],
      ['d', '2025-01-02', 0],
      ['d', '2025-01-03', 0],
    ]);
    const cuts = { recency: [30, 90], frequency: [1, 2], monetary: [50, 100, 200] };
    const result = run({ scoring: 'fixed', fixedCuts: cuts }, 'orders');
    expect(rowsOf(result.tables['']!).map(({ r, f, m }) => [r, f, m])).toEqual([
      [3, 1, 1],
      [3, 1, 2],
      [2, 1, 1],
      [1, 3, 4],
    ]);
    expect(texts(result)).toContain(
      'Scored by fixed cuts: recency at 30 and 90; frequency at 1 and 2; money at 50, 100 and 200.',
    );
    expect(texts(result)).toContain('Nobody has score 2 for frequency: the fixed cuts leave it empty.');
  });

  it('replace the quantiles of the measures they are given for, and leave the others', () => {
    const before = rowsOf(run({}).tables['']!);
    const after = rowsOf(run({ fixedCuts: { recency: [30, 90] } }).tables['']!);
    expect(after.map(({ f, m }) => [f, m])).toEqual(before.map(({ f, m }) => [f, m]));
    expect(after.map(({ r }) => r)).toEqual(
      before.map(({ recency }) => (Number(recency) <= 30 ? 3 : Number(recency) <= 90 ? 2 : 1)),
    );
  });

  it('that are asked for and missing give a sentence and a line to copy', () => {
    expect(problemSaid(() => run({ scoring: 'fixed', fixedCuts: { recency: [30] } }))).toBe(
      '“Fixed cuts”: there are none for frequency and monetary. Write `fixedCuts: { frequency: [1, 2, 4, 8], monetary: [50, 100, 250, 500] }` with limits of your own (in the unit of "amount"), or choose another scoring.',
    );
    expect(
      Object.keys(
        run({ scoring: 'fixed', fixedCuts: { recency: [30], frequency: [2] } }, 'made', { amount: null })
          .tables,
      ),
    ).toContain('rule');
  });
});

describe('the SQL rule', () => {
  const agreement = (result: TestRunResult, table = 'result'): number => {
    const [segment, ...scores] = rowsOf(result.tables['rule']!);
    const compare = [
      `segment = (${segment?.['sql'] as string})`,
      ...scores.map(({ gives, sql }) => {
        const score = { 'recency score': 'r', 'frequency score': 'f', 'monetary score': 'm' }[
          gives as string
        ];
        return `${score} IS NOT DISTINCT FROM (${sql as string})`;
      }),
    ];
    const [row] = database.query(`SELECT avg((${compare.join(' AND ')})::INTEGER) AS share FROM ${table}`);
    return row?.['share'] as number;
  };

  it.each([
    ['cut points', {}],
    ['cut points, 3 scores', { bins: 3 }],
    ['cut points, 10 scores', { bins: 10 }],
    ['fixed cuts', { fixedCuts: { recency: [30, 90, 180], frequency: [1, 3], monetary: [99.5, 300] } }],
    ["a user's rules", { rules: { A: 'r 4-5, m 3-5', B: 'f 2', C: 'all' } }],
  ])('gives every customer its own scores and segment: %s', (_, options) => {
    expect(agreement(run(options))).toBe(1);
  });

  it('does so on CDNOW, in numbers that people can read', () => {
    const lines = golden.recency.flatMap((recency, i) =>
      Array.from(
        { length: golden.frequency[i] ?? 0 },
        (_, back) =>
          `(${i + 1}, DATE '${golden.asOf}' - ${recency + back}, ${back === 0 ? golden.monetary[i] : 0}::DOUBLE)`,
      ),
    );
    database.run(`CREATE OR REPLACE TABLE cdnow (customer INTEGER, date DATE, amount DOUBLE)`);
    for (let i = 0; i < lines.length; i += 2000)
      database.run(`INSERT INTO cdnow VALUES ${lines.slice(i, i + 2000).join(', ')}`);
    const result = run({ asOf: golden.asOf }, 'cdnow');
    expect(agreement(result)).toBe(1);
    expect(rowsOf(result.tables['rule']!).map(({ sql }) => sql)).toMatchSnapshot();
  });

  it('says how many it tells right where equal bins split equal customers', () => {
    const result = run({ scoring: 'ntile' });
    const [{ sql } = { sql: null }] = rowsOf(result.tables['rule']!);
    const [row] = database.query(`SELECT avg((segment = (${sql as string}))::INTEGER) AS share FROM result`);
    expect(row?.['share']).toBeLessThan(1);
    expect(row?.['share']).toBeGreaterThan(0.8);
    expect(texts(result)).toContain('The SQL rule cannot split equal customers: it gives ');
  });

  it('passes over money that some or all customers lack', () => {
    addLines(database, 'orders', [
      ['a', '2025-12-30', null],
      ['b', '2025-11-30', 5],
      ['c', '2025-10-30', 0.1],
      ['c', '2025-10-30', 0.2],
      ['d', '2025-10-01', 0.3],
      ['e', '2025-10-02', 1e9],
    ]);
    expect(agreement(run({ bins: 2 }, 'orders'))).toBe(1);
    expect(agreement(run({}, 'orders', { amount: null }))).toBe(1);
    addLines(database, 'orders', [
      ['a', '2025-12-30', null],
      ['b', '2025-12-01', null],
    ]);
    expect(agreement(run({ bins: 2 }, 'orders'))).toBe(1);
    addLines(database, 'orders', [['a', '2025-12-30', 1]]);
    expect(agreement(run({}, 'orders'))).toBe(1);
  });
});
