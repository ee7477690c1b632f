import { informationCriteria, type ModelFit } from '../../../stats/buy-till-you-die';
import { purchaseModels } from '../../../stats/buy-till-you-die-models';
import type { Column } from '../../../values/table';
import type { ClvResult } from '../compute';
import type { SpendModel } from '../fit/spend';
import { flags, numbers, texts } from './columns';

interface FitRow {
  model: string;
  names: readonly string[];
  estimates: readonly number[];
  errors: readonly number[];
  logLikelihood: number;
  customers: number;
  parameters: number;
  sample: 'all' | 'calibration';
  chosen: boolean;
  expected: number;
  actual: number;
}

/** Every fit: on all customers, then on those of before the check. */
export function fitRows({ tried, chosen, spend, holdout }: ClvResult): FitRow[] {
  const check = holdout?.status === 'done' ? holdout : null;
  const expectedBy = new Map(
    check?.tried.fits.map((fit, i) => [
      fit.model,
      { expected: check.expectedBy[i] ?? NaN, actual: check.actual },
    ]),
  );
  const none = { expected: NaN, actual: NaN };
  const of = (fits: readonly ModelFit[], model: SpendModel, sample: FitRow['sample']): FitRow[] => [
    ...fits.map((fit) => ({
      ...{ ...purchaseRow(fit), sample, chosen: fit.model === chosen.model },
      ...(expectedBy.get(fit.model) ?? none),
    })),
    ...spendRows(model).map((row) => ({ ...row, ...{ sample, chosen: true }, ...none })),
  ];
  return [
    ...of(tried.fits, spend, 'all'),
    ...(check ? of(check.tried.fits, check.spend, 'calibration') : []),
  ];
}

type Fitted = Omit<FitRow, 'sample' | 'chosen' | 'expected' | 'actual'>;

/** A chosen k is a parameter too, but has no standard error. */
function purchaseRow(fit: ModelFit): Fitted {
  const hasK = fit.model === 'mbg-cnbd-k';
  return {
    model: fit.model,
    names: [...purchaseModels[fit.model].parameters, ...(hasK ? ['k'] : [])],
    estimates: [...fit.estimates, ...(hasK ? [fit.regularity] : [])],
    errors: fit.standardErrors,
    logLikelihood: fit.logLikelihood,
    customers: fit.customers,
    parameters: fit.parameterCount,
  };
}

function spendRows(spend: SpendModel): Fitted[] {
  if (spend.status !== 'fitted') return [];
  const { parameters, standardErrors, logLikelihood, customers } = spend.fit;
  return [
    {
      model: 'gamma-gamma',
      names: ['p', 'q', 'gamma'],
      estimates: [parameters.p, parameters.q, parameters.gamma],
      errors: standardErrors,
      ...{ logLikelihood, customers },
      parameters: 3,
    },
  ];
}

/** One row per parameter of every fit, in the literature's order; `chosen` tells those in use. */
export function modelColumns(fits: readonly FitRow[]): Column[] {
  const rows = fits.flatMap((fit) => fit.names.map((parameter, i) => ({ fit, parameter, i })));
  return [
    texts('model', rows, ({ fit }) => fit.model),
    texts('parameter', rows, ({ parameter }) => parameter),
    numbers('estimate', rows, ({ fit, i }) => fit.estimates[i] ?? NaN),
    numbers('standard_error', rows, ({ fit, i }) => fit.errors[i] ?? NaN),
    texts('sample', rows, ({ fit }) => fit.sample),
    flags('chosen', rows, ({ fit }) => fit.chosen),
  ];
}

export const fitColumns = (rows: readonly FitRow[]): Column[] => [
  texts('model', rows, ({ model }) => model),
  numbers('log_likelihood', rows, ({ logLikelihood }) => logLikelihood),
  numbers('customers', rows, ({ customers }) => customers, 'BIGINT'),
  texts('sample', rows, ({ sample }) => sample),
  numbers('parameters', rows, ({ parameters }) => parameters, 'BIGINT'),
  numbers('aic', rows, (row) => criteria(row).aic),
  numbers('bic', rows, (row) => criteria(row).bic),
  flags('chosen', rows, ({ chosen }) => chosen),
  numbers('holdout_expected', rows, ({ expected }) => expected),
  numbers('holdout_actual', rows, ({ actual }) => actual),
];

const criteria = ({ logLikelihood, parameters, customers }: FitRow) =>
  informationCriteria({ logLikelihood, parameterCount: parameters, customers });
