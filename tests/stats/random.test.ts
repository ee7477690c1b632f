import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, xoshiro128 } from '../../src/stats/random';

/** The reference C of Blackman & Vigna (xoshiro128starstar.c) from the state 1, 2, 3, 4; also in rand_xoshiro's tests. */
const REFERENCE = [
  11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
];

const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: number[]): number => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
};
/** Within 4.5 standard errors of a known mean, for a known variance. */
const expectMean = (values: number[], centre: number, spread: number): void =>
  expect(Math.abs(mean(values) - centre)).toBeLessThan(4.5 * Math.sqrt(spread / values.length));

describe('createRandom', () => {
  it('gives the words of the published generator', () => {
    expect(draws(10, xoshiro128([1, 2, 3, 4]))).toEqual(REFERENCE);
  });

  it('gives the same numbers for the same seed and others for its neighbour', () => {
    const of = (seed: number): number[] => draws(50, createRandom(seed).next);
    fc.assert(fc.property(fc.integer(), (seed) => void expect(of(seed)).toEqual(of(seed))));
    expect(of(1).filter((value, i) => value === of(2)[i])).toEqual([]);
  });

  it('never changes the first number of seed 1, on which saved notebooks rely', () => {
    expect(createRandom(1).next()).toBe(0.5686059948349658);
  });

  it('keeps next in [0, 1) with the mean and variance of a uniform', () => {
    const values = draws(50_000, createRandom(7).next);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expectMean(values, 0.5, 1 / 12);
    expectMean(
      values.map((value) => (value - 0.5) ** 2),
      1 / 12,
      1 / 180,
    );
  });

  it('keeps integer(n) in 0 .. n - 1, each equally likely', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 31 }), (seed, n) => {
        const value = createRandom(seed).integer(n);
        expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true);
      }),
    );
    const random = createRandom(3);
    const counts = new Array<number>(10).fill(0);
    for (const value of draws(20_000, () => random.integer(10))) counts[value] = (counts[value] ?? 0) + 1;
    const chi = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chi).toBeLessThan(33);
  });

  it('draws normals of mean 0, variance 1 and fourth moment 3', () => {
    const values = draws(50_000, createRandom(11).normal);
    expectMean(values, 0, 1);
    expectMean(
      values.map((value) => value ** 2),
      1,
      2,
    );
    expectMean(
      values.map((value) => value ** 4),
      3,
      96,
    );
  });

  it.each([0.05, 0.5, 1, 3.7, 400])(
    'draws gammas of shape %d with mean and variance equal to it',
    (shape) => {
      const random = createRandom(13);
      const values = draws(40_000, () => random.gamma(shape));
      expect(values.every((value) => value >= 0)).toBe(true);
      expectMean(values, shape, shape);
      const fourth = 3 * shape ** 2 + 6 * shape;
      expect(Math.abs(variance(values) - shape)).toBeLessThan(
        4.5 * Math.sqrt((fourth - shape ** 2) / 40_000),
      );
    },
  );

  it.each([
    [0.01, 0.02],
    [0.8, 2.4],
    [30, 5],
  ])('draws betas (%d, %d) in [0, 1] with mean a / (a + b)', (a, b) => {
    const random = createRandom(17);
    const values = draws(20_000, () => random.beta(a, b));
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    expectMean(values, a / (a + b), (a * b) / ((a + b) ** 2 * (a + b + 1)));
  });

  it('shuffles every order equally often and loses nothing', () => {
    const random = createRandom(19);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect([...random.shuffle(Float64Array.of(1, 2, 3))].sort()).toEqual([1, 2, 3]);
  });

  it('chooses among the items, and refuses what has no meaning', () => {
    const random = createRandom(23);
    expect(new Set(Array.from({ length: 100 }, () => random.choice(['x', 'y'])))).toEqual(
      new Set(['x', 'y']),
    );
    expect(() => random.choice([])).toThrow(RangeError);
    expect(() => random.integer(0)).toThrow(RangeError);
    expect(() => random.gamma(0)).toThrow(RangeError);
    expect(() => random.beta(1, Number.NaN)).toThrow(RangeError);
  });
});
