import { formatList } from '../../../values/format';
import { tableOf } from '../../../values/table';
import type { ReportChart } from '../../analysis';
import { ASYMMETRY_TAB } from '../findings/asymmetry';
import { effectUnit, ends, estimatesOf, textsOf, type Drawn } from './rows';

/** What low answers cost and high answers earn, side by side on one scale. */
export function asymmetryCharts(drawn: Drawn): ReportChart[] {
  const { slice, sorted, labelOf } = drawn;
  const place = new Map(sorted.map(({ name }, i) => [name, i]));
  const drivers = (slice.asymmetry?.drivers ?? []).toSorted(
    (a, b) => (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0),
  );
  if (drivers.length === 0) return [];
  const bars = drivers.flatMap(({ name, penalty, reward, label }) => [
    { name, side: 'Low answers', effect: penalty, label },
    { name, side: 'High answers', effect: reward, label },
  ]);
  const { label, format } = effectUnit(drawn);
  const costly = drivers.filter((driver) => driver.label === 'penalty').map(({ name }) => labelOf(name));
  return [
    {
      id: 'asymmetry',
      tab: ASYMMETRY_TAB,
      spec: {
        mark: 'intervals',
        label: 'driver',
        value: 'effect',
        ...ends('effect'),
        panel: 'side',
        title: 'What low answers cost and high answers earn',
        labels: { x: `change of ${label} against the middle`, xFormat: format },
      },
      rows: tableOf([
        textsOf('driver', bars, ({ name }) => labelOf(name)),
        textsOf('side', bars, ({ side }) => side),
        ...estimatesOf('effect', bars, ({ effect }) => effect),
      ]),
      description: `The change of ${label} that goes with low and with high answers to each driver, against those in the middle${costly.length > 0 ? `; ${formatList(costly)} mainly cost when bad` : ''}.`,
    },
  ];
}
