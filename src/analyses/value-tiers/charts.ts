import { formatPercent } from '../../values/format';
import { numberColumn, tableOf, textColumn } from '../../values/table';
import type { ReportChart } from '../analysis';
import type { TiersResult } from './compute';
import type { After } from './findings';
import { tierCount, type TiersInput } from './form';

const CUSTOMERS = 'of customers';
const VALUE = 'of value';
const OBSERVED = 'As it is';
const EQUAL = 'If all were worth the same';

export const chartsOf = (result: TiersResult, after: After, input: TiersInput): ReportChart[] => [
  tierChart(after, input),
  lorenzChart(result, after),
];

/** Share of the customers and of the value side by side. */
function tierChart({ profile }: After, input: TiersInput): ReportChart {
  const name = (tier: string | null): string => `${tierCount(input) === null ? '' : 'Tier '}${tier ?? ''}`;
  const names = profile.tier.map(name);
  const words = names.map((tier, row) => `${tier} ${formatPercent(profile.value_share[row] ?? null)}`);
  const shown = words.length > 10 ? [...words.slice(0, 5), '…', ...words.slice(-2)] : words;
  return {
    id: 'tiers',
    spec: {
      mark: 'intervals',
      label: 'tier',
      value: 'share',
      panel: 'of',
      title: 'Customers and value by tier',
      labels: { x: 'Share', xFormat: 'percent' },
    },
    description: `Share of the value by tier, beside the share of the customers: ${shown.join(', ')}.`,
    rows: tableOf([
      textColumn('tier', [...names, ...names]),
      textColumn('of', [...names.map(() => CUSTOMERS), ...names.map(() => VALUE)]),
      numberColumn('share', Float64Array.of(...profile.share, ...profile.value_share)),
    ]),
  };
}

function lorenzChart({ gini, interval }: TiersResult, { lorenz }: After): ReportChart {
  const points = lorenz.customers.length;
  const upTo = (share: number): number => {
    const at = lorenz.customers.findIndex((customers) => customers >= share - 1e-12);
    return lorenz.value[at] ?? NaN;
  };
  const range = interval ? `, ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}` : '';
  return {
    id: 'lorenz',
    spec: {
      mark: 'curves',
      x: 'customers',
      y: 'value',
      series: 'series',
      fromZero: true,
      title: 'How unequally the value is spread',
      labels: {
        x: 'Share of customers, the least valuable first',
        y: 'Share of value',
        color: 'Value',
        xFormat: 'percent',
        yFormat: 'percent',
      },
    },
    description: `Lorenz curve: the least valuable half of the customers hold ${formatPercent(upTo(0.5))} of the value, the least valuable 80 % hold ${formatPercent(upTo(0.8))}. Gini coefficient ${gini.toFixed(2)}${range}.`,
    rows: tableOf([
      numberColumn('customers', Float64Array.of(...lorenz.customers, 0, 1)),
      numberColumn('value', Float64Array.of(...lorenz.value, 0, 1)),
      textColumn('series', [...Array.from({ length: points }, () => OBSERVED), EQUAL, EQUAL]),
    ]),
  };
}
