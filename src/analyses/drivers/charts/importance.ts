import { formatList, formatPercent, formatPlural } from '../../../values/format';
import { tableOf } from '../../../values/table';
import type { ReportChart } from '../../analysis';
import { confidenceWords } from '../findings/about-intervals';
import type { PerformanceMap } from '../result';
import { ends, estimatesOf, flagsOf, importanceUnit, textsOf, type Drawn } from './rows';

/** Bars of share with their intervals; what to fix first in the colour that asks for attention. */
export function importanceChart(drawn: Drawn): ReportChart {
  const { sorted, slice, input, outcome, labelOf } = drawn;
  const urgent = new Set(slice.map?.points.filter(({ fixFirst }) => fixFirst).map(({ name }) => name));
  const [first] = sorted;
  const colored = urgent.size > 0;
  return {
    id: 'importance',
    spec: {
      mark: 'intervals',
      label: 'label',
      value: 'share',
      ...ends('share'),
      attention: 'fix_first',
      title: `Importance${withIntervals(drawn)}`,
      labels: { x: shareLabel(drawn), xFormat: 'percent' },
    },
    rows: tableOf([
      textsOf('label', sorted, ({ name }) => labelOf(name)),
      ...estimatesOf('share', sorted, ({ share }) => share),
      flagsOf('fix_first', sorted, ({ name }) => urgent.has(name)),
    ]),
    description: first
      ? `${formatPlural(sorted.length, 'driver')} of ${outcome} by importance; ${input.label(first.name)} comes first with ${formatPercent(first.share.value)} of what they explain.`
      : `No driver of ${outcome}.`,
    ...(colored
      ? { note: 'The other colour marks what matters more than average and performs below its line.' }
      : {}),
  };
}

export const withIntervals = ({ slice, input }: Drawn): string =>
  slice.model.intervals === 'none' ? '' : `, with ${confidenceWords(input.options.confidence)} intervals`;

function shareLabel(drawn: Drawn): string {
  const { method, family, preview } = drawn.slice.model;
  if (method === 'first') return 'share of all R², each driver alone';
  if (method === 'last') return 'share of all R² added to the others';
  const unit = family === 'linear' ? (preview === null ? '' : ' (R², a preview)') : " (McFadden's R²)";
  return `share of explained ${drawn.outcome}${unit}`;
}

const X_LABELS = {
  mean: { x: 'performance (mean)', xFormat: 'number' },
  yes: { x: 'performance (share of yes)', xFormat: 'percent' },
  gap: { x: 'performance above or below the target', xFormat: 'number' },
  position: { x: 'performance (place between smallest and largest)', xFormat: 'percent' },
} as const;

/** Importance against performance with both intervals, divided at means or targets. */
export function mapChart(drawn: Drawn, map: PerformanceMap): ReportChart {
  const { input, labelOf } = drawn;
  const urgent = map.points.filter(({ fixFirst }) => fixFirst);
  const lines = map.xLineIs === 'targets' ? 'the targets and the average importance' : 'the averages';
  return {
    id: 'map',
    spec: {
      mark: 'quadrants',
      label: 'label',
      x: 'performance',
      y: 'importance',
      xLow: 'performance_low',
      xHigh: 'performance_high',
      yLow: 'importance_low',
      yHigh: 'importance_high',
      xLine: map.xLine,
      yLine: map.yLine,
      attention: 'fix_first',
      attentionLabel: 'Fix first',
      title: 'Importance and performance',
      labels: { ...X_LABELS[map.scale], y: `importance (${importanceUnit(drawn)})`, yFormat: 'percent' },
    },
    rows: tableOf([
      textsOf('label', map.points, ({ name }) => labelOf(name)),
      ...estimatesOf('performance', map.points, ({ x }) => x),
      ...estimatesOf('importance', map.points, ({ y }) => y),
      flagsOf('fix_first', map.points, ({ fixFirst }) => fixFirst),
    ]),
    description:
      urgent.length === 0
        ? `Importance against performance, divided at ${lines}; no driver lies in the quadrant to fix first.`
        : `Importance against performance, divided at ${lines}; to fix first: ${urgent.map(({ name }) => input.label(name)).join(', ')}.`,
    note: mapNote(drawn, map),
  };
}

function mapNote({ labelOf }: Drawn, { xLineIs, points, reversed }: PerformanceMap): string {
  const without = points.filter(({ target }) => target === null);
  const unaimed =
    without.length > 0
      ? ` (for ${formatList(without.map(({ name }) => labelOf(name)))}, without one, the average)`
      : '';
  const lines =
    xLineIs === 'targets'
      ? `The upright line is each driver's target${unaimed}, the level line the average importance.`
      : 'The lines stand at the averages of all drivers.';
  const turned =
    reversed.length === 0
      ? ''
      : ` ${formatList(reversed.map(labelOf))} ${reversed.length === 1 ? 'is' : 'are'} read in reverse: less is better.`;
  return `${lines}${turned}`;
}
