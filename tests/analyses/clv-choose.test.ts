import { expect, test } from 'vitest';
import { chooseFit } from '../../src/analyses/clv/fit/choose';
import type { ModelFit } from '../../src/stats/buy-till-you-die';

/** Fits whose BIC differs by as much as is said. */
const fitsOf = (...bics: number[]): ModelFit[] =>
  bics.map((bic) => ({ logLikelihood: -bic / 2, parameterCount: 0, customers: 100 }) as unknown as ModelFit);

test('without a check the smallest BIC wins; with one the smallest error within 10 of it', () => {
  const fits = fitsOf(1000, 995, 1004, 1020);
  expect(chooseFit(fits, null)).toBe(1);
  expect(chooseFit(fits, [50, 60, 20, 1])).toBe(2);
  expect(chooseFit(fits, [NaN, NaN, NaN, 1])).toBe(1);
});

test('forecasts that are the same but for rounding leave the choice to BIC', () => {
  expect(chooseFit(fitsOf(1007.8, 1000), [305.2717, 305.2717 + 1e-9])).toBe(1);
});
