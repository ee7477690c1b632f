import { formatNumber } from '../../values/format';
import { numberColumn, tableOf, textColumn } from '../../values/table';
import type { ReportChart } from '../analysis';
import { sensitivityChart } from '../sensitivity-chart';
import type { ContractResult } from './compute';

/** A new customer's worth, cohort by cohort. */
export function cohortChart({ cohorts, drawn }: ContractResult): ReportChart | null {
  if (cohorts.length < 2) return null;
  const rows = cohorts
    .map(({ name, value }, i) => ({ name, clv: value.clv[0] as number, ...drawn.perCohort[i] }))
    .sort((a, b) => b.clv - a.clv)
    .slice(0, 30);
  const [best, worst] = [rows[0], rows.at(-1)];
  return {
    id: 'cohorts',
    spec: {
      mark: 'intervals',
      label: 'cohort',
      value: 'clv',
      low: 'low',
      high: 'high',
      title: 'What a new customer is worth, by cohort',
      labels: { x: 'customer lifetime value' },
    },
    description: `Lifetime value of a new customer by cohort with 95 % intervals, from ${best?.name} (${formatNumber(best?.clv ?? NaN)}) to ${worst?.name} (${formatNumber(worst?.clv ?? NaN)}).`,
    ...(cohorts.length > 30 ? { note: `The 30 highest of ${cohorts.length} cohorts.` } : {}),
    rows: tableOf([
      textColumn(
        'cohort',
        rows.map(({ name }) => name),
      ),
      ...(['clv', 'low', 'high'] as const).map((key) =>
        numberColumn(
          key,
          Float64Array.from(rows, (row) => row[key] ?? NaN),
        ),
      ),
    ]),
  };
}

/** How the worth of a new customer moves with each assumption. */
export const worthSensitivityChart = ({ sensitivity }: ContractResult): ReportChart =>
  sensitivityChart(sensitivity, {
    value: 'Lifetime value of a new customer',
    digits: 4,
    title: 'What moves the value of a new customer',
    axis: 'customer lifetime value',
  });
