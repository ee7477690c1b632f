import { describe, expect, it } from 'vitest';
import { method } from '../../src/analyses/drivers/method';
import type { MoveStep, PerformanceMap } from '../../src/analyses/drivers/result';
import { createRandom } from '../../src/stats/random';
import { regress } from '../../src/stats/regression';
import { lmg } from '../../src/stats/shapley';
import { covarianceOfColumns } from '../stats/covariances';
import { expectClose } from '../close';
import {
  about,
  cautionsOf,
  driver,
  madeReport,
  madeResult,
  madeSlice,
  nothing,
  saidIn,
  three,
  type Made,
} from './made-drivers-result';

const quadrants = (fix: number, overkill = 0) => ({ fix, keep: 1 - fix - overkill, low: 0, overkill });

const point = (
  name: string,
  x: number,
  y: number,
  fix: number,
  target: number | null = null,
): PerformanceMap['points'][number] => ({
  name,
  x: about(x, 0.1),
  y: about(y, 0.02),
  target,
  fixFirst: x < 6 && y > 0.17,
  quadrants: quadrants(fix),
});
const MAP: PerformanceMap = {
  points: [point('support', 5, 0.25, 0.97), point('price', 5.9, 0.18, 0.41), point('ease', 7, 0.1, 0)],
  xLine: 6,
  yLine: 0.17,
  xLineIs: 'mean',
  scale: 'mean',
  reversed: [],
};
const placed = () => [
  driver('support', 0.5, { quadrants: quadrants(0.97) }),
  driver('price', 0.3, { quadrants: quadrants(0.41) }),
  driver('ease', 0.2, { quadrants: quadrants(0, 0.94) }),
];
const step = (
  name: string,
  from: number,
  effect: number,
  cumulative: number,
  nps: number | null = null,
): MoveStep => ({
  driver: name,
  from,
  to: from + 1,
  effect: about(effect, 0.07),
  cumulative: about(cumulative, 0.1),
  nps: nps === null ? null : about(nps, 2),
  npsCumulative: nps === null ? null : about(3 * nps, 4),
});
const STEPS = [step('support', 5, 0.31, 0.31), step('support', 6, 0.31, 0.62), step('price', 5.9, 0.2, 0.82)];

describe('the findings of drivers', () => {
  it('begin with what matters, how sure that is, what to fix, what to stop and what to move', () => {
    const report = madeReport({
      drivers: placed(),
      slice: { map: MAP, moves: { steps: STEPS, nps: false, without: ['ease'] } },
    });
    expect(saidIn(report)).toMatchInlineSnapshot(`
      [
        "**Support** matters most: 50 % (46–54 %) of what the 3 drivers explain; the probability that it truly ranks first is 98 %.",
        "Next are **Price** with 30 % (26–34 %) and **Ease** with 20 % (16–24 %).",
        "Fix first: **Support** (probability 97 %) matters more than the average driver and performs below average.",
        "By the estimates **Price** (probability 41 %) also matters more than the average driver and performs below average, but the data do not settle it.",
        "Stop spending more on **Ease**: it matters less than the average driver and performs above average (probability 94 %).",
        "Raising **Support** by 1 (from 5 to 6) moves **Overall** by 0.31 (0.24–0.38), the largest effect estimated for a single move; the first three moves together (**Support** twice and **Price**) move it by 0.82 (0.72–0.92).",
        "Together the 3 drivers explain 50 % of the differences in **Overall** across 1,000 rows (R² 0.5, adjusted 0.498).",
      ]
    `);
    expect(saidIn(report, 'Moves')).toMatchInlineSnapshot(`
      [
        "The moves stand in the order in which each next one adds most, a driver moving until it reaches the best value seen.",
        "**Ease** is not moved: at the best value already, or without a gain by the estimates.",
        "Note: A move says what goes with a higher driver while the others stay as they are; it is what changing the driver brings only as far as the driver is a cause of **Overall**.",
      ]
    `);
    expect(saidIn(report, 'Certainty')).toMatchInlineSnapshot(`
      [
        "The 95 % intervals come from a jackknife: 100 groups of rows are left out one after the other, and the estimates found again.",
        "The probabilities of ranks and of places on the map come from joint draws of all importances and performances, so that what moves together is drawn together.",
      ]
    `);
  });

  it('claim no lead that the data do not settle, and no corner of the map', () => {
    const even = [
      driver('support', 0.36, {
        rankProbabilities: Float64Array.of(0.58, 0.4, 0.02),
        quadrants: quadrants(0.3),
      }),
      driver('price', 0.34, { quadrants: quadrants(0.2) }),
      driver('ease', 0.3, { quadrants: quadrants(0.1, 0.85) }),
    ];
    const points = [
      point('support', 6.1, 0.18, 0.3),
      point('price', 6.5, 0.17, 0.2),
      point('ease', 7, 0.15, 0),
    ];
    const said = saidIn(
      madeReport({ drivers: even, model: { leadIsSure: false }, slice: { map: { ...MAP, points } } }),
    );
    expect(said.slice(0, 3)).toMatchInlineSnapshot(`
      [
        "**Support** matters most: 36 % (32–40 %) of what the 3 drivers explain; the probability that it truly ranks first is 58 %, and its lead over **Price** is not beyond doubt.",
        "Next are **Price** with 34 % (30–38 %) and **Ease** with 30 % (26–34 %).",
        "No driver that matters more than the average driver performs below average; **Support** comes nearest (probability 30 %).",
      ]
    `);
    expect(said.join(' ')).not.toContain('Stop spending');
  });

  it('speak of targets where the map is drawn at targets', () => {
    const points = [
      point('support', -1, 0.25, 0.97, 7),
      point('price', 1, 0.18, 0, 5),
      point('ease', 0.5, 0.1, 0),
    ];
    const report = madeReport({
      drivers: placed(),
      slice: { map: { ...MAP, points, xLine: 0, xLineIs: 'targets', scale: 'gap' } },
    });
    expect(saidIn(report).filter((text) => /target/.test(text))).toMatchInlineSnapshot(`
      [
        "Fix first: **Support** (probability 97 %) matters more than the average driver and performs below its target.",
        "By the estimates **Price** (probability 41 %) also matters more than the average driver and performs below its target, but the data do not settle it.",
        "Stop spending more on **Ease**: it matters less than the average driver and performs above its target (probability 94 %).",
      ]
    `);
    expect(report.charts.find(({ id }) => id === 'map')?.note).toMatchInlineSnapshot(
      `"The upright line is each driver's target (for Ease, without one, the average), the level line the average importance."`,
    );
  });

  it('give the effect on NPS beside that on the answer, and percentage points of a share', () => {
    const steps = STEPS.map((one) => ({ ...one, nps: about(4.2, 1.1), npsCumulative: about(11, 2.4) }));
    const nps = madeReport({ slice: { moves: { steps, nps: true, without: [] } } });
    expect(saidIn(nps).find((text) => text.startsWith('Raising'))).toMatchInlineSnapshot(
      `"Raising **Support** by 1 (from 5 to 6) moves **Overall** by 0.31 (0.24–0.38) and the NPS by 4.2 points (3.1–5.3), the largest effect estimated for a single move; the first three moves together (**Support** twice and **Price**) move it by 0.82 (0.72–0.92) and the NPS by 11 points (9–13)."`,
    );
    expect(nps.charts.map(({ id }) => id)).toEqual(['importance', 'moves', 'steps', 'moves-nps', 'ranks']);
    const shares = STEPS.map((one) => ({
      ...one,
      effect: about(0.031, 0.007),
      cumulative: about(0.082, 0.02),
    }));
    const binary: Made = {
      model: {
        family: 'binary',
        outcomeFamily: 'binary',
        topBox: 9,
        outcomeMean: about(0.4, 0.03),
        outcomeMin: 0,
        outcomeMax: 1,
        mcFadden: 0.21,
        explained: about(0.21, 0.03),
        rSquared: NaN,
        adjustedRSquared: NaN,
      },
      slice: { moves: { steps: shares, nps: false, without: [] } },
    };
    const said = saidIn(madeReport(binary));
    expect(said.filter((text) => /^(Raising|Together)/.test(text))).toMatchInlineSnapshot(`
      [
        "Raising **Support** by 1 (from 5 to 6) moves the share of 9 or more in **Overall** by 3.1 percentage points (2.4–3.8), the largest effect estimated for a single move; the first three moves together (**Support** twice and **Price**) move it by 8.2 percentage points (6.2–10.2).",
        "Together the 3 drivers explain 21 % of what can be told about **Overall** across 1,000 rows (McFadden's R² 0.21: how much better the model predicts than the plain share of each answer; 0.2 to 0.4 is already a good fit).",
      ]
    `);
  });

  it('say when a move may be chance, lower what is better when low, and stop at the end of the scale', () => {
    const down: MoveStep = { ...step('wait', 5, 0.05, 0.05), to: 4 };
    const report = madeReport({
      drivers: [driver('wait', 0.6), driver('ease', 0.4)],
      slice: { moves: { steps: [down, { ...step('ease', 6, 2, 3.6) }], nps: false, without: [] } },
    });
    expect(saidIn(report).find((text) => text.startsWith('Lowering'))).toMatchInlineSnapshot(
      `"Lowering **wait** by 1 (from 5 to 4) moves **Overall** by 0.050 (-0.020 to 0.120), which may be chance."`,
    );
    expect(saidIn(report, 'Moves')).toMatchInlineSnapshot(`
      [
        "The moves stand in the order in which each next one adds most, a driver moving until it reaches the best value seen.",
        "Some moves, the first of them number 1, may have no effect: their intervals hold 0.",
        "Note: After 1 move **Overall** would leave its scale (0 to 10): straight lines know no end, so later moves are not drawn.",
        "Note: A move says what goes with a higher driver while the others stay as they are; it is what changing the driver brings only as far as the driver is a cause of **Overall**.",
      ]
    `);
    const curve = report.charts.find(({ id }) => id === 'moves');
    expect(curve && 'rows' in curve && curve.rows.rowCount).toBe(2);
  });

  it('name differences between levels only where they outlast the number of comparisons', () => {
    const level = (name: string, shares: [number, number, number], rows = 400) =>
      madeSlice({
        drivers: three().map((one, i) => ({ ...one, share: about(shares[i] as number, 0.05) })),
        slice: { level: name, rows },
      });
    const difference = (name: string, value: number, reach: number) => ({
      driver: name,
      levelA: 'North',
      levelB: 'South*',
      difference: about(value / 2, reach / 2),
      share: about(value, reach),
    });
    const made = (values: [number, number][]): Made => ({
      result: {
        levelsLeftOut: [{ level: 'West', rows: 3 }],
        levels: [level('North', [0.3, 0.5, 0.2]), level('South*', [0.5, 0.3, 0.2], 25)],
        differences: values.map(([value, reach], i) =>
          difference(['support', 'price', 'ease'][i] as string, value, reach),
        ),
      },
      run: { from: 'survey', roles: { by: 'region' } },
    });
    const clear = madeReport(
      made([
        [-0.2, 0.06],
        [0.2, 0.05],
        [0.02, 0.05],
      ]),
    );
    expect(saidIn(clear).find((text) => text.includes('North'))).toMatchInlineSnapshot(
      `"**Support** matters more in South\\* (50 % of what is explained) than in North (30 %): 20 percentage points (14–26) apart; 1 more difference beyond chance stands under Levels."`,
    );
    expect(saidIn(clear, 'Levels')).toMatchInlineSnapshot(`
      [
        "In North (400 rows) **Support** has the largest part in what is explained: 30 % (25–35 %).",
        "In South\\* (25 rows) **Support** has the largest part in what is explained: 50 % (45–55 %).",
        "**Support** matters more in South\\* (50 % of what is explained) than in North (30 %): 20 percentage points (14–26) apart.",
        "**Price** matters more in North (50 % of what is explained) than in South\\* (30 %): 20 percentage points (15–25) apart.",
        "3 comparisons were made, and a difference is named only if it stays beyond chance when that is counted in (Benjamini-Hochberg at 5 %).",
        "Note: South\\* has only 25 rows for 3 drivers: its order means little.",
        "Note: West (3 rows) is not compared: too few rows, or a single outcome, for a model of its own.",
      ]
    `);
    const chance = madeReport(
      made([
        [0.05, 0.049],
        [0.02, 0.05],
        [0.01, 0.05],
      ]),
    );
    expect(saidIn(chance).find((text) => text.includes('differs'))).toMatchInlineSnapshot(
      `"No driver's part in what is explained differs beyond chance between the 2 levels of **region**."`,
    );
  });

  it('tell penalties from rewards, and dominance in every model from the rest', () => {
    const side = (
      name: string,
      label: 'penalty' | 'reward' | 'symmetric' | 'unclear',
      penalty: number,
      reward: number,
    ) => ({
      name,
      penaltyAt: 3,
      rewardAt: 9,
      penalty: about(penalty, 0.1),
      reward: about(reward, 0.1),
      asymmetry: about(0, 0.1),
      label,
    });
    const report = madeReport({
      slice: {
        asymmetry: {
          drivers: [
            side('support', 'penalty', -0.9, 0.1),
            side('price', 'symmetric', -0.5, 0.5),
            side('ease', 'unclear', -0.1, 0.1),
          ],
          rows: 800,
          ofRows: 1000,
          sampled: true,
        },
        dominance: {
          names: ['support', 'price', 'ease'],
          general: Float64Array.of(0.25, 0.15, 0.1),
          conditional: [
            Float64Array.of(0.3, 0.25, 0.2),
            Float64Array.of(0.2, 0.15, 0.1),
            Float64Array.of(0.12, 0.1, 0.08),
          ],
          complete: Float64Array.of(NaN, 1, 1, 0, NaN, 0.5, 0, 0.5, NaN),
          verdict: ['', 'complete', 'complete', '', '', 'conditional', '', '', ''],
        },
      },
    });
    expect(saidIn(report, 'Asymmetry')).toMatchInlineSnapshot(`
      [
        "**Support** mainly costs when it is bad: against the middle, answers up to 3 move **Overall** by -0.90 (-1.00 to -0.80), answers from 9 on by 0.10 (0.00–0.20).",
        "**Price** acts evenly: low answers cost about what high answers earn.",
        "For **Ease** the data do not decide whether bad or good answers count for more.",
        "Note: This is an asymmetry of effects, each against the answers in the middle; it is not Kano’s must-be and delight, which need other questions.",
        "Note: The asymmetry rests on 800 of 1,000 rows: only complete ones can tell it, and of more than 50,000 a sample.",
      ]
    `);
    expect(saidIn(report, 'Dominance')).toMatchInlineSnapshot(`
      [
        "**Support** adds more than every other driver, whatever else is in the model.",
        "Of 3 pairs of drivers 2 are settled completely: one of the two adds more in every model that has neither.",
        "Note: Dominance is read off the rows at hand, without intervals: where two curves run close, another sample could turn them round.",
      ]
    `);
  });

  it('say by EM and pairwise which rows count, and which numbers rest on which', () => {
    const exclusions = { ...madeResult({}).exclusions, worst: { column: 'ease', missing: 150 } };
    for (const missing of ['em', 'pairwise'] as const) {
      const report = madeReport({
        model: { missing, missingAsked: missing, completeRows: 720, hc3Rows: 720 },
        result: { exclusions },
      });
      expect(saidIn(report).at(-1)).toMatch(missing === 'em' ? /by EM/ : /pairwise/);
      expect(saidIn(report).at(-1)).toContain(
        'all 1,000 rows with an outcome or any driver count, 720 of them with every answer; most are missing in **Ease** (150).',
      );
      expect(saidIn(report, 'Certainty')).toHaveLength(3);
      expect(saidIn(report, 'Certainty').at(-1)).toMatch(
        /^Intervals of coefficients .* rest on the 720 complete rows alone\.$/,
      );
    }
  });

  it('tell a key, seeded orders and weights in few words', () => {
    const report = madeReport({
      drivers: three(),
      model: { clusters: 'key', replicateOrders: 256, weighted: true },
      slice: { effectiveRows: 900 },
      run: { from: 'survey', roles: { key: 'customer', weight: 'weight' } },
    });
    expect(saidIn(report, 'Certainty')).toMatchInlineSnapshot(`
      [
        "The 95 % intervals come from a jackknife: 100 groups of **customer** are left out one after the other, and the estimates found again.",
        "The probabilities of ranks and of places on the map come from joint draws of all importances and performances, so that what moves together is drawn together.",
        "Rows with the same **customer** stay together, so that the intervals count customers, not rows.",
        "Above 16 drivers the intervals average 256 common orders of the drivers; the estimates stay exact.",
      ]
    `);
    expect(saidIn(report).at(-1)).toMatchInlineSnapshot(
      `"Weighted by **weight**, the 1,000 rows hold about as much information as 900 equal ones (90 %)."`,
    );
  });

  it('name the rows that a filter keeps', () => {
    const exclusions = { ...madeResult({}).exclusions, kept: 420 };
    const filters = [
      { column: 'region', levels: [], kept: ['North', ''] },
      { column: 'customer', levels: [], kept: null },
    ];
    expect(
      saidIn(madeReport({ result: { exclusions, filters } })).find((text) => text.startsWith('Filtered')),
    ).toBe('Filtered to **region** North or (empty): 420 of 1,000 rows.');
  });

  it('are the same in number and never hold NaN while the intervals are still being found', () => {
    const bare = placed().map((one) => ({
      ...one,
      importance: { ...nothing, value: one.importance.value },
      share: { ...nothing, value: one.share.value },
      quadrants: quadrants(NaN, NaN),
      rankProbabilities: new Float64Array(0),
    }));
    const report = madeReport({
      drivers: bare,
      model: { intervals: 'none', preliminary: true, replicates: 0, explained: { ...nothing, value: 0.5 } },
      slice: { map: MAP, moves: { steps: STEPS, nps: false, without: [] } },
    });
    const texts = [
      ...report.findings.map(({ text }) => text),
      ...report.charts.map(({ description }) => description),
    ];
    expect(texts.join('\n')).not.toMatch(/NaN|undefined|null|–%|\(–/);
    expect(saidIn(report).slice(0, 3)).toMatchInlineSnapshot(`
      [
        "**Support** matters most: 50 % of what the 3 drivers explain.",
        "Next are **Price** with 30 % and **Ease** with 20 %.",
        "Fix first: **Support** and **Price** matter more than the average driver and perform below average.",
      ]
    `);
  });
});

describe('a caution', () => {
  it('is not given to a survey in which nothing is odd', () => {
    expect(cautionsOf({})).toEqual([]);
  });

  const exclusions = madeResult({}).exclusions;
  const many = (count: number) => Array.from({ length: count }, (_, i) => driver(`q${i}`, 1 / count));
  const cases: Record<string, Made> = {
    'a constant driver': { drivers: [...three(), driver('flat', 0, { constant: true })] },
    'a copy': { drivers: [...three(), driver('copy', 0.2, { combinationOf: ['ease'], vif: Infinity })] },
    'an exact combination': {
      drivers: [...three(), driver('sum', 0.2, { combinationOf: ['ease', 'price'], vif: Infinity })],
    },
    'a driver that is nearly the outcome': {
      drivers: [driver('twin', 0.9, { correlation: 0.96 }), driver('ease', 0.1)],
    },
    collinearity: {
      drivers: [driver('support', 0.5, { vif: 9 }), driver('price', 0.3, { vif: 6.2 }), driver('ease', 0.2)],
      model: { conditionIndex: 44 },
    },
    'a suppressor': {
      drivers: [...three(), driver('odd', 0.1, { correlation: 0.12, coefficient: about(-0.3, 0.1) })],
    },
    halo: { model: { halo: 0.62 } },
    'too few rows for each driver': { slice: { rows: 25 } },
    'too few of the rarer answer': {
      model: {
        family: 'binary',
        outcomeFamily: 'binary',
        outcomeMean: about(0.02),
        mcFadden: 0.3,
        explained: about(0.3, 0.05),
        adjustedRSquared: NaN,
      },
    },
    'a perfect fit': { model: { explained: about(0.9999, 0.00001) } },
    separation: {
      model: { family: 'binary', outcomeFamily: 'binary', separatedBy: ['support'], outcomeMean: about(0.5) },
    },
    noise: { model: { explained: about(0.02, 0.01), adjustedRSquared: -0.01 } },
    'what may be nothing': { model: { explained: { value: 0.03, low: 0, high: 0.08 } } },
    'little explained': { model: { explained: about(0.06, 0.02) } },
    'little of a binary outcome explained': {
      model: {
        family: 'binary',
        outcomeFamily: 'binary',
        mcFadden: 0.03,
        explained: about(0.03, 0.01),
        outcomeMean: about(0.5),
      },
    },
    'a binary preview': {
      model: { outcomeFamily: 'binary', preview: 'there are more than 12 drivers', outcomeMean: about(0.5) },
    },
    'Johnson above 27': {
      drivers: many(28),
      model: { method: 'johnson', methodAsked: 'lmg' },
      slice: {
        dominance: {
          names: [],
          general: new Float64Array(0),
          conditional: [],
          complete: new Float64Array(0),
          verdict: [],
        },
      },
    },
    'a measure that a binary outcome lacks': {
      model: {
        family: 'binary',
        outcomeFamily: 'binary',
        methodAsked: 'pratt',
        mcFadden: 0.3,
        outcomeMean: about(0.5),
      },
    },
    'dominance above 20': { drivers: many(21) },
    'negative importances by Pratt': {
      drivers: [...three(), driver('odd', -0.1, { coefficient: nothing })],
      model: { method: 'pratt', methodAsked: 'pratt' },
    },
    First: { model: { method: 'first', methodAsked: 'first' } },
    Last: { model: { method: 'last', methodAsked: 'last' } },
    'many rows left out': {
      result: { exclusions: { ...exclusions, missing: 260, worst: { column: 'ease', missing: 200 } } },
    },
    'a fallback from EM': {
      model: {
        missing: 'pairwise',
        missingAsked: 'em',
        missingWhy: 'there are too many different sets of missing answers for EM',
      },
    },
    'few complete rows': {
      model: { missing: 'em', missingAsked: 'em', completeRows: 400, emSteps: 12 },
      result: { exclusions: { ...exclusions, worst: { column: 'ease', missing: 300 } } },
    },
    'repaired correlations': { model: { missing: 'pairwise', missingAsked: 'pairwise', repaired: true } },
    'answers that do not apply': { drivers: [...three(), driver('sales', 0.1, { notApplicable: 230 })] },
    'very unequal weights': {
      model: { weighted: true },
      slice: { effectiveRows: 512.4 },
      run: { from: 'survey', roles: { weight: 'weight' } },
    },
    'equal weights': {
      model: { weighted: true, constantWeight: true },
      run: { from: 'survey', roles: { weight: 'weight' } },
    },
    'rows without a weight': {
      model: { weighted: true },
      result: { exclusions: { ...exclusions, weight: 12 } },
      run: { from: 'survey', roles: { weight: 'weight' } },
    },
    'a bootstrap': {
      slice: { rows: 80 },
      model: { intervals: 'bootstrap', degreesOfFreedom: NaN, replicates: 1000 },
    },
    'few groups': {
      model: { replicates: 9, clusters: 'key' },
      run: { from: 'survey', roles: { key: 'customer' } },
    },
    'no intervals': { model: { intervals: 'none', replicates: 1 } },
    'estimates on the way': { model: { intervals: 'none', preliminary: true } },
    'different ranges': { slice: { map: { ...MAP, scale: 'position' } } },
    'a driver in reverse': { slice: { map: { ...MAP, reversed: ['ease'] } } },
    'a category': {
      drivers: [
        ...three(),
        driver('region', 0.1, { kind: 'category', performance: nothing, correlation: NaN }),
      ],
      slice: { map: MAP },
    },
  };
  it.each(Object.entries(cases))('is given once for %s', (_, made) => {
    const cautions = cautionsOf(made);
    expect(cautions).toHaveLength(1);
    expect(cautions[0]).toMatch(/^["A-Z0-9*].*\.$/s);
    expect(cautions[0]).not.toMatch(/NaN|undefined|null/);
  });

  it('reads as a sentence', () => {
    expect(Object.fromEntries(Object.entries(cases).map(([what, made]) => [what, cautionsOf(made)[0]])))
      .toMatchInlineSnapshot(`
      {
        "First": "First gives every driver all that it shares with others, so that shared parts count several times.",
        "Johnson above 27": "28 drivers are too many for exact LMG (27 at most): Johnson's relative weights are used instead.",
        "Last": "Last gives a driver only what no other can explain, so that shared parts count for nobody.",
        "a binary preview": "**Overall** is binary, but there are more than 12 drivers: the importances are a preview, of a straight line through its numbers (R²), where the exact ones would be in McFadden's R².",
        "a bootstrap": "With only 80 rows the intervals are bootstrapped (1,000 samples of the rows), and with so few they tend to be too narrow.",
        "a category": "**region** is a category and stands not on the map: there is no mean to perform by.",
        "a constant driver": "**flat** has the same value in every row used, so it is left out.",
        "a copy": "**copy** is a copy of **Ease**: they share their importance, and **copy** has no coefficient of its own.",
        "a driver in reverse": "**Ease** moves the other way than the rest: the map reads it in reverse, less being better.",
        "a driver that is nearly the outcome": "**twin** is nearly **Overall** itself (correlation 0.96): if both measure the same thing, leave it out, since it takes the credit of all others.",
        "a fallback from EM": "Missing answers are treated pairwise instead of by EM: there are too many different sets of missing answers for EM.",
        "a measure that a binary outcome lacks": "Pratt is not defined for a binary outcome: LMG (Shapley) is used instead.",
        "a perfect fit": "The drivers explain **Overall** almost perfectly: one of them may be part of how it is made.",
        "a suppressor": "**odd** by itself goes with more of **Overall** (correlation 0.12), but with less once the others are held fixed (coefficient -0.30 (-0.40 to -0.20)): it corrects other drivers, and is no lever by itself.",
        "an exact combination": "**sum** is an exact combination of **Ease** and **Price**: they share their importance, and **sum** has no coefficient of its own.",
        "answers that do not apply": ""Does not apply" was answered to **sales** in 230 of 1,000 rows (23 %): such rows are left out.",
        "collinearity": "**Support** (variance inflation 9) and **Price** (variance inflation 6.2) can largely be told from the other drivers: the interval of **Support**'s coefficient is 3 times as wide as it would be alone, and credit passes easily between such drivers (condition index of the whole model 44, where above 30 is high).",
        "different ranges": "The drivers cover different ranges: performance is compared by where each mean lies between the smallest and the largest value seen.",
        "dominance above 20": "Dominance, which compares the drivers in every model, is left out above 20 drivers; there are 21.",
        "equal weights": "All weights in **weight** are equal, so they change nothing.",
        "estimates on the way": "These are the estimates; their intervals are still being found.",
        "few complete rows": "Fewer than half of the rows have every answer: much rests on the assumption that whether an answer is missing has to do only with answers that were given.",
        "few groups": "Only 9 groups of **customer** could be left out in turn: the intervals are rough.",
        "halo": "The drivers move together: one common direction, often a mood that colours all answers (halo), holds 62 % of their variation, so that differences between neighbours are uncertain.",
        "little explained": "Most of what moves **Overall** is not among these drivers: 94 % stays unexplained.",
        "little of a binary outcome explained": "Most of what decides **Overall** is not among these drivers: McFadden's R² is only 0.03.",
        "many rows left out": "260 of 1,000 rows (26 %) are left out because an answer is missing, most often **Ease** (200).",
        "negative importances by Pratt": "By Pratt's measure some importances are negative: it cannot divide what such drivers explain; choose LMG instead.",
        "no intervals": "There are no intervals: the rows left hold too few groups to leave out. How sure the order is cannot be said.",
        "noise": "The drivers explain no more of **Overall** than 3 columns of random numbers would: the order is noise.",
        "repaired correlations": "Correlations taken from different rows contradict each other and had to be repaired: choose EM instead before trusting the importances.",
        "rows without a weight": "12 rows without a weight above 0 in **weight** are left out.",
        "separation": "**Support** tells **Overall** without exception in these rows: coefficients and moves do not exist then, since they would be infinite. Leave out what is only known afterwards.",
        "too few of the rarer answer": "The rarer answer of **Overall** occurs in only 20 rows for 3 coefficients: at least ten for each are wanted before the order means much.",
        "too few rows for each driver": "There are only 25 rows for 3 drivers: at least ten per driver are wanted before the order means much.",
        "very unequal weights": "Weighted by **weight**, the 1,000 rows hold about as much information as 512 equal ones (51 %).",
        "what may be nothing": "It is not beyond chance that the drivers explain anything of **Overall**.",
      }
    `);
  });
});

describe('the pictures of drivers', () => {
  it('stand in tabs from the money to the method', () => {
    const { findings, charts } = madeReport({
      drivers: placed(),
      model: { missing: 'em', missingAsked: 'em', completeRows: 700 },
      slice: { map: MAP, moves: { steps: STEPS, nps: false, without: [] } },
    });
    expect([...new Set([...findings, ...charts].flatMap(({ tab }) => tab ?? []))]).toEqual([
      'Moves',
      'Certainty',
    ]);
  });

  it('each have a title, a sentence and a unit, and one id of their own', () => {
    const { charts } = madeReport({
      drivers: placed(),
      slice: { map: MAP, moves: { steps: STEPS, nps: true, without: [] } },
    });
    expect(new Set(charts.map(({ id }) => id)).size).toBe(charts.length);
    for (const { spec, description } of charts) {
      expect(spec.title).toMatch(/^[A-Z]/);
      expect(description).toMatch(/^[A-Z0-9].*\.$/s);
      expect(spec.labels).toHaveProperty('x');
    }
  });

  it('tell two drivers of one label apart', () => {
    const report = madeReport({
      drivers: [driver('support', 0.6), driver('support2', 0.4)],
      run: { from: 'survey', roles: {}, labels: { support: 'Support', support2: 'Support' } },
    });
    const [importance] = report.charts;
    const labels = importance && 'rows' in importance ? importance.rows.columns[0]?.values : [];
    expect(labels).toEqual(['Support (support)', 'Support (support2)']);
  });
});

describe('the worked example of the method notes', () => {
  const rows = [...(method.example ?? '').matchAll(/^\| [A-E] \| (\d) \| (\d) \| (\d) \|$/gm)].map((row) =>
    row.slice(1).map(Number),
  );
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] as number);
  const covariance = (...columns: number[]): Float64Array => covarianceOfColumns(columns.map(column));
  const rSquared = (...columns: number[]): number =>
    regress(covariance(2, ...columns), columns.length, rows.length).rSquared;

  it('has the R² of its four models and both Shapley values, to 1e-12', () => {
    expect(rows).toHaveLength(5);
    const exact = { relative: 1e-12 };
    expectClose(rSquared(0), 0.64, exact);
    expectClose(rSquared(1), 0.49, exact);
    expectClose(rSquared(0, 1), 0.76, exact);
    expectClose(lmg(covariance(2, 0, 1), 2), [0.455, 0.305], exact);
    expectClose(regress(covariance(2, 0, 1), 2, 5).coefficients, [0.6, 0.4], exact);
    for (const number of ['0.64', '0.49', '0.76', '0.455', '0.305', '0.6 and 0.4', '60 %', '40 %'])
      expect(method.example).toContain(number);
  });

  it('does not depend on the order of its rows', () => {
    const random = createRandom(3);
    const order = [0, 1, 2, 3, 4]
      .map((row) => ({ row, key: random.normal() }))
      .toSorted((a, b) => a.key - b.key);
    const shuffled = [2, 0, 1].map((at) => Float64Array.from(order, ({ row }) => rows[row]?.[at] as number));
    expectClose(lmg(covarianceOfColumns(shuffled), 2), [0.455, 0.305], { relative: 1e-12 });
  });
});
