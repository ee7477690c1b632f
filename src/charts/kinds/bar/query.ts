import type { ChartQuestion } from '../../chart-kind';
import { groupedQuery } from '../../grouped';
import type { CellChart } from '../../spec';
import { describeSeen } from '../../describe-seen';

/** One bar for each x: a count, or an aggregate of y. Without an aggregate, rows of the same x add up. */
export const barQuestion: ChartQuestion<CellChart> = {
  mark: 'bar',
  label: 'Bar',
  query: (spec, columns) => groupedQuery(spec, columns, { dates: 60, distinct: 40 }),
  describe: describeSeen,
};
