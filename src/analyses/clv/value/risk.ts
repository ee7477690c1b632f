import type { Forecast } from '../../../stats/buy-till-you-die';
import type { DistinctCustomers } from '../customers';
import { spread, type PerCustomer } from './valuation';

/** Customers worth calling: much value if they are still there, and less and less likely to be. */
export interface AtRisk {
  /** Row numbers, the most value at risk first. */
  rows: Float64Array;
  /** How many customers each of these rows stands for. */
  customers: Float64Array;
  /** P(alive) as it stood three months ago with the purchases made until now (or at the last purchase, if later). */
  aliveBefore: Float64Array;
  /** What each would be worth if certainly active. */
  ifActive: Float64Array;
  /** What is lost of that by being probably gone. */
  atRisk: Float64Array;
}

/** The value that a customer must have, if active, to be on the list: among the highest quarter. */
const HIGH = 0.75;
/** P(alive) has fallen by so much, and is not so low that there is nothing left to win. */
const LEAST_FALL = 0.1;
const LEAST_ALIVE = 0.05;

/**
 * @param back three months, in the unit of age
 * @param counts customers per row; null where each is one
 */
export function atRiskOf(
  forecast: Forecast,
  distinct: DistinctCustomers,
  rows: PerCustomer,
  back: number,
  inOpportunities: boolean,
  counts: Float64Array | null,
): AtRisk {
  const before = spread(aliveBefore(forecast, distinct, back, inOpportunities), distinct.groupOf);
  const valued = rows.future.some((value) => value > 0);
  const ifActive = rows.alive.map((alive, row) => {
    const value = (valued ? rows.future : rows.purchases)[row] as number;
    return alive > 0 ? value / alive : NaN;
  });
  const least = counts ? highOfCounted(ifActive, counts) : highOf(ifActive);
  const chosen: number[] = [];
  for (let row = 0; row < ifActive.length; row += 1) {
    const alive = rows.alive[row] as number;
    const value = ifActive[row] as number;
    const fall = (before[row] as number) - alive;
    if (value >= least && value > 0 && alive >= LEAST_ALIVE && fall >= LEAST_FALL) chosen.push(row);
  }
  const lost = (row: number): number => (ifActive[row] as number) * (1 - (rows.alive[row] as number));
  const order = Float64Array.from(chosen.sort((a, b) => lost(b) - lost(a)));
  return {
    rows: order,
    customers: order.map((row) => (counts ? (counts[row] as number) : 1)),
    aliveBefore: order.map((row) => before[row] as number),
    ifActive: order.map((row) => ifActive[row] as number),
    atRisk: order.map(lost),
  };
}

/** The value that the highest quarter of customers have at least. */
function highOf(values: Float64Array): number {
  const known = values.filter(Number.isFinite).sort();
  return known[Math.floor(known.length * HIGH)] ?? Infinity;
}

/** The same where a row stands for several customers. */
function highOfCounted(values: Float64Array, counts: Float64Array): number {
  const known = [...values.keys()]
    .filter((row) => Number.isFinite(values[row]))
    .sort((a, b) => (values[a] as number) - (values[b] as number));
  const all = known.reduce((sum, row) => sum + (counts[row] as number), 0);
  let below = 0;
  for (const row of known) {
    below += counts[row] as number;
    if (below > HIGH * all) return values[row] as number;
  }
  return Infinity;
}

function aliveBefore(
  forecast: Forecast,
  { frequency, recency, age }: DistinctCustomers,
  back: number,
  inOpportunities: boolean,
): Float64Array {
  return age.map((now, i) => {
    const x = frequency[i] as number;
    const last = x === 0 ? 0 : (recency[i] as number);
    const then = Math.max(last, inOpportunities ? Math.ceil(now - back) : now - back);
    return forecast.probabilityActive(x, last, then);
  });
}
