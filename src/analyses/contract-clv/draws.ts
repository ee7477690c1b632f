import { discountedLifetimes, residualLifetimes } from '../../stats/contract-value';
import { drawJointNormals } from '../../stats/joint-draws';
import { createRandom } from '../../stats/random';
import type { CohortResult } from './compute';
import { modelAt, type ModelFit } from './fit';
import type { ContractInput } from './form';
import { ratesFor, stillThere, type Terms } from './value';

export interface Interval {
  low: number;
  high: number;
}
/** 95 % intervals from draws of the parameters; `activeInAYear` has the chance of each customer's own choice besides. */
export interface Drawn {
  clv: Interval;
  base: Interval;
  expectedLifetime: Interval;
  activeInAYear: Interval;
  /** Of a new customer, cohort by cohort. */
  perCohort: Interval[];
}

/**
 * Draws parameters from the normal approximation of their likelihood, in logarithms (log-odds for one rate), and values
 * the customers with each. Cohorts that share a fit share its draws. Seeded: the same seed gives the same intervals.
 */
export function drawTotals(
  cohorts: readonly CohortResult[],
  terms: Terms,
  { draws, seed }: ContractInput['options'],
  onProgress: (fraction: number) => void,
): Drawn {
  const points = pointsOf(cohorts, draws, seed);
  const customers = cohorts.reduce((sum, cohort) => sum + cohort.customers, 0);
  const totals = {
    clv: zeros(draws),
    base: zeros(draws),
    expectedLifetime: zeros(draws),
    activeInAYear: zeros(draws),
  };
  const chance = zeros(draws);
  const add = (values: Float64Array, draw: number, value: number): void =>
    void (values[draw] = (values[draw] as number) + value);
  const perCohort = cohorts.map((cohort, place) => {
    const own = zeros(draws);
    for (let draw = 0; draw < draws; draw += 1) {
      const drawn = valueOf(cohort, points.get(cohort.fit)?.(draw) ?? cohort.fit.point, terms);
      own[draw] = drawn.clv;
      add(totals.clv, draw, (drawn.clv * cohort.customers) / customers);
      add(totals.expectedLifetime, draw, (drawn.expectedLifetime * cohort.customers) / customers);
      add(totals.base, draw, drawn.base);
      add(totals.activeInAYear, draw, drawn.activeInAYear);
      add(chance, draw, drawn.variance);
    }
    onProgress((place + 1) / cohorts.length);
    return intervalOf(own);
  });
  const { normal } = createRandom(seed + 1);
  const counted = totals.activeInAYear.map(
    (mean, draw) => mean + normal() * Math.sqrt(chance[draw] as number),
  );
  return {
    clv: intervalOf(totals.clv),
    base: intervalOf(totals.base),
    expectedLifetime: intervalOf(totals.expectedLifetime),
    activeInAYear: intervalOf(counted),
    perCohort,
  };
}

const zeros = (length: number): Float64Array => new Float64Array(length);

/** For each fit in use its draws, by their number. */
function pointsOf(cohorts: readonly CohortResult[], draws: number, seed: number) {
  const fits = [...new Set(cohorts.map(({ fit }) => fit))];
  return new Map(
    fits.map((fit: ModelFit, i): [ModelFit, (draw: number) => ArrayLike<number>] => {
      const size = fit.point.length;
      const drawn = drawJointNormals(
        Float64Array.from(fit.point),
        Float64Array.from(fit.covariance),
        draws,
        seed * 1009 + i,
      );
      return [fit, (draw) => drawn?.subarray(draw * size, (draw + 1) * size) ?? fit.point];
    }),
  );
}

/** What does not matter for an interval of three digits is not summed. */
const TOLERANCE = 1e-7;

function valueOf({ fit, money, active }: CohortResult, point: ArrayLike<number>, terms: Terms) {
  const model = modelAt(fit.kind, point);
  const last = active.length;
  const rates = ratesFor(model, terms, last, TOLERANCE);
  const late = terms.payment === 'arrears' ? 1 / (1 + terms.rate) : 1;
  const perPeriod = (money.margin - money.serving) * late;
  const lifetimes = discountedLifetimes(rates, terms.rate, terms.payments, last);
  const residual = residualLifetimes(lifetimes, rates);
  const year = stillThere(model, last, Math.round(terms.periodsPerYear));
  const sum = (pick: (tenure: number) => number): number =>
    active.reduce((total, count, tenure) => total + (count > 0 ? count * pick(tenure) : 0), 0);
  const share = (tenure: number): number => year[tenure] as number;
  return {
    clv: (lifetimes[0] as number) * perPeriod - money.acquisition,
    expectedLifetime:
      terms.payments === Infinity ? NaN : (discountedLifetimes(rates, 0, terms.payments, 0)[0] as number),
    base: sum((tenure) => residual[tenure] as number) * perPeriod,
    activeInAYear: sum(share),
    variance: sum((tenure) => share(tenure) * (1 - share(tenure))),
  };
}

/** The central 95 % of the draws (quantile type 7); NaN where a draw has no value. */
function intervalOf(values: Float64Array): Interval {
  const sorted = values.slice().sort();
  const at = (probability: number): number => {
    const place = probability * (sorted.length - 1);
    const below = sorted[Math.floor(place)] as number;
    return below + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] as number) - below);
  };
  return { low: at(0.025), high: at(0.975) };
}
