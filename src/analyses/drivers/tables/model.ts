import type { Column } from '../../../values/table';
import type { DriversResult, SliceResult } from '../result';
import { columnsOf } from './columns';
import { levelColumn, slicesOf } from './slices';

interface Row {
  statistic: string;
  value: number;
  text: string | null;
  level: string | null;
}

/** `<name>_model`: one row per statistic (and level); numbers in `value`, words in `text`. */
export function modelColumns(result: DriversResult): Column[] {
  const rows = slicesOf(result).flatMap(({ slice, level }) =>
    statistics(slice, result).map((row) => ({ ...row, level })),
  );
  const { text, number } = columnsOf<Row>(rows);
  return [
    text('statistic', ({ statistic }) => statistic),
    number('value', ({ value }) => value),
    text('text', (row) => row.text),
    ...levelColumn(rows.map(({ level }) => level)),
  ];
}

function statistics(slice: SliceResult, { exclusions }: DriversResult): Omit<Row, 'level'>[] {
  const { model } = slice;
  const number = (statistic: string, value: number): Omit<Row, 'level'> => ({ statistic, value, text: null });
  const word = (statistic: string, text: string): Omit<Row, 'level'> => ({ statistic, value: NaN, text });
  const logit = model.family !== 'linear';
  return [
    number('n', slice.rows),
    number('dropped', slice.level === null ? exclusions.total - slice.rows : NaN),
    ...(model.weighted ? [number('weight', slice.weight), number('effective_n', slice.effectiveRows)] : []),
    number('complete_rows', model.completeRows),
    ...(logit
      ? [
          number('r2_mcfadden', model.mcFadden),
          ...(model.family === 'binary'
            ? [number('r2_nagelkerke', model.nagelkerke), number('r2_tjur', model.tjur)]
            : []),
          number('log_likelihood', model.logLikelihood),
          number('log_likelihood_null', model.nullLogLikelihood),
        ]
      : [number('r2', model.rSquared), number('adjusted_r2', model.adjustedRSquared)]),
    number('drivers', slice.drivers.filter(({ constant }) => !constant).length),
    number('coefficients', model.coefficients),
    number('outcome_mean', model.outcomeMean.value),
    number('condition_index', model.conditionIndex),
    number('halo', model.halo),
    number(model.intervals === 'bootstrap' ? 'bootstrap_draws' : 'jackknife_groups', model.replicates),
    ...(model.replicateOrders === null ? [] : [number('interval_orders', model.replicateOrders)]),
    ...(model.hc3Rows === null ? [] : [number('hc3_rows', model.hc3Rows)]),
    ...(model.emSteps === null ? [] : [number('em_steps', model.emSteps)]),
    ...(model.topBox === null ? [] : [number('top_box', model.topBox)]),
    word('method', model.method),
    word('family', model.family),
    word('missing', model.missing),
    word('intervals', model.intervals),
  ];
}
