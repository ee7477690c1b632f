import { formatCount } from '../../../../values/format';
import { numberColumn, tableOf, textColumn } from '../../../../values/table';
import type { ReportChart } from '../../../analysis';
import type { ClvResult } from '../../compute';
import { fullNameOf } from '../../fit/models';

/** How often customers bought, and how often the model says they should have: whether it fits at all. */
export function frequenciesChart({ frequencies, chosen }: ClvResult): ReportChart {
  const { actual, expected } = frequencies;
  const model = fullNameOf(chosen);
  const most = actual.length - 1;
  const said = [...actual].map(
    (count, x) =>
      `${x}${x === most ? ' and more' : ''}: ${formatCount(count)} and ${formatCount(Math.round(expected[x] ?? NaN))}`,
  );
  return {
    id: 'frequencies',
    tab: 'Customers',
    spec: {
      mark: 'curves',
      x: 'x',
      y: 'y',
      series: 'series',
      points: ['actual'],
      fromZero: true,
      title: 'How often they bought, and what the model says',
      labels: { x: 'repeat purchases', y: 'customers', color: '' },
    },
    description: `Customers by repeat purchases, actual and by ${model}: ${said.join('; ')}.`,
    note: `${most} stands for ${most} repeat purchases and more.`,
    rows: tableOf([
      numberColumn('x', Float64Array.from([...actual.keys(), ...expected.keys()])),
      numberColumn('y', Float64Array.from([...actual, ...expected])),
      textColumn('series', [...[...actual].map(() => 'actual'), ...[...expected].map(() => model)]),
    ]),
  };
}
