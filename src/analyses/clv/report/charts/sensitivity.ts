import { formatNumber } from '../../../../values/format';
import { numberColumn, tableOf, textColumn } from '../../../../values/table';
import type { ReportChart } from '../../../analysis';
import type { ClvResult } from '../../compute';

/** How the value of all customers moves with each assumption. */
export function sensitivityChart({ sensitivity }: ClvResult): ReportChart | null {
  if (!sensitivity || sensitivity.swings.length === 0) return null;
  const { base, swings } = sensitivity;
  const said = swings.map(
    ({ assumption, low, high }) => `${assumption} ${formatNumber(low, 5)} to ${formatNumber(high, 5)}`,
  );
  return {
    id: 'sensitivity',
    tab: 'Money',
    spec: {
      mark: 'tornado',
      label: 'assumption',
      low: 'low',
      high: 'high',
      base,
      lowLabel: '1 % lower',
      highLabel: '1 % higher',
      title: 'What moves the value',
      labels: { x: 'value of all customers' },
    },
    description: `Value of all customers, ${formatNumber(base, 5)}, where one assumption is 1 % lower or higher: ${said.join('; ')}.`,
    rows: tableOf([
      textColumn(
        'assumption',
        swings.map(({ assumption }) => assumption),
      ),
      numberColumn(
        'low',
        Float64Array.from(swings, ({ low }) => low),
      ),
      numberColumn(
        'high',
        Float64Array.from(swings, ({ high }) => high),
      ),
    ]),
  };
}
