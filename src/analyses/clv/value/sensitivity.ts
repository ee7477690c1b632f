import type { ModelFit, ModelId } from '../../../stats/buy-till-you-die';
import type { GammaGammaParameters } from '../../../stats/gamma-gamma';
import type { Assumptions, SampleTotals } from './sample';
import { termsAt, type Plan } from './terms';

/** The customers' total value with one assumption 1 % lower and 1 % higher (times 0.99 and 1.01), the widest swing first. */
export interface Sensitivity {
  base: number;
  swings: { assumption: string; low: number; high: number }[];
}

const STEP = 0.01;

/**
 * The parameter that the mean rate of buying is proportional to (or inversely: `inverse`), and that of leaving: r/alpha
 * and a/(a+b), s/beta, and for BG/BB the beta distributions of both chances.
 */
const PARAMETERS: Record<ModelId, { buying: Lever; leaving: Lever }> = {
  'bg-nbd': { buying: { place: 1, inverse: true }, leaving: { place: 2 } },
  'mbg-nbd': { buying: { place: 1, inverse: true }, leaving: { place: 2 } },
  'mbg-cnbd-k': { buying: { place: 1, inverse: true }, leaving: { place: 2 } },
  'pareto-nbd': { buying: { place: 1, inverse: true }, leaving: { place: 3, inverse: true } },
  'bg-bb': { buying: { place: 0 }, leaving: { place: 2 } },
};
interface Lever {
  place: number;
  inverse?: true;
}

export function sensitivityOf(
  valuer: (assumptions: Assumptions) => SampleTotals,
  fit: ModelFit,
  spend: GammaGammaParameters,
  plan: Plan,
  totals: { future: number; acquisition: number; discountRate: number; serving: boolean },
): Sensitivity {
  const { future, acquisition, discountRate } = totals;
  const base: Assumptions = { estimates: fit.estimates, spend, terms: termsAt(plan, discountRate) };
  const standing = valuer(base).future;
  const moved = ({ place, inverse }: Lever, times: number): number[] =>
    fit.estimates.map((value, i) => (i === place ? value * (inverse ? 1 / times : times) : value));
  const { buying, leaving } = PARAMETERS[fit.model];
  const changes: { assumption: string; at: (times: number) => Partial<Assumptions> }[] = [
    { assumption: 'margin', at: (times) => ({ marginTimes: times }) },
    { assumption: 'spend', at: (times) => ({ spendTimes: times }) },
    { assumption: 'rate of buying', at: (times) => ({ estimates: moved(buying, times) }) },
    { assumption: 'readiness to leave', at: (times) => ({ estimates: moved(leaving, times) }) },
    { assumption: 'discount rate', at: (times) => ({ terms: termsAt(plan, discountRate * times) }) },
    ...(totals.serving
      ? [{ assumption: 'cost to serve', at: (times: number) => ({ serveTimes: times }) }]
      : []),
  ];
  const value = (change: Partial<Assumptions>): number =>
    (valuer({ ...base, ...change }).future / standing) * future - acquisition;
  const swings = changes.map(({ assumption, at }) => ({
    assumption,
    low: value(at(1 - STEP)),
    high: value(at(1 + STEP)),
  }));
  if (acquisition > 0)
    swings.push({
      assumption: 'cost to acquire',
      low: future - acquisition * (1 - STEP),
      high: future - acquisition * (1 + STEP),
    });
  return {
    base: future - acquisition,
    swings: swings
      .filter(({ low, high }) => low !== high)
      .sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low)),
  };
}
