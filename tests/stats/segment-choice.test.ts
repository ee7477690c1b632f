import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { structureVerdict, type StructureVerdict } from '../../src/stats/cluster-structure';
import { gapChoice, gapStatistic } from '../../src/stats/gap-statistic';
import { kMeans, nearestCentres, type Points } from '../../src/stats/k-means';
import { createRandom, type Random } from '../../src/stats/random';
import { silhouette, simplifiedSilhouette } from '../../src/stats/silhouette';
import { bestJaccards, bootstrapStability, stabilityGrade, type Stability } from '../../src/stats/stability';
import { expectClose } from '../close';
import irisTable from '../golden/k-means/iris.json';
import clusterboot from '../golden/segmentation/stability_clusterboot.json';
import kMeansIris from '../golden/segmentation/kmeans_iris.json';

const iris: Points = {
  values: Float64Array.from(irisTable.millimetres.flat(), (value) => value / 10),
  dimensions: 4,
};
const take = (points: Points, rows: Int32Array): Points => {
  const d = points.dimensions;
  const values = new Float64Array(rows.length * d);
  rows.forEach((row, i) => values.set(points.values.subarray(row * d, (row + 1) * d), i * d));
  return { values, dimensions: d };
};
const stabilityOf = (points: Points, labels: Int32Array, k: number, resamples = 30): Stability =>
  bootstrapStability(
    labels,
    (rows) => {
      const { centres } = kMeans(take(points, rows), { k, random: createRandom(1), restarts: 5 });
      return nearestCentres(points, centres).labels;
    },
    { random: createRandom(2), resamples },
  );
/** n points of d variables; `groups` planted ones 8 standard deviations apart, none for 0. */
const cloud = (draw: () => number, d: number, groups: number, n = 400): Points => ({
  values: Float64Array.from({ length: n * d }, (_, at) => {
    const group = groups === 0 ? 0 : Math.floor(at / d) % groups;
    return draw() + (at % d === group % d ? 8 * (1 + Math.floor(group / d)) : 0);
  }),
  dimensions: d,
});
function verdictOn(points: Points): StructureVerdict & { k: number; jaccard: number } {
  const gaps = gapStatistic(points, { largest: 6, random: createRandom(1), references: 10, restarts: 3 });
  const tried = [2, 3, 4, 5].map((k) => {
    const { labels } = kMeans(points, { k, random: createRandom(1) });
    return { k, labels, mean: silhouette(points, labels, { random: createRandom(1) })?.mean ?? 0 };
  });
  const best = tried.reduce((a, b) => (b.mean > a.mean ? b : a));
  const jaccard = Math.min(...stabilityOf(points, best.labels, best.k, 15).jaccard.map((one) => one ?? 0));
  const evidence = {
    k: best.k,
    gapChoice: gapChoice(gaps) ?? 1,
    silhouette: best.mean,
    leastJaccard: jaccard,
  };
  return { ...structureVerdict(evidence), k: best.k, jaccard };
}

describe('silhouette', () => {
  it('is that of R on iris, k = 3', () => {
    const { labels, sizes, withinSumOfSquares } = kMeans(iris, { k: 3, random: createRandom(1) });
    const found = silhouette(iris, labels, { random: createRandom(1) });
    expectClose(found?.mean, kMeansIris.k3.silhouette, { relative: 1e-12 });
    expectClose(withinSumOfSquares, kMeansIris.k3.tot_withinss, { relative: 1e-12 });
    expect([...sizes].sort()).toEqual(kMeansIris.k3.sizes);
    const weighted = found?.bySegment.reduce<number>(
      (sum, one, c) => sum + (one ?? 0) * (sizes[c] as number),
      0,
    );
    expectClose((weighted ?? 0) / 150, found?.mean ?? 0, { relative: 1e-12 });
  });

  it('by hand: 0, 1 against 10, 12', () => {
    const points = { values: Float64Array.of(0, 1, 10, 12), dimensions: 1 };
    const found = silhouette(points, Int32Array.of(0, 0, 1, 1), { random: createRandom(1) });
    expectClose(found?.mean, (10 / 11 + 9 / 10 + 7.5 / 9.5 + 9.5 / 11.5) / 4, { relative: 1e-14 });
  });

  it('counts a weight as so many equal points, a lone point as 0, and needs two segments', () => {
    const labels = Int32Array.of(0, 0, 1, 2);
    const random = createRandom(1);
    const weighted = {
      values: Float64Array.of(0, 1, 10, 30),
      dimensions: 1,
      weights: Float64Array.of(2, 1, 2, 1),
    };
    const repeated = { values: Float64Array.of(0, 0, 1, 10, 10, 30), dimensions: 1 };
    const one = silhouette(weighted, labels, { random });
    const other = silhouette(repeated, Int32Array.of(0, 0, 0, 1, 1, 2), { random });
    expectClose(one?.mean, other?.mean ?? 0, { relative: 1e-14 });
    expect(one?.bySegment[2]).toBe(0);
    expect(silhouette(weighted, new Int32Array(4), { random })).toBeNull();
  });

  it('of a sample is near that of all', () => {
    const points = cloud(createRandom(3).normal, 2, 3, 3000);
    const { labels, centres } = kMeans(points, { k: 3, random: createRandom(1) });
    const all = silhouette(points, labels, { random: createRandom(1) });
    const sampled = silhouette(points, labels, { random: createRandom(1), most: 600 });
    expect(sampled?.points).toBe(600);
    expectClose(sampled?.mean, all?.mean ?? 0, { relative: 0.03 });
    expectClose(simplifiedSilhouette(points, labels, centres)?.mean, all?.mean ?? 0, { relative: 0.1 });
  });
});

describe('gapStatistic', () => {
  it('chooses the first k within one standard error of the next', () => {
    const row = (k: number, gap: number, standardError: number) => ({
      k,
      gap,
      standardError,
      logWithin: 0,
      expected: 0,
    });
    expect(gapChoice([row(1, 0.1, 0.1), row(2, 0.5, 0.1), row(3, 0.55, 0.1)])).toBe(2);
    expect(gapChoice([row(1, 0.1, 0.1), row(2, 0.5, 0.1)])).toBe(2);
    expect(gapChoice([])).toBeNull();
  });

  it('stops where there are no more distinct points', () => {
    const points = { values: Float64Array.of(1, 1, 5, 9, 9), dimensions: 1 };
    const rows = gapStatistic(points, { largest: 6, random: createRandom(1), references: 3 });
    expect(rows.map(({ k }) => k)).toEqual([1, 2]);
    expectClose(rows[0]?.logWithin, Math.log(64), { relative: 1e-12 });
  });

  it('turns with the points: the box of the principal axes does not mind a rotation', () => {
    const points = cloud(createRandom(1).normal, 2, 3, 200);
    const turned = points.values.map((value, at) =>
      at % 2 === 0
        ? 0.6 * value - 0.8 * (points.values[at + 1] as number)
        : 0.8 * (points.values[at - 1] as number) + 0.6 * value,
    );
    const run = (values: Float64Array) =>
      gapStatistic({ values, dimensions: 2 }, { largest: 4, random: createRandom(5), references: 5 });
    run(turned).forEach((row, i) =>
      expectClose(row.logWithin, run(points.values)[i]?.logWithin ?? 0, { relative: 1e-9 }),
    );
  });
});

describe('bootstrapStability', () => {
  it('is near clusterboot on iris, k = 3', () => {
    const { labels, sizes } = kMeans(iris, { k: 3, random: createRandom(1) });
    const { jaccard, resamples } = stabilityOf(iris, labels, 3, 100);
    expect(resamples).toBe(100);
    clusterboot.iris_sizes.forEach((size, c) => {
      const own = jaccard[sizes.indexOf(size)];
      expectClose(own ?? 0, clusterboot.iris_k3_bootmean[c] as number, { relative: 0.06 });
    });
  });

  it('is 1 for a method that gives the same whatever is drawn, and says nothing of failed resamples', () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    const same = bootstrapStability(labels, () => labels.map((label) => 2 - label), {
      random: createRandom(1),
    });
    expect(same.jaccard).toEqual([1, 1, 1]);
    const failed = bootstrapStability(labels, () => null, { random: createRandom(1) });
    expect(failed).toMatchObject({ jaccard: [null, null, null], resamples: 0 });
  });

  it('compares by hand: {1,2,3},{4,5} against {1,2},{3,4,5}', () => {
    const found = bestJaccards(Int32Array.of(0, 0, 0, 1, 1), Int32Array.of(1, 1, 0, 0, 0), 2);
    expectClose(found as number[], [2 / 3, 2 / 3], { relative: 1e-14 });
  });

  it('is graded as Hennig reads it', () => {
    expect([0.85, 0.8, 0.6, 0.59].map(stabilityGrade)).toEqual([
      'stable',
      'fairly stable',
      'doubtful',
      'not to be trusted',
    ]);
  });
});

describe('structureVerdict', () => {
  const shapes: [string, (random: Random) => () => number][] = [
    ['an even cloud', (random) => random.next],
    ['one normal cloud', (random) => random.normal],
  ];
  for (const [name, draw] of shapes)
    it(`calls ${name} noise`, () => {
      for (const [seed, d] of [
        [1, 2],
        [2, 3],
        [3, 4],
      ] as const)
        expect(verdictOn(cloud(draw(createRandom(seed)), d, 0)).kind).toBe('none');
    });

  for (const groups of [3, 4, 5])
    it(`finds ${groups} planted groups at their k, each with a Jaccard above 0.95`, () => {
      const found = verdictOn(cloud(createRandom(groups).normal, 3, groups));
      expect(found).toMatchObject({ kind: 'clear', k: groups });
      expect(found.jaccard).toBeGreaterThan(0.95);
    });

  it('always says a sentence with the numbers it rests on', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), unit, unit, (choice, width, jaccard) => {
        const { sentence } = structureVerdict({
          k: 4,
          gapChoice: choice,
          silhouette: width,
          leastJaccard: jaccard,
        });
        expect(sentence).toContain(width.toFixed(2));
        expect(sentence).not.toMatch(/NaN|undefined/);
      }),
    );
  });
});
