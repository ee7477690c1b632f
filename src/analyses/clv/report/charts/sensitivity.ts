import type { ReportChart } from '../../../analysis';
import { sensitivityChart } from '../../../sensitivity-chart';
import type { ClvResult } from '../../compute';

/** How the value of all customers moves with each assumption; null where nothing was varied. */
export function valueSensitivityChart({ sensitivity }: ClvResult): ReportChart | null {
  if (!sensitivity || sensitivity.swings.length === 0) return null;
  return {
    ...sensitivityChart(sensitivity, {
      value: 'Value of all customers',
      digits: 5,
      title: 'What moves the value',
      axis: 'value of all customers',
    }),
    tab: 'Money',
  };
}
