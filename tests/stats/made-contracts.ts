import {
  discountedLifetimes,
  periodsThatMatter,
  retentionRates,
  type ContractModel,
} from '../../src/stats/contract-value';
import { createRandom } from '../../src/stats/random';
import type { ContractFit, NoContractFit } from '../../src/stats/shifted-beta-geometric';
import golden from '../golden/contract-clv/fader-hardie-2007.json';

export const series = { HighEnd: golden.HighEnd, Regular: golden.Regular };
export const names = ['HighEnd', 'Regular'] as const;
/** Years 0 to 7 of 1,000 customers: what the paper calibrates on. */
export const calibration = (name: (typeof names)[number]): number[] =>
  series[name].series_percent.slice(0, 8).map((percent) => percent * 10);

export function fit<P>(found: ContractFit<P> | NoContractFit): ContractFit<P> {
  if (!found.converged) throw new Error(`no fit: ${found.reason}`);
  return found;
}
/** DEL for ever at tenures 0 to `last`. */
export function forever(model: ContractModel, rate: number, last: number): Float64Array {
  const rates = retentionRates(model, last + periodsThatMatter(rate));
  return discountedLifetimes(rates, rate, Infinity, last);
}

/** Survivors of `customers` who each leave by their own coin, followed for up to `periods` renewals. */
export function simulate(
  model: ContractModel & { kind: 'sbg' | 'bdw' },
  seed: number,
): { left: number[]; censored: number[] } {
  const random = createRandom(seed);
  const [left, censored] = [new Array<number>(16).fill(0), new Array<number>(16).fill(0)];
  const c = model.kind === 'bdw' ? model.c : 1;
  for (let customer = 0; customer < 4000; customer += 1) {
    const stays = 1 - random.beta(model.alpha, model.beta);
    const seen = 5 + random.integer(10);
    // P(T > t) = stays^(t^c), so T is the first t whose power is below a uniform draw.
    const lifetime = Math.max(1, Math.ceil((Math.log(1 - random.next()) / Math.log(stays)) ** (1 / c)));
    const counts = lifetime <= seen ? left : censored;
    counts[Math.min(lifetime, seen)] = (counts[Math.min(lifetime, seen)] as number) + 1;
  }
  return { left, censored };
}
