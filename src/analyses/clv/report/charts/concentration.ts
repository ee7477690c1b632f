import { formatPercent } from '../../../../values/format';
import { numberColumn, tableOf } from '../../../../values/table';
import type { ReportChart } from '../../../analysis';
import type { ClvResult } from '../../compute';

/** The share of the value held by the top x % of the customers: the whale curve. */
export function concentrationChart({ base, spend }: ClvResult): ReportChart | null {
  const held = base.concentration;
  if (!held || base.customers < 2) return null;
  const what = spend.status === 'fitted' ? 'value' : 'expected purchases';
  const [tenth = 0, half = 0] = [held[10], held[50]];
  const most = Math.max(...held);
  const costly =
    most > 1.005
      ? ` The best customers hold up to ${formatPercent(most)}; those at the end cost more than they bring.`
      : '';
  return {
    id: 'concentration',
    spec: {
      mark: 'line',
      from: '',
      x: 'customers',
      y: 'held',
      title: `Who holds the ${what}`,
      labels: {
        x: 'customers, the best first',
        y: `share of ${what}`,
        xFormat: 'percent',
        yFormat: 'percent',
      },
    },
    description: `Share of ${what} held by the top customers: the top 10 % hold ${formatPercent(tenth)}, the top half ${formatPercent(half)}.${costly}`,
    rows: tableOf([
      numberColumn(
        'customers',
        held.map((_, i) => i / 100),
      ),
      numberColumn('held', held),
    ]),
  };
}
