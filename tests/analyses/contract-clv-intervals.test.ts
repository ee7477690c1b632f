import { expect, test } from 'vitest';
import contractClv from '../../src/analyses/contract-clv';
import type { ContractInput } from '../../src/analyses/contract-clv/form';
import { discountedLifetimes, retentionRates } from '../../src/stats/contract-value';
import { createRandom } from '../../src/stats/random';

const TRUTH = { kind: 'sbg', alpha: 0.8, beta: 3 } as const;
const CUSTOMERS = 1500;
const YEARS = 7;

/** A year's retention table of customers who each leave by their own coin. */
function survivorsOf(seed: number): Float64Array {
  const random = createRandom(seed);
  const survivors = new Float64Array(YEARS + 1);
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    const leaves = random.beta(TRUTH.alpha, TRUTH.beta);
    for (let year = 0; year <= YEARS; year += 1) {
      survivors[year] = (survivors[year] as number) + 1;
      if (random.next() < leaves) break;
    }
  }
  return survivors;
}

test('the 95 % interval of a new customer’s worth over ten years holds the truth in 90 of 100 data sets at least', () => {
  const options = Object.fromEntries(
    Object.entries(contractClv.options).map(([key, option]) => [key, option.default]),
  );
  const input = {
    roles: { start: null, end: null, fee: null, period: 'year', survivors: 'n', cohort: null },
    options: { ...options, model: 'sbg', horizonMonths: 120, draws: 300 },
    label: (name: string) => name,
    from: 'made',
  } as unknown as ContractInput;
  const years = YEARS + 1;
  const [truth = NaN] = discountedLifetimes(retentionRates(TRUTH, 10), 0.1, 10, 0);
  const held = Array.from({ length: 100 }, (_, i) => i + 1).filter((seed) => {
    const survivors = {
      cohort: new Array<string>(years).fill('all'),
      period: Float64Array.from({ length: years }, (_, year) => year),
      survivors: survivorsOf(seed),
      fee: new Float64Array(years).fill(NaN),
    };
    const none = new Float64Array(0);
    const counts = { cohort: [], state: [], customers: none } as never;
    const source = Object.fromEntries(
      ['rows', 'incomplete', 'reversed', 'later', 'negative', 'unpriced'].map((key) => [
        key,
        Float64Array.of(0),
      ]),
    ) as never;
    const { drawn } = contractClv.compute({ counts, survivors }, input as never, { source }, () => undefined);
    return drawn.clv.low <= truth && truth <= drawn.clv.high;
  });
  expect(held.length).toBeGreaterThanOrEqual(90);
  // Not by being too wide either: 95 % intervals that always held the truth would be wrong too.
  expect(held.length).toBeLessThanOrEqual(99);
});
