import type { ChartQuestion } from '../../chart-kind';
import { groupedQuery } from '../../grouped';
import { thinnedQuery } from '../../raw';
import type { CellChart } from '../../spec';
import { describeSeen } from '../../describe-seen';

/** y along x: single rows, or an aggregate by day, week, month or bin where x has many values. */
export const lineQuestion: ChartQuestion<CellChart> = {
  mark: 'line',
  label: 'Line',
  query: (spec, columns, rowCount) =>
    spec.y && (spec.aggregate ?? 'none') === 'none'
      ? thinnedQuery(spec, columns, rowCount)
      : groupedQuery(spec, columns, { dates: 150, distinct: 150 }),
  describe: describeSeen,
};
