import { discountFactors } from '../../../stats/net-present-value';
import { InputProblem } from '../../../values/problem';
import { DAYS_PER_MONTH, daysPerUnit, type ClvInput } from '../input';
import type { Source } from '../source/source';

/** How the future is counted: step by step (months, or opportunities) to the horizon, or for ever. */
export interface Terms {
  stepMonths: number;
  /** The end of each step from the as-of date, in the model's unit of time. */
  horizons: Float64Array;
  /** What 1 paid for the purchases of each step is worth today. */
  factors: Float64Array;
  /** For ever: the continuous discount rate per unit of time, and what turns arrears to advance; null for a horizon. */
  forever: { rate: number; times: number } | null;
}
/** Terms but for the discount rate. */
export interface Plan {
  steps: number;
  stepMonths: number;
  unitsPerStep: number;
  payment: 'advance' | 'arrears';
  forever: boolean;
  /** Opportunities are discounted from where they lie, not from the moment of a purchase. */
  discrete: boolean;
}

/** Throws an InputProblem where the horizon holds no opportunity, or the sum for ever has no end. */
export function planOf({ options }: ClvInput, source: Source): Plan {
  const { horizonMonths, discountRate, forever, payment, opportunityMonths, unit } = options;
  if (forever && discountRate < LEAST_RATE_FOREVER)
    throw new InputProblem('For ever, value has no end unless it is discounted.', {
      hint: 'Give a discount rate of at least 0.5 % a year, or a horizon.',
    });
  const discrete = source.kind === 'summary' && source.clock === 'opportunities';
  const stepMonths = discrete ? opportunityMonths : 1;
  const steps = Math.floor(horizonMonths / stepMonths);
  if (steps < 1)
    throw new InputProblem(
      `No opportunity falls within a horizon of ${horizonMonths} months: they are ${stepMonths} months apart.`,
      { hint: `Choose a horizon of at least ${stepMonths} months, or other months between opportunities.` },
    );
  const unitsPerStep = discrete ? 1 : DAYS_PER_MONTH / daysPerUnit[unit];
  return { steps, stepMonths, unitsPerStep, payment, forever, discrete };
}
const LEAST_RATE_FOREVER = 0.005;

/**
 * The terms at an annual discount rate, monthly d_m = (1+d)^(1/12) - 1: purchases of step t are paid at its end (arrears) or
 * its beginning (advance). For ever each purchase is discounted from the moment it is made, as DERT is defined.
 */
export function termsAt(plan: Plan, discountRate: number): Terms {
  const { steps, stepMonths, unitsPerStep, payment, forever, discrete } = plan;
  const rate = (Math.log1p(discountRate) * stepMonths) / 12 / unitsPerStep;
  return {
    stepMonths,
    horizons: Float64Array.from({ length: steps }, (_, i) => (i + 1) * unitsPerStep),
    factors: discountFactors(discountRate, 12 / stepMonths, steps, payment),
    forever: forever ? { rate, times: discrete && payment === 'advance' ? Math.exp(rate) : 1 } : null,
  };
}
