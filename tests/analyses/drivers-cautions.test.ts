import { describe, expect, it } from 'vitest';
import { about, cautionsOf, driver, madeResult, nothing, three, type Made } from './made-drivers-result';
import { MAP } from './made-drivers-map';

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
