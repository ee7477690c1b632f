import { normalQuantile } from '../../stats/normal';
import type { ContractModel } from '../../stats/contract-value';
import { kaplanMeier, type ObservedSurvival } from '../../stats/kaplan-meier';
import { pooledLifeTable } from '../../stats/life-table';
import { formatCount, formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { OnProgress } from '../../values/progress';
import { cohortsOfCounts, cohortsOfTable, type Cohort } from './cohorts';
import { drawTotals, type Drawn } from './draws';
import { chosenFit, fitAll, modelAt, type Fits, type ModelFit } from './fit';
import type { ContractInput, Period } from './form';
import type { ContractRows } from './queries';
import { sensitivityOf, type Sensitivity } from './sensitivity';
import { calendarOf, periodOf, sourceOf, type Calendar, type SourceRows } from './source';
import { totalsOf, type Totals } from './totals';
import { termsOf, valueCohort, type Terms, type Valuation } from './value';

/** A cohort with its curve and its worth. */
export interface CohortResult extends Cohort {
  fits: Fits;
  /** The fit in use: its own, or that of all customers. */
  fit: ModelFit;
  model: ContractModel;
  borrowed: boolean;
  observed: ObservedSurvival;
  value: Valuation;
}
export interface ContractResult {
  cohorts: CohortResult[];
  /** All customers as one; the only cohort itself where there is one. */
  pooled: { fits: Fits; customers: number };
  /** Tables go up to this tenure, the fits rest on `observedPeriods`. */
  lastTenure: number;
  observedPeriods: number;
  terms: Terms;
  period: Period;
  detected: boolean;
  /** Null for a retention table, which has no dates. */
  calendar: Calendar | null;
  totals: Totals;
  drawn: Drawn;
  sensitivity: Sensitivity;
  rows: Record<'all' | 'incomplete' | 'reversed' | 'later' | 'negative' | 'unpriced' | 'leaving', number>;
}
/** Fits the curves and values customers. Throws an InputProblem where there is nothing to learn from. */
export function computeContracts(
  rows: ContractRows,
  input: ContractInput,
  found: SourceRows,
  onProgress: OnProgress,
): ContractResult {
  const source = sourceOf(input);
  const cohorts = source.kind === 'table' ? cohortsOfTable(rows, input) : cohortsOfCounts(rows, input);
  refuseUnlearnable(cohorts, input);
  const { period, detected } = periodOf(input, found);
  const terms = termsOf(input, period);
  onProgress({ stage: 'Fitting retention', fraction: 0 });
  const whole = pooledLifeTable(cohorts.map(({ table }) => table));
  const observedPeriods = whole.atRisk.filter((count) => count > 0).length;
  const pooledFits = fitAll(whole, input.options.model);
  const horizon = terms.payments === Infinity ? 2 * observedPeriods : terms.payments;
  const lastTenure = Math.min(
    Math.max(observedPeriods, horizon),
    Math.floor(MOST_ROWS / cohorts.length),
    600,
  );
  const results = cohorts.map((cohort) => {
    const fits = cohorts.length === 1 ? pooledFits : fitAll(cohort.table, input.options.model);
    const borrowed = cohorts.length > 1 && (fits.chosen === null || cohort.left < FEW_LEAVERS);
    const fit = chosenFit(borrowed ? pooledFits : fits, input.options.model);
    const model = modelAt(fit.kind, fit.point);
    const observed = kaplanMeier(cohort.table, normalQuantile(0.975));
    const longest = Math.max(lastTenure, cohort.active.length);
    return {
      ...cohort,
      fits,
      fit,
      model,
      borrowed,
      observed,
      value: valueCohort(model, cohort, terms, longest),
    };
  });
  onProgress({ stage: 'Drawing intervals', fraction: 0.3 });
  const drawn = drawTotals(results, terms, input.options, (fraction) =>
    onProgress({ stage: 'Drawing intervals', fraction: 0.3 + 0.7 * fraction }),
  );
  return {
    cohorts: results,
    pooled: { fits: pooledFits, customers: cohorts.reduce((sum, { customers }) => sum + customers, 0) },
    lastTenure,
    observedPeriods,
    terms,
    period,
    detected,
    calendar: source.kind === 'subscriptions' ? calendarOf(input, found) : null,
    totals: totalsOf(results, terms, observedPeriods),
    drawn,
    sensitivity: sensitivityOf(results, terms),
    rows: countsOf(found, rows),
  };
}
const FEW_LEAVERS = 10;
const MOST_ROWS = 90_000;

function refuseUnlearnable(cohorts: readonly Cohort[], input: ContractInput): void {
  const sum = (pick: (cohort: Cohort) => number): number =>
    cohorts.reduce((total, each) => total + pick(each), 0);
  const customers = sum((cohort) => cohort.customers);
  const source = sourceOf(input);
  if (customers <= 1 && source.kind === 'subscriptions')
    throw new InputProblem(`${input.from} has only one customer to learn from.`, {
      hint: 'Retention is learned from many customers: check that each subscription has a row of its own.',
    });
  if (cohorts.every(({ table }) => !((table.atRisk[0] ?? 0) > 0)))
    throw new InputProblem(
      'No customer has been there for a whole period yet, so no renewal has been seen.',
      {
        hint: 'Choose a shorter period, or a later as-of date.',
      },
    );
  if (sum((cohort) => cohort.left) === 0)
    throw new InputProblem(
      `None of the ${formatPlural(customers, 'customer')} has left, so there is no leaving to learn from.`,
      {
        hint:
          source.kind === 'table'
            ? 'Survivors have to fall at some period.'
            : source.end === null
              ? 'Choose the column of end dates.'
              : 'Check the end dates and the as-of date; ends within the period still running do not count yet.',
      },
    );
  const { margin } = input.options;
  if (input.roles.fee !== null && typeof margin === 'number' && margin > 1)
    throw new InputProblem(
      `Margin is ${formatCount(margin)}, but with a fee it is the share of it that is profit.`,
      {
        hint: 'Give a number from 0 to 1, or leave the fee empty and give the money earned per period.',
      },
    );
  for (const { money, name } of cohorts)
    for (const [what, value] of Object.entries(money))
      if (!Number.isFinite(value))
        throw new InputProblem(
          `There is no ${NAMES[what] ?? what} known${name === 'all' ? '' : ` for ${name}`}.`,
          {
            hint: 'Check that the right column is chosen; a column without numbers cannot be used.',
          },
        );
}
const NAMES: Record<string, string> = { acquisition: 'cost to acquire', serving: 'cost to serve' };

function countsOf(found: SourceRows, { counts }: ContractRows): ContractResult['rows'] {
  const leaving = counts.customers.reduce((sum, n, i) => sum + (counts.state[i] === 'leaving' ? n : 0), 0);
  const of = (key: 'rows' | 'incomplete' | 'reversed' | 'later' | 'negative' | 'unpriced'): number =>
    found[key][0] ?? 0;
  return {
    all: of('rows'),
    incomplete: of('incomplete'),
    reversed: of('reversed'),
    later: of('later'),
    negative: of('negative'),
    unpriced: of('unpriced'),
    leaving,
  };
}
