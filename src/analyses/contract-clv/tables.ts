import { numberColumn, textColumn, type Column } from '../../values/table';
import type { PublishedTable } from '../analysis';
import type { CohortResult, ContractResult } from './compute';
import type { Fits, ModelFit } from './fit';

export const contractTables = (result: ContractResult): Record<string, PublishedTable> => ({
  '': { columns: curveColumns(result) },
  model: { columns: modelColumns(fitRows(result)) },
  fit: { columns: fitColumns(fitRows(result)) },
  totals: { columns: totalColumns(result) },
});

const numbers = <R>(name: string, rows: readonly R[], pick: (row: R) => number, type?: string): Column =>
  numberColumn(name, Float64Array.from(rows, pick), type);
const texts = <R>(name: string, rows: readonly R[], pick: (row: R) => string): Column =>
  textColumn(name, rows.map(pick));

/** One row per cohort and tenure: the model, what was observed, and money. */
function curveColumns({ cohorts, lastTenure }: ContractResult): Column[] {
  const rows = cohorts.flatMap((cohort) => Array.from({ length: lastTenure + 1 }, (_, t) => ({ cohort, t })));
  const value =
    (pick: (cohort: CohortResult) => Float64Array) =>
    ({ cohort, t }: (typeof rows)[number]): number =>
      pick(cohort)[t] ?? NaN;
  const period =
    (pick: (cohort: CohortResult) => Float64Array) =>
    ({ cohort, t }: (typeof rows)[number]): number =>
      t === 0 ? NaN : (pick(cohort)[t - 1] ?? NaN);
  return [
    texts('cohort', rows, ({ cohort }) => cohort.name),
    numbers('tenure', rows, ({ t }) => t, 'BIGINT'),
    numbers(
      'survival',
      rows,
      value(({ value: { survival } }) => survival),
    ),
    numbers(
      'retention',
      rows,
      period(({ value: { retention } }) => retention),
    ),
    numbers(
      'expected_lifetime',
      rows,
      value(({ value: { expectedLifetime } }) => expectedLifetime),
    ),
    numbers(
      'clv',
      rows,
      value(({ value: { clv } }) => clv),
    ),
    numbers(
      'discounted_lifetime',
      rows,
      value(({ value: { discountedLifetime } }) => discountedLifetime),
    ),
    numbers(
      'residual_lifetime',
      rows,
      value(({ value: { residualLifetime } }) => residualLifetime),
    ),
    numbers(
      'residual_value',
      rows,
      value(({ value: { residualValue } }) => residualValue),
    ),
    numbers(
      'observed_survival',
      rows,
      value(({ observed: { survival } }) => survival),
    ),
    numbers(
      'observed_low',
      rows,
      value(({ observed: { low } }) => low),
    ),
    numbers(
      'observed_high',
      rows,
      value(({ observed: { high } }) => high),
    ),
    numbers(
      'at_risk',
      rows,
      period(({ table }) => table.atRisk),
    ),
    numbers(
      'left',
      rows,
      period(({ table }) => table.left),
    ),
    numbers('active', rows, ({ cohort, t }) => cohort.active[t] ?? 0),
  ];
}

interface FitRow {
  cohort: string;
  customers: number;
  fit: ModelFit;
  chosen: boolean;
}

/** Every model tried on every cohort, and on all customers where a cohort borrows their curve. */
function fitRows({ cohorts, pooled }: ContractResult): FitRow[] {
  const of = (cohort: string, customers: number, { tried, chosen }: Fits, used: boolean): FitRow[] =>
    tried.map((fit, i) => ({ cohort, customers, fit, chosen: used && i === chosen }));
  const own = cohorts.flatMap(({ name, customers, fits, borrowed }) => of(name, customers, fits, !borrowed));
  const all = cohorts.some(({ borrowed }) => borrowed) ? of('all', pooled.customers, pooled.fits, true) : [];
  return [...own, ...all];
}

function modelColumns(fits: FitRow[]): Column[] {
  const rows = fits.flatMap(({ cohort, fit }) =>
    fit.names.map((parameter, i) => ({ cohort, fit, parameter, i })),
  );
  return [
    texts('cohort', rows, ({ cohort }) => cohort),
    texts('model', rows, ({ fit }) => fit.kind),
    texts('parameter', rows, ({ parameter }) => parameter),
    numbers('estimate', rows, ({ fit, i }) => fit.estimates[i] ?? NaN),
    numbers('standard_error', rows, ({ fit, i }) => fit.standardErrors[i] ?? NaN),
  ];
}

const fitColumns = (rows: FitRow[]): Column[] => [
  texts('cohort', rows, ({ cohort }) => cohort),
  texts('model', rows, ({ fit }) => fit.kind),
  numbers('log_likelihood', rows, ({ fit }) => fit.logLikelihood),
  numbers('customers', rows, ({ customers }) => customers),
  numbers('parameters', rows, ({ fit }) => fit.names.length, 'BIGINT'),
  numbers('aic', rows, ({ fit }) => fit.aic),
  numbers('bic', rows, ({ fit }) => fit.bic),
  { name: 'chosen', type: 'BOOLEAN', kind: 'boolean', values: rows.map(({ chosen }) => chosen) },
];

/** What is said of all customers together; `low` and `high` are empty where a number is counted, not estimated. */
function totalColumns({ totals, drawn }: ContractResult): Column[] {
  const none = { low: NaN, high: NaN };
  const { low, high } = drawn.clv;
  const cost = totals.acquisition > 0 ? totals.acquisition : NaN;
  const rows = [
    { statistic: 'customers', value: totals.customers, ...none },
    { statistic: 'left', value: totals.left, ...none },
    { statistic: 'active', value: totals.active, ...none },
    { statistic: 'clv', value: totals.clv, low, high },
    { statistic: 'expected_lifetime', value: totals.expectedLifetime, ...drawn.expectedLifetime },
    { statistic: 'value_of_active', value: totals.base, ...drawn.base },
    { statistic: 'active_in_a_year', value: totals.activeInAYear, ...drawn.activeInAYear },
    { statistic: 'clv_at_first_retention', value: totals.atFirstRate, ...none },
    { statistic: 'clv_at_mean_retention', value: totals.atMeanRate, ...none },
    { statistic: 'cost_to_acquire', value: totals.acquisition, ...none },
    {
      statistic: 'clv_to_cost',
      value: totals.valueToCost,
      low: (low + totals.acquisition) / cost,
      high: (high + totals.acquisition) / cost,
    },
    { statistic: 'payback_periods', value: totals.payback, ...none },
  ];
  return [
    texts('statistic', rows, ({ statistic }) => statistic),
    numbers('value', rows, ({ value }) => value),
    numbers('low', rows, (row) => row.low),
    numbers('high', rows, (row) => row.high),
  ];
}
