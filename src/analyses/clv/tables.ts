import { numberColumn, textColumn, type Column } from '../../values/table';
import type { BgNbdFit } from '../../stats/bg-nbd';
import type { PublishedTable } from '../analysis';
import type { ClvResult } from './compute';
import type { SpendModel } from './fit';
import type { ClvInput } from './form';

/** The per-customer table stays in DuckDB: computed columns are joined to the kept customers by row number. */
export const clvTables = (result: ClvResult, input: ClvInput): Record<string, PublishedTable> => ({
  '': {
    sql: `SELECT c.customer, c.frequency, c.recency, c.age, c.spend, v.p_alive, v.expected_purchases, v.expected_spend, v.clv
FROM ${input.kept('customers')} c JOIN ${input.resultTable} v USING (row_number)
ORDER BY row_number`,
    result: [
      numberColumn('p_alive', result.perCustomer.alive),
      numberColumn('expected_purchases', result.perCustomer.purchases),
      numberColumn('expected_spend', result.perCustomer.spend),
      numberColumn('clv', result.perCustomer.value),
    ],
  },
  model: { columns: modelColumns(samplesOf(result)) },
  fit: { columns: fitColumns(samplesOf(result)) },
});

interface Sample {
  sample: 'all' | 'calibration';
  purchases: BgNbdFit;
  spend: SpendModel;
}

function samplesOf({ purchases, spend, holdout }: ClvResult): Sample[] {
  const all: Sample = { sample: 'all', purchases, spend };
  if (holdout?.status !== 'done') return [all];
  return [all, { sample: 'calibration', purchases: holdout.fit, spend: holdout.spend }];
}

/** One row per parameter, in the literature's order. */
function modelColumns(samples: Sample[]): Column[] {
  const rows = samples.flatMap((sample) =>
    modelsOf(sample).flatMap(({ model, fit }) =>
      Object.entries(fit.parameters).map(([parameter, estimate], i) => ({
        model,
        parameter,
        estimate: estimate as number,
        error: fit.standardErrors[i] ?? NaN,
        sample: sample.sample,
      })),
    ),
  );
  return [
    textColumn(
      'model',
      rows.map((row) => row.model),
    ),
    textColumn(
      'parameter',
      rows.map((row) => row.parameter),
    ),
    numberColumn(
      'estimate',
      Float64Array.from(rows, (row) => row.estimate),
    ),
    numberColumn(
      'standard_error',
      Float64Array.from(rows, (row) => row.error),
    ),
    textColumn(
      'sample',
      rows.map((row) => row.sample),
    ),
  ];
}

function fitColumns(samples: Sample[]): Column[] {
  const rows = samples.flatMap((sample) =>
    modelsOf(sample).map((one) => ({ ...one, sample: sample.sample })),
  );
  return [
    textColumn(
      'model',
      rows.map((row) => row.model),
    ),
    numberColumn(
      'log_likelihood',
      Float64Array.from(rows, (row) => row.fit.logLikelihood),
    ),
    numberColumn(
      'customers',
      Float64Array.from(rows, (row) => row.fit.customers),
      'BIGINT',
    ),
    textColumn(
      'sample',
      rows.map((row) => row.sample),
    ),
  ];
}

function modelsOf({ purchases, spend }: Sample) {
  const bgNbd = { model: 'bg-nbd', fit: purchases };
  return spend.status === 'fitted' ? [bgNbd, { model: 'gamma-gamma', fit: spend.fit }] : [bgNbd];
}
