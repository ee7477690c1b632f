import type { LifeTable } from '../../stats/life-table';
import { lifeTableFromSurvivors, lifeTableOf } from '../../stats/life-table';
import { formatNumber } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { ContractInput } from './form';
import type { ContractRows } from './queries';

/** Customers who are looked at together. */
export interface Cohort {
  name: string;
  customers: number;
  /** How many have left in a period that is complete. */
  left: number;
  table: LifeTable;
  /** Customers under contract by the number of complete periods, from 0. */
  active: Float64Array;
  /** Means per customer; per period but for `acquisition`. */
  money: { fee: number; margin: number; acquisition: number; serving: number };
  /** Mean fee of those who left and of those under contract; NaN where there is no fee. */
  fees: { left: number; active: number };
  /** Where a retention table begins: 0, or 1 taken as 0. */
  firstPeriod: number;
}

/** The cohorts of subscriptions, in the order of their names. */
export function cohortsOfCounts({ counts }: ContractRows, input: ContractInput): Cohort[] {
  return namesOf(counts.cohort).map(([name, from, to]) => {
    const size = 1 + Math.max(...counts.tenure.subarray(from, to));
    const byState = {
      left: new Float64Array(size),
      active: new Float64Array(size),
      leaving: new Float64Array(size),
    };
    const paid = { left: [0, 0], active: [0, 0], leaving: [0, 0] } as Record<string, [number, number]>;
    for (let i = from; i < to; i += 1) {
      const state = counts.state[i] as keyof typeof byState;
      byState[state][counts.tenure[i] as number] = counts.customers[i] as number;
      const sums = paid[state] as [number, number];
      sums[0] += counts.fees[i] as number;
      sums[1] += counts.priced[i] as number;
    }
    const { left, active, leaving } = byState;
    const sum = (values: Float64Array): number => values.subarray(from, to).reduce((a, b) => a + b, 0);
    const mean = (total: Float64Array, count: Float64Array): number => sum(total) / sum(count);
    const meanFee = ([total, count]: [number, number]): number => (count > 0 ? total / count : NaN);
    const { margin, costToAcquire, costToServe } = input.options;
    const fee = input.roles.fee === null ? 1 : mean(counts.fees, counts.priced);
    return {
      name,
      customers: sum(counts.customers),
      left: left.reduce((a, b) => a + b, 0),
      table: lifeTableOf(
        left,
        active.map((count, t) => count + (leaving[t] as number)),
      ),
      active,
      money: {
        fee,
        margin: typeof margin === 'number' ? fee * margin : mean(counts.margins, counts.margined),
        acquisition:
          typeof costToAcquire === 'number' ? costToAcquire : mean(counts.acquisition, counts.acquired),
        serving: typeof costToServe === 'number' ? costToServe : mean(counts.serving, counts.served),
      },
      fees: { left: meanFee(paid['left'] ?? [0, 0]), active: meanFee(paid['active'] ?? [0, 0]) },
      firstPeriod: 0,
    };
  });
}

/** The cohorts of a retention table; throws an InputProblem that names the row where it cannot be one. */
export function cohortsOfTable({ survivors: rows }: ContractRows, input: ContractInput): Cohort[] {
  const { margin, costToAcquire, costToServe } = input.options;
  const number = (given: number | { column: string }): number => (typeof given === 'number' ? given : NaN);
  return namesOf(rows.cohort).map(([name, from, to]) => {
    const survivors = rows.survivors.slice(from, to);
    refuseImpossible(name, rows.period.subarray(from, to), survivors);
    const last = survivors.length - 1;
    const active = new Float64Array(last + 1);
    active[last] = survivors[last] as number;
    const fee = input.roles.fee === null ? 1 : weightedMean(rows.fee.subarray(from, to), survivors);
    const customers = survivors[0] as number;
    return {
      name,
      customers,
      left: customers - (survivors[last] as number),
      table: lifeTableFromSurvivors(survivors),
      active,
      money: {
        fee,
        margin: fee * number(margin),
        acquisition: number(costToAcquire),
        serving: number(costToServe),
      },
      fees: { left: NaN, active: NaN },
      firstPeriod: rows.period[from] as number,
    };
  });
}

/** Each name with the first of its rows and the one after its last; rows of a name stand together. */
function namesOf(names: readonly (string | null)[]): [string, number, number][] {
  const found: [string, number, number][] = [];
  for (const [i, name] of names.entries()) {
    const last = found.at(-1);
    if (last && last[0] === name) last[2] = i + 1;
    else found.push([name ?? '(none)', i, i + 1]);
  }
  return found;
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let [sum, weight] = [0, 0];
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    sum += value * (weights[i] as number);
    weight += weights[i] as number;
  });
  return sum / weight;
}

function refuseImpossible(cohort: string, periods: Float64Array, survivors: Float64Array): void {
  const where = cohort === 'all' ? '' : ` of ${cohort}`;
  const [first = 0] = periods;
  const refuse = (message: string, hint: string): never => {
    throw new InputProblem(message, { hint });
  };
  if (!(first === 0 || first === 1))
    refuse(
      `The first period${where} is ${formatNumber(first, 6)}, where it should be 0, with all who began.`,
      'Count periods from each customer’s own start; a calendar year has to become years since the start.',
    );
  for (let i = 0; i < periods.length; i += 1) {
    const period = periods[i] as number;
    if (i > 0 && period === periods[i - 1])
      refuse(
        `Period ${formatNumber(period, 6)}${where} stands in the table more than once.`,
        'Choose the column that tells cohorts apart as the cohort, or add the survivors up in a SQL cell.',
      );
    if (period !== first + i)
      refuse(
        `Period ${formatNumber(first + i, 6)}${where} is missing: after ${formatNumber(first + i - 1, 6)} comes ${formatNumber(period, 6)}.`,
        'A retention table needs every period once, counted in whole numbers.',
      );
    const count = survivors[i] as number;
    if (count < 0)
      refuse(
        `At period ${formatNumber(period, 6)}${where} there are ${formatNumber(count, 6)} survivors.`,
        'Survivors are counted from 0 up.',
      );
    const before = i === 0 ? Infinity : (survivors[i - 1] as number);
    if (count > before)
      refuse(
        `Survivors${where} rise from ${formatNumber(before, 6)} to ${formatNumber(count, 6)} at period ${formatNumber(period, 6)}, and nobody can come back from having left.`,
        'Give the number still there of those who began at period 0; joiners and win-backs belong to cohorts of their own.',
      );
  }
  if (!((survivors[0] ?? 0) > 0))
    refuse(
      `Nobody began${where}: at the first period there are no survivors.`,
      'Period 0 holds all who began.',
    );
}
