import { parameterDraws } from '../../../stats/buy-till-you-die-forecast';
import { forecastOf } from '../../../stats/buy-till-you-die-models';
import type { ModelFit } from '../../../stats/buy-till-you-die';
import type { GammaGammaFit, GammaGammaParameters } from '../../../stats/gamma-gamma';
import { createRandom } from '../../../stats/random';
import { newCustomerOf, type MeanMoney } from './new-customer';
import type { Assumptions, SampleTotals } from './sample';
import type { Terms } from './terms';

export interface Interval {
  low: number;
  high: number;
}
/** 95 % intervals of totals: those over customers as ratios to the estimate, those of a new customer as they are. */
export interface Drawn {
  active: Interval;
  purchases: Interval;
  future: Interval;
  /** Of the value by the end of each segment of the grid. */
  byEnd: Interval[];
  newPurchases: Interval;
  newGross: Interval;
}

/**
 * Draws the parameters of both models from the normal approximation of their likelihoods, in logarithms, and values the
 * customers with each. Seeded: the same seed gives the same intervals. They tell how well the parameters are known; what
 * single customers will do by chance is not in them.
 */
export function drawTotals(
  valuer: (assumptions: Assumptions) => SampleTotals,
  fits: { purchases: ModelFit; spend: GammaGammaFit | null },
  { terms, money, draws, seed }: { terms: Terms; money: MeanMoney; draws: number; seed: number },
  onProgress: (fraction: number) => void,
): Drawn {
  const random = createRandom(seed);
  const points = parameterDraws(fits.purchases, draws, random);
  const spends = fits.spend ? spendDraws(fits.spend, draws, random) : null;
  const base = valuer({
    estimates: fits.purchases.estimates,
    spend: fits.spend?.parameters ?? null,
    terms,
  });
  const found = points.map((estimates, draw) => {
    if (draw % 20 === 0) onProgress(draw / draws);
    const spend = spends?.[draw] ?? null;
    const totals = valuer({ estimates, spend, terms });
    const fresh = newCustomerOf(forecastOf(fits.purchases, estimates), spend, money, terms);
    return { totals, fresh };
  });
  const ratios = (pick: (totals: SampleTotals) => number): Interval =>
    intervalOf(found.map(({ totals }) => pick(totals) / pick(base)));
  return {
    active: ratios((totals) => totals.active),
    purchases: ratios((totals) => totals.purchases),
    future: ratios((totals) => totals.future),
    byEnd: base.byEnd.map((_, k) => ratios((totals) => totals.byEnd[k] ?? NaN)),
    newPurchases: intervalOf(found.map(({ fresh }) => fresh.purchases)),
    newGross: intervalOf(found.map(({ fresh }) => fresh.gross)),
  };
}

const spendDraws = (fit: GammaGammaFit, draws: number, random: ReturnType<typeof createRandom>) => {
  const { p, q, gamma } = fit.parameters;
  const estimates = [p, q, gamma];
  return parameterDraws({ estimates, covarianceOfLogs: fit.covarianceOfLogs }, draws, random).map(
    ([drawnP = p, drawnQ = q, drawnGamma = gamma]): GammaGammaParameters => ({
      p: drawnP,
      q: drawnQ,
      gamma: drawnGamma,
    }),
  );
};

/** Draws without a value (a spend model without a mean) that are passed over before there is no interval. */
const MOST_MISSING = 0.05;

/** The central 95 % of the draws (quantile type 7); NaN where too many draws have no value. */
export function intervalOf(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort();
  if (sorted.length < values.length * (1 - MOST_MISSING)) return { low: NaN, high: NaN };
  const quantile = (probability: number): number => {
    const place = probability * (sorted.length - 1);
    const below = sorted[Math.floor(place)] as number;
    return below + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] as number) - below);
  };
  return { low: quantile(0.025), high: quantile(0.975) };
}
