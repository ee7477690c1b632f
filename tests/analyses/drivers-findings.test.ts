import { describe, expect, it } from 'vitest';
import type { MoveStep } from '../../src/analyses/drivers/result';
import {
  about,
  driver,
  madeReport,
  madeResult,
  madeSlice,
  nothing,
  saidIn,
  three,
  type Made,
} from './made-drivers-result';
import { quadrants, point, MAP, placed, step, STEPS } from './made-drivers-map';

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
