import type { CustomerBase } from './customer-histories';
import type { Estimates, NoFit } from './likelihood-search';

/**
 * The family of models of customers who buy for a while and then stop without saying so.
 *
 * A new model is one file that exports a `PurchaseModel`, and one line in buy-till-you-die-models.ts.
 */
export interface PurchaseModel {
  id: ModelId;
  /** As the literature calls it: 'BG/NBD'. */
  name: string;
  /** In the order of estimates and standard errors. Those that are times have the unit of recency and age. */
  parameters: readonly string[];
  /** Fits by maximum likelihood, from several starts; never an optimum that did not converge. */
  fit(customers: CustomerBase): ModelFit | ModelNoFit;
  /** What the model says of customers at given parameters; `regularity` as in `ModelFit`, 1 when absent. */
  forecast(estimates: readonly number[], regularity?: number): Forecast;
}

export type ModelId = 'bg-nbd' | 'mbg-nbd' | 'pareto-nbd' | 'mbg-cnbd-k' | 'bg-bb';

/** A fit as plain data. Parameters in the order of the model's `parameters`. */
export interface ModelFit extends Estimates {
  converged: true;
  model: ModelId;
  /** k of Erlang-k times between purchases, chosen by likelihood where the model does; 1, purely random, elsewhere. */
  regularity: number;
  /** What was estimated, a chosen k included: the number that AIC and BIC count. */
  parameterCount: number;
  customers: number;
}

/** `no-intervals`: k cannot be chosen without the sum of the logarithms of the times between purchases. */
export type ModelNoFit = NoFit | { converged: false; reason: 'no-intervals' };

/**
 * What a model at given parameters says of customers with x repeat purchases, the last at t_x, observed to T.
 *
 * What an active customer will do depends on x, T and the `phase`, and on t_x through the phase alone; so the costly
 * sums are needed once for each (x, T, phase), and a customer's own forecast is a mean of those:
 * E = Σ over phases of P(active and in that phase) times `expectedIfActive`.
 */
export interface Forecast {
  /** 1 but for regular buyers, where the phase is how much of the next interval has passed: 0 .. phases - 1. */
  phases: number;
  /**
   * The probability of being active at T, in [0, 1]; that of being active and in each phase is written to `byPhase`
   * (`phases` long) where it is given. In the discrete model: at the opportunity after T.
   */
  probabilityActive(x: number, recency: number, age: number, byPhase?: Float64Array): number;
  /** Purchases expected in (T, T + t] if active at T, for rising times t from 0, written to `expected`. */
  expectedIfActive(
    x: number,
    age: number,
    phase: number,
    horizons: Float64Array,
    expected: Float64Array,
  ): void;
  /**
   * Purchases expected after T for ever if active at T, each discounted to T by exp(-rate t) (by (1+d)^-t, d = e^rate - 1,
   * in the discrete model): DERT but for the probability of being active. `rate` per unit of time, above 0.
   */
  discountedIfActive(x: number, age: number, phase: number, rate: number): number;
  /** P(X(t) = x) of a new customer for x = 0 .. most, in most + 1 entries. */
  frequencies(t: number, most: number): Float64Array;
}

/** Akaike's and the Bayesian information criterion: the lower, the better. -2 LL + 2 p and -2 LL + p ln(customers). */
export const informationCriteria = ({
  logLikelihood,
  parameterCount,
  customers,
}: Pick<ModelFit, 'logLikelihood' | 'parameterCount' | 'customers'>): { aic: number; bic: number } => ({
  aic: 2 * parameterCount - 2 * logLikelihood,
  bic: parameterCount * Math.log(customers) - 2 * logLikelihood,
});
