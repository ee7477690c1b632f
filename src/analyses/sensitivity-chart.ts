import { formatNumber } from '../values/format';
import { numberColumn, tableOf, textColumn } from '../values/table';
import type { ReportChart } from './analysis';

/** A value, and what it would be were one assumption 1 % lower or higher. */
interface Sensitivity {
  base: number;
  swings: readonly { assumption: string; low: number; high: number }[];
}

/**
 * How a value moves with each assumption, as a tornado.
 *
 * @param said.value the value in words, as a sentence begins with it: "Value of all customers"
 * @param said.digits significant digits of the description
 */
export function sensitivityChart(
  { base, swings }: Sensitivity,
  said: { value: string; digits: number; title: string; axis: string },
): ReportChart {
  const moves = swings.map(
    ({ assumption, low, high }) =>
      `${assumption} ${formatNumber(low, said.digits)} to ${formatNumber(high, said.digits)}`,
  );
  return {
    id: 'sensitivity',
    spec: {
      mark: 'tornado',
      label: 'assumption',
      low: 'low',
      high: 'high',
      base,
      lowLabel: '1 % lower',
      highLabel: '1 % higher',
      title: said.title,
      labels: { x: said.axis },
    },
    description: `${said.value}, ${formatNumber(base, said.digits)}, where one assumption is 1 % lower or higher: ${moves.join('; ')}.`,
    rows: tableOf([
      textColumn(
        'assumption',
        swings.map(({ assumption }) => assumption),
      ),
      ...(['low', 'high'] as const).map((side) =>
        numberColumn(
          side,
          Float64Array.from(swings, (swing) => swing[side]),
        ),
      ),
    ]),
  };
}
