import { describe, expect, it } from 'vitest';
import { fitNormal, fitsWithoutGroups } from '../../src/stats/em-normal';
import { jackknifeErrors } from '../../src/stats/jackknife';
import { mergePatterns, rowsOfGroups } from '../../src/stats/missing-patterns';
import { createRandom, type Random } from '../../src/stats/random';
import { lmg } from '../../src/stats/shapley';
import { studentTQuantile } from '../../src/stats/student-t';
import {
  covarianceOf,
  mergeBlocks,
  triangle,
  withoutBlock,
  type Blocks,
} from '../../src/stats/sufficient-statistics';
import { expectClose } from '../close';
import { patternBlocksOf, withGaps } from './rows-with-gaps';

/** A population: x_k = shared + own parts, y = Σ β x + noise; each part is drawn with mean 0 and the variance it says. */
interface Population {
  slopes: readonly number[];
  shared: number;
  own: number;
  noise: number;
  draw: (random: Random, variance: number) => number;
}
const normal = (random: Random, variance: number): number => Math.sqrt(variance) * random.normal();
/** Whole numbers from -reach to reach, all as likely, whose variance is reach(reach + 1)/3. */
const whole = (random: Random, variance: number): number => {
  const reach = Math.round((Math.sqrt(1 + 12 * variance) - 1) / 2);
  return random.integer(2 * reach + 1) - reach;
};
const normals: Population = {
  slopes: [0.5, 0.35, 0.25, 0.15, 0.05],
  shared: 0.5,
  own: 0.5,
  noise: 1,
  draw: normal,
};
/** Drivers on nine points: -2..2 shared and -2..2 of their own; the outcome's noise is on seven. */
const ratings: Population = { slopes: [1, 0.7, 0.4, 0.1], shared: 2, own: 2, noise: 4, draw: whole };

/** Outcome first, as the formulas of variances and covariances say. */
function covarianceIn({ slopes, shared, own, noise }: Population): Float64Array {
  const size = slopes.length + 1;
  const among = (i: number, j: number): number => shared + (i === j ? own : 0);
  const withOutcome = (i: number): number => slopes.reduce((sum, slope, j) => sum + slope * among(i, j), 0);
  const outcome = noise + slopes.reduce((sum, slope, i) => sum + slope * withOutcome(i), 0);
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size) - 1, (at % size) - 1];
    if (i < 0 && j < 0) return outcome;
    return i < 0 || j < 0 ? withOutcome(Math.max(i, j)) : among(i, j);
  });
}

function row({ slopes, shared, own, noise, draw }: Population, random: Random): Float64Array {
  const common = draw(random, shared);
  const values = new Float64Array(slopes.length + 1);
  values[0] = draw(random, noise);
  slopes.forEach((slope, k) => {
    const value = common + draw(random, own);
    values[k + 1] = value;
    values[0] = (values[0] as number) + slope * value;
  });
  return values;
}

/** A sample's sums by group, each row with a weight. */
function sample(
  population: Population,
  random: Random,
  rows: number,
  groups: number,
  weigh?: (random: Random) => number,
): Blocks {
  const variables = population.slopes.length + 1;
  const blocks: Blocks = {
    variables,
    counts: new Float64Array(groups),
    ...(weigh && { weights: new Float64Array(groups) }),
    sums: new Float64Array(groups * variables),
    products: new Float64Array(groups * triangle(variables)),
  };
  const { counts, weights, sums, products } = blocks;
  for (let r = 0; r < rows; r += 1) {
    // As hashing would: groups of unlike size.
    const group = random.integer(groups);
    const values = row(population, random);
    const weight = weigh?.(random) ?? 1;
    counts[group] = (counts[group] as number) + 1;
    if (weights) weights[group] = (weights[group] as number) + weight;
    for (let i = 0, at = group * triangle(variables); i < variables; i += 1) {
      const value = weight * (values[i] as number);
      sums[group * variables + i] = (sums[group * variables + i] as number) + value;
      for (let j = 0; j <= i; j += 1, at += 1)
        products[at] = (products[at] as number) + value * (values[j] as number);
    }
  }
  return blocks;
}

/** The share of nominal 95 % intervals that hold the truth, by driver. */
function coverage(
  population: Population,
  times: number,
  groups: number,
  estimates: (random: Random) => { point: Float64Array; replicates: Float64Array[]; counts: Float64Array },
): number[] {
  const drivers = population.slopes.length;
  const truth = lmg(covarianceIn(population), drivers);
  const multiplier = studentTQuantile(0.975, groups - 1);
  const held = new Float64Array(drivers);
  const random = createRandom(20_261);
  for (let time = 0; time < times; time += 1) {
    const { point, replicates, counts } = estimates(random);
    const errors = jackknifeErrors(replicates, counts);
    truth.forEach((value, k) => {
      if (Math.abs((point[k] as number) - value) <= multiplier * (errors[k] as number))
        held[k] = (held[k] as number) + 1;
    });
  }
  return [...held].map((count) => count / times);
}

function coverageByBlocks(
  population: Population,
  size: { times: number; rows: number; groups: number },
  weigh?: (random: Random) => number,
): number[] {
  const drivers = population.slopes.length;
  return coverage(population, size.times, size.groups, (random) => {
    const blocks = sample(population, random, size.rows, size.groups, weigh);
    const all = mergeBlocks(blocks);
    return {
      point: lmg(covarianceOf(all), drivers),
      replicates: Array.from(blocks.counts, (_, block) =>
        lmg(covarianceOf(withoutBlock(all, blocks, block)), drivers),
      ),
      counts: blocks.counts,
    };
  });
}

const expectCovered = (shares: readonly number[]): void => {
  const all = shares.reduce((a, b) => a + b, 0) / shares.length;
  for (const share of [...shares, all]) {
    expect(share).toBeGreaterThanOrEqual(0.9);
    expect(share).toBeLessThanOrEqual(0.98);
  }
};

describe("the jackknife's 95 % intervals of importance hold the population's importance in 90 to 98 % of samples", () => {
  it('of correlated normal drivers', () => {
    expectCovered(coverageByBlocks(normals, { times: 500, rows: 1000, groups: 50 }));
  });

  it('in 100 groups of larger samples', () => {
    expectCovered(coverageByBlocks(normals, { times: 250, rows: 2000, groups: 100 }));
  });

  it('of ratings on a few points', () => {
    expectCovered(coverageByBlocks(ratings, { times: 400, rows: 1000, groups: 50 }));
  });

  it('with survey weights from 0.2 to 3', () => {
    expectCovered(
      coverageByBlocks(
        normals,
        { times: 400, rows: 1000, groups: 50 },
        (random) => 0.2 + 2.8 * random.next() ** 2,
      ),
    );
  });

  it('by EM where a fifth of all answers is missing', () => {
    const population = { ...normals, slopes: [0.5, 0.3, 0.1] };
    const shares = coverage(population, 200, 40, (random) => {
      const rows = Array.from({ length: 800 }, () => [...row(population, random)]);
      const blocks = patternBlocksOf(withGaps(random, rows, 0.2), 4, 40);
      const all = mergePatterns(blocks);
      const fit = fitNormal(all);
      if (!fit.converged) throw new Error(fit.reason);
      const replicates = [...fitsWithoutGroups(all, blocks, fit)].map((one) => {
        if (!one.converged) throw new Error(one.reason);
        return lmg(one.covariance, 3);
      });
      return { point: lmg(fit.covariance, 3), replicates, counts: rowsOfGroups(blocks) };
    });
    expectCovered(shares);
  });
});

describe('the populations', () => {
  it.each([['normals', normals] as const, ['ratings', ratings] as const])(
    'of %s have the covariance that their importances come from',
    (_, population) => {
      const blocks = sample(population, createRandom(5), 100_000, 2);
      const expected = covarianceIn(population);
      expectClose(covarianceOf(mergeBlocks(blocks)), [...expected], { relative: 0.03 });
    },
  );
});
