import { formatPercent } from '../../../values/format';
import { tableOf } from '../../../values/table';
import type { ReportChart } from '../../analysis';
import { CERTAINTY_TAB } from '../findings/about-intervals';
import type { Quadrants } from '../result';
import { numbersOf, textsOf, type Drawn } from './rows';

const MOST_RANKED = 15;

/** How likely each driver has each rank, as a field of cells: a sharp diagonal is a settled order. */
export function ranksChart(drawn: Drawn): ReportChart[] {
  const ranked = drawn.sorted.filter(({ rankProbabilities }) => rankProbabilities.length > 0);
  const shown = ranked.slice(0, MOST_RANKED);
  const [first] = shown;
  if (!first || ranked.length < 2) return [];
  const cells = shown.flatMap(({ name, rankProbabilities }) =>
    Array.from(rankProbabilities.slice(0, MOST_RANKED), (probability, i) => ({
      driver: drawn.labelOf(name),
      rank: String(i + 1),
      probability,
    })),
  );
  return [
    {
      id: 'ranks',
      tab: CERTAINTY_TAB,
      spec: {
        mark: 'heatmap',
        from: '',
        x: 'rank',
        y: 'driver',
        color: 'probability',
        aggregate: 'none',
        title: 'Probability of each rank',
        labels: { x: 'rank by importance', y: '', color: 'probability', colorFormat: 'percent' },
      },
      rows: tableOf([
        textsOf('driver', cells, ({ driver }) => driver),
        textsOf('rank', cells, ({ rank }) => rank),
        numbersOf('probability', cells, ({ probability }) => probability),
      ]),
      description: `How likely each driver has each rank by importance; ${drawn.labelOf(first.name)} ranks first with probability ${formatPercent(first.rankProbabilities[0] ?? null)}.`,
      ...(ranked.length > shown.length
        ? {
            note: `The first ${MOST_RANKED} drivers and ranks of ${ranked.length}; the table of ranks has all.`,
          }
        : {}),
    },
  ];
}

const QUADRANTS: readonly { key: keyof Quadrants; name: string }[] = [
  { key: 'fix', name: 'Fix first' },
  { key: 'keep', name: 'Keep up' },
  { key: 'low', name: 'Wait' },
  { key: 'overkill', name: 'Overdone' },
];

/** How likely each driver lies in each quadrant of the map. */
export function quadrantsChart({ slice, sorted, labelOf }: Drawn): ReportChart[] {
  const placed = sorted.filter(({ quadrants }) => Number.isFinite(quadrants.fix)).slice(0, 27);
  if (!slice.map || placed.length < 2) return [];
  const cells = placed.flatMap(({ name, quadrants }) =>
    QUADRANTS.map(({ key, name: quadrant }) => ({
      driver: labelOf(name),
      quadrant,
      probability: quadrants[key],
    })),
  );
  const likeliest = placed.toSorted((a, b) => b.quadrants.fix - a.quadrants.fix)[0];
  return [
    {
      id: 'places',
      tab: CERTAINTY_TAB,
      spec: {
        mark: 'heatmap',
        from: '',
        x: 'quadrant',
        y: 'driver',
        color: 'probability',
        aggregate: 'none',
        title: 'Probability of each place on the map',
        labels: { x: '', y: '', color: 'probability', colorFormat: 'percent' },
      },
      rows: tableOf([
        textsOf('driver', cells, ({ driver }) => driver),
        textsOf('quadrant', cells, ({ quadrant }) => quadrant),
        numbersOf('probability', cells, ({ probability }) => probability),
      ]),
      description: `How likely each driver lies in each quadrant of the map; ${labelOf(likeliest?.name ?? '')} most likely belongs to what to fix first (${formatPercent(likeliest?.quadrants.fix ?? null)}).`,
    },
  ];
}
