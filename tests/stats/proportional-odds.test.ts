import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutcomePatterns } from '../../src/stats/cumulative-logit';
import { binaryPatterns } from '../../src/stats/logit-design';
import { mcfaddenShapley } from '../../src/stats/mcfadden-shapley';
import { proportionalOdds, type ProportionalOddsFit } from '../../src/stats/proportional-odds';
import { createRandom } from '../../src/stats/random';
import { expectClose } from '../close';
import { birthwt, dealt, fitted, housing, withoutGroup } from './logit-data';

function fittedOdds(patterns: OutcomePatterns): ProportionalOddsFit {
  const fit = proportionalOdds(patterns);
  if (fit.status !== 'converged') return expect.fail(fit.status);
  return fit;
}
const HOUSING_PLAYERS = [[0, 1], [2, 3, 4], [5]];

/** Five categories by two drivers with slopes 0.8 and -0.5. */
function simulated(rows: number, seed: number): OutcomePatterns {
  const random = createRandom(seed);
  const columns = [0, 1].map(() => Float64Array.from({ length: rows }, () => random.integer(5)));
  const thresholds = [-1, 0, 1.2, 2.5];
  const counts = Array.from({ length: 5 }, () => new Float64Array(rows));
  for (let i = 0; i < rows; i += 1) {
    const eta = 0.8 * (columns[0]?.[i] ?? 0) - 0.5 * (columns[1]?.[i] ?? 0);
    const uniform = random.next();
    const latent = eta + Math.log(uniform / (1 - uniform));
    const category = thresholds.filter((threshold) => latent > threshold).length;
    (counts[category] as Float64Array)[i] = 1;
  }
  return { columns, counts };
}

/** The log-likelihood as its definition has it, by differences of two chances. */
function plainLogLikelihood(
  { columns, counts }: OutcomePatterns,
  thresholds: number[],
  slopes: number[],
): number {
  let value = 0;
  counts.forEach((count, c) =>
    count.forEach((n, i) => {
      if (n === 0) return;
      const eta = slopes.reduce((sum, slope, a) => sum + slope * (columns[a]?.[i] as number), 0);
      const below = (t: number): number =>
        t < 0 ? 0 : t >= thresholds.length ? 1 : 1 / (1 + Math.exp(eta - (thresholds[t] as number)));
      value += n * Math.log(below(c) - below(c - 1));
    }),
  );
  return value;
}

describe('proportional odds', () => {
  it('are those printed for the housing survey by Venables & Ripley and in the example of MASS::polr', () => {
    const fit = fittedOdds(housing());
    const printed = { relative: 0, absolute: 6e-6 };
    expectClose(
      fit.coefficients,
      [0.5663937, 1.2888191, -0.5723501, -0.3661866, -1.0910149, 0.3602841],
      printed,
    );
    expectClose(fit.thresholds, [-0.4961353, 0.6907083], printed);
    expectClose(-2 * fit.logLikelihood, 3479.149, { relative: 0, absolute: 5e-4 });
    const fourDigits = { relative: 0, absolute: 5e-5 };
    expectClose(fit.standardErrors, [0.1047, 0.1272, 0.1192, 0.1552, 0.1515, 0.0955], fourDigits);
    expectClose(fit.thresholdErrors, [0.1248, 0.1255], fourDigits);
  });

  it('have the log-likelihood of their definition, with slope 0 at the estimates', () => {
    const patterns = simulated(300, 2);
    const fit = fittedOdds(patterns);
    const at = (i: number, by: number): number => {
      const all = [...fit.thresholds, ...fit.coefficients].map((value, j) => (i === j ? value + by : value));
      return plainLogLikelihood(patterns, all.slice(0, 4), all.slice(4));
    };
    expectClose(fit.logLikelihood, at(-1, 0), { relative: 1e-12 });
    for (let i = 0; i < 6; i += 1) {
      expectClose((at(i, 1e-4) - at(i, -1e-4)) / 2e-4, 0, { relative: 0, absolute: 1e-4 });
      const curvature = (2 * at(i, 0) - at(i, 1e-3) - at(i, -1e-3)) / 1e-6;
      // The other parameters held, the error can only be smaller.
      const error = [...fit.thresholdErrors, ...fit.standardErrors][i] as number;
      expect(1 / Math.sqrt(curvature)).toBeLessThan(error);
    }
  });

  it('find the slopes that made the answers', () => {
    const fit = fittedOdds(simulated(20_000, 3));
    [0.8, -0.5].forEach((slope, a) => {
      const error = fit.standardErrors[a] as number;
      expectClose(fit.coefficients[a], slope, { relative: 0, absolute: 3 * error });
      expect(error).toBeLessThan(0.02);
    });
  });

  it('of two categories are logistic regression', () => {
    const { columns, events, trials } = birthwt();
    const odds = fittedOdds(binaryPatterns(columns, events, trials));
    const logit = fitted({ columns, events, trials });
    expectClose(odds.coefficients, [...logit.coefficients.slice(1)], { relative: 1e-12 });
    expectClose(odds.thresholds[0], -(logit.coefficients[0] as number), { relative: 1e-12 });
    expectClose(odds.thresholdErrors[0], logit.standardErrors[0] as number, { relative: 1e-12 });
    expectClose(odds.mcFadden, logit.rSquared.mcFadden, { relative: 1e-12 });
  });

  it('turn their signs where the categories are turned round', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const patterns = simulated(120, seed);
        const fit = fittedOdds(patterns);
        const turned = fittedOdds({ columns: patterns.columns, counts: patterns.counts.toReversed() });
        const minus = (values: Float64Array): number[] => [...values].map((value) => -value);
        expectClose(turned.coefficients, minus(fit.coefficients), { relative: 1e-8, absolute: 1e-9 });
        expectClose(turned.thresholds, minus(fit.thresholds).toReversed(), {
          relative: 1e-8,
          absolute: 1e-9,
        });
        expectClose(turned.standardErrors, [...fit.standardErrors], { relative: 1e-7 });
      }),
      { numRuns: 20 },
    );
  });

  it('leave out a category without answers', () => {
    const { columns, counts } = housing();
    const [low, medium, high] = counts as [Float64Array, Float64Array, Float64Array];
    const none = low.map(() => 0);
    const fit = fittedOdds({ columns, counts: [none, low, medium, none, high, none] });
    expectClose(fit.coefficients, [...fittedOdds({ columns, counts }).coefficients], { relative: 1e-12 });
    expect(fit.thresholds.length).toBe(2);
    expect(proportionalOdds({ columns, counts: [none, low] }).status).toBe('constant');
  });

  it('have no fit where a driver puts the answers in order without exception', () => {
    const columns = [Float64Array.of(1, 2, 3, 4, 5, 6)];
    const counts = [
      Float64Array.of(2, 1, 0, 0, 0, 0),
      Float64Array.of(0, 0, 3, 1, 0, 0),
      Float64Array.of(0, 0, 0, 0, 2, 2),
    ];
    expect(proportionalOdds({ columns, counts }).status).toBe('separated');
  });

  it("share McFadden's R² as models fitted one by one do, with replicates those of refits", () => {
    const patterns = housing();
    const result = mcfaddenShapley(patterns, HOUSING_PLAYERS);
    if (result.status !== 'converged') return expect.fail(result.status);
    for (let set = 1; set < 8; set += 1) {
      const members = HOUSING_PLAYERS.filter((_, k) => (set >> k) & 1).flat();
      const own = fittedOdds({
        ...patterns,
        columns: members.map((a) => patterns.columns[a] as Float64Array),
      });
      expectClose(result.logLikelihoods[set], own.logLikelihood, { relative: 1e-11 });
    }
    const rows = simulated(500, 8);
    const groups = dealt(rows.counts, 25);
    const made = mcfaddenShapley(rows, [[0], [1]], { groups });
    for (let g = 0; g < 25; g += 1) {
      const refit = mcfaddenShapley(withoutGroup(rows, g, 25), [[0], [1]]);
      if (made.status !== 'converged' || refit.status !== 'converged') return expect.fail(refit.status);
      expectClose(made.replicates?.importances[g], [...refit.importances], { relative: 1e-3 });
    }
  });
});
