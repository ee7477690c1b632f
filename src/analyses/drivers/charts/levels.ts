import { formatList, formatPercent } from '../../../values/format';
import { tableOf } from '../../../values/table';
import type { ReportChart } from '../../analysis';
import { clearDifferences, LEVELS_TAB } from '../findings/levels';
import type { Difference, SliceResult } from '../result';
import { withIntervals } from './importance';
import { ends, estimatesOf, flagsOf, textsOf, type Drawn } from './rows';

const MOST_PANELS = 6;
const MOST_DRIVERS = 12;

/** Importance by level on one scale, and the differences between levels. */
export function levelCharts(drawn: Drawn): ReportChart[] {
  const { result } = drawn;
  if (result.levels.length === 0) return [];
  return [byLevel(drawn), ...differences(drawn)];
}

const levelName = (level: string | null): string => (level === null || level === '' ? '(empty)' : level);

function byLevel(drawn: Drawn): ReportChart {
  const { result, sorted, labelOf, input, outcome } = drawn;
  const largest = result.levels.toSorted((a, b) => b.rows - a.rows).slice(0, MOST_PANELS);
  const levels = result.levels.filter((slice) => largest.includes(slice));
  const shown = sorted.slice(0, MOST_DRIVERS);
  const bars = shown.flatMap(({ name }) => levels.flatMap((slice) => barOf(slice, name)));
  const by = input.label(input.roles.by ?? '');
  const notes = [
    ...(levels.length < result.levels.length
      ? [`The ${MOST_PANELS} levels with most rows of ${result.levels.length}.`]
      : []),
    ...(shown.length < sorted.length
      ? [`The ${MOST_DRIVERS} most important drivers of ${sorted.length}.`]
      : []),
  ];
  return {
    id: 'levels',
    tab: LEVELS_TAB,
    spec: {
      mark: 'intervals',
      label: 'driver',
      value: 'share',
      ...ends('share'),
      panel: 'level',
      title: `Importance by ${by}${withIntervals(drawn)}`,
      labels: { x: `share of explained ${outcome}`, xFormat: 'percent' },
    },
    rows: tableOf([
      textsOf('driver', bars, ({ driver }) => labelOf(driver)),
      textsOf('level', bars, ({ level }) => level),
      ...estimatesOf('share', bars, ({ share }) => share),
    ]),
    description: `Importance of the drivers of ${outcome} for ${formatList(levels.map(({ level }) => levelName(level)))}, on one scale.`,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}

const barOf = ({ level, drivers }: SliceResult, name: string) =>
  drivers
    .filter((driver) => driver.name === name)
    .map(({ share }) => ({ driver: name, level: levelName(level), share }));

/** Differences of every driver between two levels, a panel for each pair: those first that differ most. */
function differences(drawn: Drawn): ReportChart[] {
  const { result, input, labelOf, sorted } = drawn;
  if (result.differences.length === 0) return [];
  const clear = clearDifferences(result, input);
  const pairs = [...new Set(result.differences.map(pairOf))];
  const clearIn = (pair: string): number => clear.filter((one) => pairOf(one) === pair).length;
  const shownPairs = pairs.toSorted((a, b) => clearIn(b) - clearIn(a)).slice(0, MOST_PANELS);
  const shownDrivers = sorted.slice(0, MOST_DRIVERS).map(({ name }) => name);
  const bars = shownPairs.flatMap((pair) =>
    shownDrivers.flatMap((name) =>
      result.differences.filter((one) => one.driver === name && pairOf(one) === pair),
    ),
  );
  const [largest] = clear;
  return [
    {
      id: 'differences',
      tab: LEVELS_TAB,
      spec: {
        mark: 'intervals',
        label: 'driver',
        value: 'share',
        ...ends('share'),
        attention: 'clear',
        panel: 'pair',
        title: `Differences of importance between levels of ${input.label(input.roles.by ?? '')}`,
        labels: { x: 'difference of shares, percentage points', xFormat: 'percent' },
      },
      rows: tableOf([
        textsOf('driver', bars, ({ driver }) => labelOf(driver)),
        textsOf('pair', bars, pairOf),
        ...estimatesOf('share', bars, ({ share }) => share),
        flagsOf('clear', bars, (one) => clear.includes(one)),
      ]),
      description: `Differences of importance between levels with their intervals; ${clear.length} of ${result.differences.length} are beyond chance${largest ? `, the largest for ${labelOf(largest.driver)}, ${pairOf(largest)} (${formatPercent(largest.share.value)})` : ''}.`,
      note: `The other colour marks what stays beyond chance when all comparisons are counted.${bars.length < result.differences.length ? ` ${bars.length} of ${result.differences.length} comparisons; the difference table has all.` : ''}`,
    },
  ];
}

const pairOf = ({ levelA, levelB }: Difference): string => `${levelName(levelA)} − ${levelName(levelB)}`;
