import type { ModelFit } from '../../../stats/buy-till-you-die';
import { forecastOf } from '../../../stats/buy-till-you-die-models';
import type { GammaGammaParameters } from '../../../stats/gamma-gamma';
import { valuesAt } from '../../../stats/distinct-rows';
import type { Customers, DistinctCustomers } from '../customers';
import { coarseLogs, coarseRatio, worthColumn, type CoarseGrid } from './coarse';
import { at, spendOfRow, type Money } from './money';
import { activityOf } from './outlooks';
import type { Prospect } from './valuation';
import type { Terms } from './terms';

/** Rows from which totals are moved where there are more: an even selection of the rows, in their order. */
const ROWS = 4000;

/** Totals over the selected rows; `byEnd` are those by the end of each segment of the grid. */
export interface SampleTotals {
  active: number;
  purchases: number;
  /** Value to come; of purchases where there is no spend. */
  future: number;
  byEnd: number[];
}
export interface Assumptions {
  estimates: readonly number[];
  spend: GammaGammaParameters | null;
  terms: Terms;
  /** What these are multiplied by. */
  spendTimes?: number;
  marginTimes?: number;
  serveTimes?: number;
}

/**
 * Gives a function of the totals of selected rows under other parameters and terms. Only ratios of two of its answers are
 * meant to be used: of all rows up to 4,000, and of an even selection beyond, whose ratio is that of all to within a few
 * percent of itself less one.
 */
export function sampleValuer(
  prospect: Prospect,
  customers: Customers,
  money: Money,
  fit: ModelFit,
  { grid, terms }: { grid: CoarseGrid; terms: Terms },
): (assumptions: Assumptions) => SampleTotals {
  const chosen = chooseRows(prospect, customers);
  const base = coarseLogs(forecastOf(fit), grid, terms);
  const { outlooks, upTo, discounted } = prospect;
  const { steps, phases, expected } = outlooks;
  const columns = grid.ends.length;
  const places = placesOf(chosen.outlookOf, phases);
  const worthAt = worthColumn(grid, terms);
  return ({ estimates, spend, terms: changed, ...times }) => {
    const forecast = forecastOf(fit, estimates);
    const logs = coarseLogs(forecast, grid, changed);
    const ratio = (place: number, column: number): number => coarseRatio(grid, logs, base, place, column);
    const moved = new Map(
      places.map((place) => [
        place,
        [
          ...grid.ends.map((end, k) => (upTo[place * steps + end] as number) * ratio(place, k)),
          (expected[(place + 1) * steps - 1] as number) * ratio(place, columns),
          ...(changed.forever ? [(discounted[place] as number) * ratio(place, worthAt)] : []),
        ],
      ]),
    );
    const shares = activityOf(forecast, chosen.distinct);
    const earned = earnings(chosen, customers, money, spend, times);
    const sums = new Float64Array(columns + 2);
    let active = 0;
    shares.forEach((share, i) => {
      const group = Math.floor(i / phases);
      const values = moved.get((chosen.outlookOf[group] as number) * phases + (i % phases)) ?? [];
      active += share * (chosen.weights[group] as number);
      values.forEach((value, k) => {
        const weight = (k === columns ? chosen.weights : earned)[group] as number;
        sums[k] = (sums[k] as number) + share * value * weight;
      });
    });
    return {
      active,
      purchases: sums[columns] as number,
      future: sums[changed.forever ? columns + 1 : columns - 1] as number,
      byEnd: [...sums.subarray(0, columns)],
    };
  };
}

interface Chosen {
  rows: Int32Array;
  /** For each chosen row its distinct customer among the chosen ones. */
  groupOf: Int32Array;
  distinct: DistinctCustomers;
  outlookOf: Int32Array;
  /** Customers of each. */
  weights: Float64Array;
}

function chooseRows({ distinct, outlooks }: Prospect, { frequency, counts }: Customers): Chosen {
  const rowCount = frequency.length;
  const every = Math.ceil(rowCount / ROWS);
  const rows = Int32Array.from({ length: Math.ceil(rowCount / every) }, (_, i) => i * every);
  const numbers = new Map<number, number>();
  const groupOf = rows.map((row) => {
    const group = distinct.groupOf[row] as number;
    const known = numbers.get(group) ?? numbers.size;
    numbers.set(group, known);
    return known;
  });
  const groups = Int32Array.from(numbers.keys());
  const weights = new Float64Array(groups.length);
  rows.forEach((row, i) => {
    const group = groupOf[i] as number;
    weights[group] = (weights[group] as number) + (counts?.[row] ?? 1);
  });
  return {
    rows,
    groupOf,
    distinct: {
      ...distinct,
      frequency: valuesAt(distinct.frequency, groups),
      recency: valuesAt(distinct.recency, groups),
      age: valuesAt(distinct.age, groups),
    },
    outlookOf: groups.map((group) => outlooks.outlookOf[group] as number),
    weights,
  };
}

const placesOf = (outlookOf: Int32Array, phases: number): number[] =>
  [...new Set(outlookOf)].flatMap((outlook) =>
    Array.from({ length: phases }, (_, phase) => outlook * phases + phase),
  );

/** What the rows of each distinct customer earn with one purchase of each; 1 a customer where there is no spend. */
function earnings(
  { rows, groupOf, weights }: Chosen,
  customers: Customers,
  money: Money,
  spend: GammaGammaParameters | null,
  { spendTimes = 1, marginTimes = 1, serveTimes = 1 }: Omit<Assumptions, 'estimates' | 'spend' | 'terms'>,
): Float64Array {
  const earned = new Float64Array(weights.length);
  rows.forEach((row, i) => {
    const group = groupOf[i] as number;
    const count = customers.counts?.[row] ?? 1;
    const worth = spend
      ? spendOfRow(spend, customers, row) * spendTimes * at(money.margin, row) * marginTimes -
        at(money.costToServe, row) * serveTimes
      : 1;
    if (Number.isFinite(worth)) earned[group] = (earned[group] as number) + worth * count;
  });
  return earned;
}
