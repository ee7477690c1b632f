import { formatPlural } from '../../../values/format';
import { tableOf } from '../../../values/table';
import type { ReportChart } from '../../analysis';
import { DOMINANCE_TAB } from '../findings/dominance';
import type { DominanceResult } from '../result';
import { importanceUnit, numbersOf, textsOf, type Drawn } from './rows';

/** More curves than these nobody tells apart. */
const MOST_CURVES = 6;

/** What each driver adds by the number of others in the model, and how often each adds more than each other. */
export function dominanceCharts(drawn: Drawn): ReportChart[] {
  const { dominance } = drawn.slice;
  if (!dominance || dominance.names.length < 2) return [];
  const order = [...dominance.names.keys()].toSorted(
    (a, b) => (dominance.general[b] ?? 0) - (dominance.general[a] ?? 0),
  );
  return [conditionalChart(drawn, dominance, order), completeChart(drawn, dominance, order)];
}

function conditionalChart(
  drawn: Drawn,
  { names, conditional }: DominanceResult,
  order: readonly number[],
): ReportChart {
  const shown = order.slice(0, MOST_CURVES);
  const points = shown.flatMap((i) =>
    Array.from(conditional[i] ?? [], (added, others) => ({
      driver: drawn.labelOf(names[i] ?? ''),
      others,
      added,
    })),
  );
  const unit = importanceUnit(drawn);
  return {
    id: 'dominance',
    tab: DOMINANCE_TAB,
    spec: {
      mark: 'curves',
      x: 'others',
      y: 'added',
      series: 'driver',
      fromZero: true,
      title: 'What a driver adds, by how many others are there',
      labels: {
        x: 'other drivers in the model',
        y: `${unit} added on average`,
        color: '',
        yFormat: 'percent',
      },
    },
    rows: tableOf([
      textsOf('driver', points, ({ driver }) => driver),
      numbersOf('others', points, ({ others }) => others),
      numbersOf('added', points, ({ added }) => added),
    ]),
    description: `${unit} that each of ${formatPlural(shown.length, 'driver')} adds on average to models of 0 to ${names.length - 1} others; curves that never cross are conditional dominance.`,
    ...(order.length > shown.length
      ? {
          note: `The ${MOST_CURVES} most important of ${order.length} drivers; the table of dominance has all.`,
        }
      : {}),
  };
}

function completeChart(
  drawn: Drawn,
  { names, complete }: DominanceResult,
  order: readonly number[],
): ReportChart {
  const cells = order.flatMap((row) =>
    order.map((column) => ({
      driver: drawn.labelOf(names[row] ?? ''),
      other: drawn.labelOf(names[column] ?? ''),
      share: row === column ? NaN : (complete[row * names.length + column] ?? NaN),
    })),
  );
  return {
    id: 'complete-dominance',
    tab: DOMINANCE_TAB,
    spec: {
      mark: 'heatmap',
      from: '',
      x: 'other',
      y: 'driver',
      color: 'share',
      aggregate: 'none',
      title: 'Models in which the row adds more than the column',
      labels: { x: '', y: '', color: 'share of models', colorFormat: 'percent' },
    },
    rows: tableOf([
      textsOf('driver', cells, ({ driver }) => driver),
      textsOf('other', cells, ({ other }) => other),
      numbersOf('share', cells, ({ share }) => share),
    ]),
    description:
      'The share of models in which the driver of the row adds more than that of the column; 100 % is complete dominance.',
  };
}
